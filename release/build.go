package main

import (
	"bytes"
	"context"
	"debug/buildinfo"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// builder builds one version.
type builder struct {
	version string
	moment  time.Time
	work    string // a folder for what is not released
}

// file is one file of an archive.
type file struct {
	name string // with slashes
	data []byte
	mode int64
}

const (
	plain      = 0o644
	executable = 0o755
)

// shared are the files that the archives of all platforms have: the licence,
// the manual and completions for shells.
func (b *builder) shared(ctx context.Context) ([]file, error) {
	dir := filepath.Join(b.work, "manual")
	cmd := exec.CommandContext(ctx, "go", "run", "-tags", "manual", "./cmd/assay", dir, b.version)
	cmd.Env = append(os.Environ(), fmt.Sprintf("SOURCE_DATE_EPOCH=%d", b.moment.Unix()), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("write the manual: %w\n%s", err, out)
	}
	var files []file
	err := filepath.WalkDir(dir, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		data, err := os.ReadFile(path)
		files = append(files, file{filepath.ToSlash(name), data, plain})
		return err
	})
	if err != nil {
		return nil, err
	}
	for _, name := range []string{"LICENSE", "README.md"} {
		data, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		files = append(files, file{name, data, plain})
	}
	return files, nil
}

// platform writes the archive and the SBOM of one platform.
func (b *builder) platform(ctx context.Context, out, goos, goarch string, shared []file) error {
	binary := filepath.Join(b.work, goos+"-"+goarch)
	if err := b.build(ctx, binary, goos, goarch); err != nil {
		return err
	}
	program, err := os.ReadFile(binary)
	if err != nil {
		return err
	}
	info, err := buildinfo.Read(bytes.NewReader(program))
	if err != nil {
		return err
	}
	modules, err := modulesOf(ctx, info)
	if err != nil {
		return err
	}
	sbom, err := b.sbom(program, info, modules)
	if err != nil {
		return err
	}
	name := b.name(goos, goarch)
	if err := writeFile(filepath.Join(out, name+".cdx.json"), sbom); err != nil {
		return err
	}
	files := append(slices.Clone(shared), file{"THIRD_PARTY_LICENSES.txt", thirdParty(modules), plain})
	if goos == "windows" {
		return writeArchive(filepath.Join(out, name+".zip"), b.zip(append(files, file{"assay.exe", program, executable})))
	}
	return writeArchive(filepath.Join(out, name+".tar.gz"), b.tarGzip(append(files, file{"assay", program, executable})))
}

// build compiles the command. Nothing of the machine, the folder or the time is
// in the result.
func (b *builder) build(ctx context.Context, to, goos, goarch string) error {
	flags := "-s -w -buildid= -X main.release=" + b.version
	cmd := exec.CommandContext(ctx, "go", "build", "-trimpath", "-buildvcs=false", "-ldflags", flags, "-o", to, "./cmd/assay")
	cmd.Env = append(cleanEnvironment(os.Environ()), "GOOS="+goos, "GOARCH="+goarch, "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("build: %w\n%s", err, out)
	}
	return nil
}

// cleanEnvironment leaves out what would change the result.
func cleanEnvironment(env []string) []string {
	return slices.DeleteFunc(env, func(variable string) bool {
		name, _, _ := strings.Cut(variable, "=")
		return slices.Contains([]string{"GOFLAGS", "GOEXPERIMENT", "GOAMD64", "GOARM64", "GO_LDFLAGS", "GOFIPS140"}, name)
	})
}
