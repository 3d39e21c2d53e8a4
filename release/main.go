// Command release builds assay for every platform it is released for, and writes
// archives, an SBOM of each, and their checksums. The same commit and the same
// version of Go give the same bytes, wherever and whenever they are built.
//
//	go run ./release -out dist
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// platforms are those of a release.
const platforms = "linux/amd64,linux/arm64,darwin/amd64,darwin/arm64,windows/amd64,windows/arm64"

func main() {
	out := flag.String("out", "dist", "folder to write to; what is in it is removed")
	version := flag.String("version", "", "version to stamp (default: of the commit's tag, else made of its time and hash)")
	only := flag.String("platforms", platforms, "platforms, as GOOS/GOARCH, with commas between")
	flag.Parse()
	if err := release(context.Background(), *out, *version, strings.Split(*only, ",")); err != nil {
		fmt.Fprintln(os.Stderr, "release:", err)
		os.Exit(1)
	}
}

// release builds everything into the folder out.
func release(ctx context.Context, out, version string, platforms []string) error {
	moment, err := commitTime(ctx)
	if err != nil {
		return err
	}
	if version == "" {
		if version, err = commitVersion(ctx, moment); err != nil {
			return err
		}
	}
	work, err := os.MkdirTemp("", "assay-release-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	if err := os.RemoveAll(out); err != nil {
		return err
	}
	if err := os.MkdirAll(out, 0o777); err != nil {
		return err
	}
	b := &builder{version: version, moment: moment, work: work}
	shared, err := b.shared(ctx)
	if err != nil {
		return err
	}
	for _, platform := range platforms {
		goos, goarch, ok := strings.Cut(platform, "/")
		if !ok {
			return fmt.Errorf("%q is no platform: write it as GOOS/GOARCH", platform)
		}
		if err := b.platform(ctx, out, goos, goarch, shared); err != nil {
			return fmt.Errorf("%s: %w", platform, err)
		}
	}
	return writeChecksums(out)
}

// commitTime is SOURCE_DATE_EPOCH, else when the commit was made
// (https://reproducible-builds.org/specs/source-date-epoch/).
func commitTime(ctx context.Context) (time.Time, error) {
	text := os.Getenv("SOURCE_DATE_EPOCH")
	if text == "" {
		var err error
		if text, err = git(ctx, "log", "-1", "--format=%ct"); err != nil {
			return time.Time{}, fmt.Errorf("learn the time of the commit (or set SOURCE_DATE_EPOCH): %w", err)
		}
	}
	seconds, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return time.Time{}, fmt.Errorf("SOURCE_DATE_EPOCH is %q, not a number of seconds", text)
	}
	return time.Unix(seconds, 0).UTC(), nil
}

// commitVersion is the commit's tag, or like that of a Go module without one:
// https://go.dev/ref/mod#pseudo-versions.
func commitVersion(ctx context.Context, moment time.Time) (string, error) {
	dirty, err := git(ctx, "status", "--porcelain", "--untracked-files=no")
	if err != nil {
		return "", fmt.Errorf("learn the version of the commit (or give -version): %w", err)
	}
	suffix := ""
	if dirty != "" {
		suffix = "+dirty"
	}
	if tag, err := git(ctx, "describe", "--tags", "--exact-match", "--match", "v*"); err == nil {
		return tag + suffix, nil
	}
	hash, err := git(ctx, "rev-parse", "--short=12", "HEAD")
	if err != nil {
		return "", err
	}
	return "v0.0.0-" + moment.Format("20060102150405") + "-" + hash + suffix, nil
}

func git(ctx context.Context, args ...string) (string, error) {
	out, err := exec.CommandContext(ctx, "git", args...).Output()
	return strings.TrimSpace(string(out)), err
}

// name is what a platform's files are called.
func (b *builder) name(goos, goarch string) string {
	return strings.Join([]string{"assay", strings.TrimPrefix(b.version, "v"), goos, goarch}, "_")
}

// writeFile writes a file below a folder, making the folders between.
func writeFile(path string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		return err
	}
	return os.WriteFile(path, data, 0o666)
}
