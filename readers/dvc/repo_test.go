package dvc_test

import (
	"crypto/md5"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"assay/engine"
	"assay/readers/dvc"
)

// project is a git repository with a DVC one in it, made by hand.
type project struct {
	t    *testing.T
	root string
}

func newProject(t *testing.T) *project {
	t.Helper()
	isolate(t)
	p := &project{t, t.TempDir()}
	p.write(".dvc/config", "[core]\n    remote = store\n['remote \"store\"']\n    url = ../remote\n")
	p.write(".dvc/.gitignore", "/config.local\n/tmp\n/cache\n")
	p.write(".gitignore", "/remote\n")
	p.git("init", "-q", "-b", "main")
	return p
}

// isolate keeps the configuration of the machine out of a test.
func isolate(t *testing.T) {
	t.Helper()
	none := t.TempDir()
	for _, name := range []string{"DVC_SYSTEM_CONFIG_DIR", "DVC_GLOBAL_CONFIG_DIR", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"} {
		t.Setenv(name, filepath.Join(none, "nothing"))
	}
	for _, who := range []string{"AUTHOR", "COMMITTER"} {
		t.Setenv("GIT_"+who+"_NAME", "Test")
		t.Setenv("GIT_"+who+"_EMAIL", "test@example.com")
	}
}

func (p *project) path(name string) string { return filepath.Join(p.root, filepath.FromSlash(name)) }

func (p *project) write(name, text string) {
	p.t.Helper()
	if err := os.MkdirAll(filepath.Dir(p.path(name)), 0o777); err != nil {
		p.t.Fatal(err)
	}
	if err := os.WriteFile(p.path(name), []byte(text), 0o666); err != nil {
		p.t.Fatal(err)
	}
}

func (p *project) git(args ...string) string {
	p.t.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir = p.root
	out, err := cmd.CombinedOutput()
	if err != nil {
		p.t.Fatalf("git %v: %v\n%s", args, err, out)
	}
	return strings.TrimSpace(string(out))
}

// commit commits all pointers and git-tracked files, and tags them.
func (p *project) commit(tag string) string {
	p.t.Helper()
	p.git("add", "-A")
	p.git("commit", "-q", "--allow-empty", "-m", tag)
	p.git("tag", tag)
	return p.git("rev-parse", "HEAD")
}

func sumOf(text string) string {
	sum := md5.Sum([]byte(text))
	return hex.EncodeToString(sum[:])
}

// store puts an object into a cache or a remote.
func (p *project) store(root, text, suffix string) string {
	p.t.Helper()
	sum := sumOf(text)
	p.write(fmt.Sprintf("%s/files/md5/%s/%s%s", root, sum[:2], sum[2:], suffix), text)
	return sum + suffix
}

const (
	cache  = ".dvc/cache"
	remote = "remote"
)

// add makes a pointer, and puts the data into root.
func (p *project) add(root, name, text string) string {
	p.t.Helper()
	sum := p.store(root, text, "")
	p.write(name+".dvc", pointerTo(name, sum))
	return sum
}

func pointerTo(name, sum string) string {
	return fmt.Sprintf("outs:\n- md5: %s\n  hash: md5\n  path: %s\n", sum, filepath.Base(name))
}

// addDir makes a pointer to a directory of files: name, text, name, text …
func (p *project) addDir(root, name string, files ...string) string {
	p.t.Helper()
	var list []string
	for i := 0; i < len(files); i += 2 {
		list = append(list, fmt.Sprintf(`{"md5": %q, "relpath": %q}`, p.store(root, files[i+1], ""), files[i]))
	}
	sum := p.store(root, "["+strings.Join(list, ", ")+"]", ".dir")
	p.write(name+".dvc", pointerTo(name, sum))
	return sum
}

// locate finds what an address in the project stands for; at is dvc:// or "".
func (p *project) locate(address, rev string, opt dvc.Options) ([]dvc.File, error) {
	p.t.Helper()
	name, scheme := strings.CutPrefix(address, dvc.Scheme)
	text := p.path(name)
	if scheme {
		text = dvc.Scheme + text
	}
	a, ok, err := dvc.ParseAddress(text, rev)
	if err != nil || !ok {
		return nil, fmt.Errorf("parse %s: %v, %w", text, ok, err)
	}
	temp := p.t.TempDir()
	opt.TempFile = func() (*os.File, error) { return os.CreateTemp(temp, "") }
	return dvc.Locate(p.t.Context(), a, opt)
}

// texts are the files of an address: path below the directory → bytes.
func (p *project) texts(address, rev string, opt dvc.Options) map[string]string {
	p.t.Helper()
	files, err := p.locate(address, rev, opt)
	if err != nil {
		p.t.Fatalf("%s at %q: %v", address, rev, err)
	}
	all := make(map[string]string)
	for _, f := range files {
		text, err := os.ReadFile(f.Path)
		if err != nil {
			p.t.Fatal(err)
		}
		all[f.Within] = string(text)
	}
	return all
}

// refuses demands an error about data that says something.
func (p *project) refuses(address, rev string, opt dvc.Options, says string) {
	p.t.Helper()
	files, err := p.locate(address, rev, opt)
	var data *engine.DataError
	if !errors.As(err, &data) || !strings.Contains(err.Error(), says) || strings.Contains(err.Error(), "\n") {
		p.t.Errorf("%s at %q: %d files, error %v; it must be one line about data that says %q", address, rev, len(files), err, says)
	}
}
