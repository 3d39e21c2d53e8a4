package dvc

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"assay/engine/lazyregexp"
)

// gitTree is a revision of a git repository.
type gitTree struct {
	dir   string // of the work tree
	id    string // of the commit
	blobs map[string]blob
}

// blob is a file of a revision.
type blob struct {
	id   string
	mode string
	size int64
}

// newGitTree lists the files of a revision of the repository that holds path.
func newGitTree(ctx context.Context, path, rev string) (*gitTree, error) {
	if err := validRevision(rev); err != nil {
		return nil, err
	}
	t := &gitTree{dir: existing(path), blobs: make(map[string]blob)}
	top, err := t.text(ctx, "rev-parse", "--show-toplevel")
	if err != nil {
		return nil, fmt.Errorf("it is in no git repository that can be read: %w", err)
	}
	t.dir = filepath.FromSlash(top)
	if t.id, err = t.text(ctx, "rev-parse", "--verify", "--quiet", rev+"^{commit}"); err != nil || !validCommit().MatchString(t.id) {
		return nil, fmt.Errorf("git knows no revision %q; fetch it, or see git log and git tag", rev)
	}
	listing, err := t.run(ctx, "ls-tree", "-r", "-z", "-l", "--full-tree", t.id)
	if err != nil {
		return nil, fmt.Errorf("list the files of %s: %w", rev, err)
	}
	for line := range strings.SplitSeq(string(listing), "\x00") {
		t.add(line)
	}
	return t, nil
}

var validCommit = lazyregexp.New(`^[0-9a-f]{40,64}$`)

// add takes in a line of ls-tree: mode, type, id, size, a tab, and the path.
func (t *gitTree) add(line string) {
	about, name, ok := strings.Cut(line, "\t")
	fields := strings.Fields(about)
	if !ok || len(fields) != 4 || fields[1] != "blob" {
		return
	}
	size, err := strconv.ParseInt(fields[3], 10, 64)
	if err != nil {
		return
	}
	t.blobs[filepath.Join(t.dir, filepath.FromSlash(name))] = blob{id: fields[2], mode: fields[0], size: size}
}

func (t *gitTree) commit() string { return t.id }

func (t *gitTree) read(ctx context.Context, path string) ([]byte, error) {
	b, ok := t.blobs[path]
	switch {
	case !ok:
		return nil, fs.ErrNotExist
	case b.size > maxPointer:
		return nil, fmt.Errorf("it is larger than %d MiB", maxPointer>>20)
	}
	return t.run(ctx, "cat-file", "blob", b.id)
}

func (t *gitTree) records(_ context.Context, root string) ([]string, error) {
	var found []string
	for path := range t.blobs {
		if isRecord(filepath.Base(path)) && below(root, path) {
			found = append(found, path)
		}
	}
	slices.Sort(found)
	return found, nil
}

// copy writes a blob.
func (t *gitTree) copy(ctx context.Context, b blob, w io.Writer) error {
	cmd := t.command(ctx, "cat-file", "blob", b.id)
	cmd.Stdout = w
	return runGit(cmd)
}

func (t *gitTree) text(ctx context.Context, args ...string) (string, error) {
	out, err := t.run(ctx, args...)
	return strings.TrimRight(string(out), "\r\n"), err
}

func (t *gitTree) run(ctx context.Context, args ...string) ([]byte, error) {
	var out bytes.Buffer
	cmd := t.command(ctx, args...)
	cmd.Stdout = &out
	err := runGit(cmd)
	return out.Bytes(), err
}

// hookVariables are what git tells its hooks of the repository that they run in,
// which need not be the one that holds the data.
var hookVariables = []string{"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR"}

func (t *gitTree) command(ctx context.Context, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, "git", args...)
	cmd.Dir = t.dir
	cmd.Env = slices.DeleteFunc(os.Environ(), func(v string) bool {
		name, _, _ := strings.Cut(v, "=")
		return slices.Contains(hookVariables, name)
	})
	cmd.Env = append(cmd.Env, "GIT_TERMINAL_PROMPT=0", "LC_ALL=C")
	return cmd
}

// runGit runs git, and says in one line why it failed.
func runGit(cmd *exec.Cmd) error {
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	err := cmd.Run()
	var exit *exec.ExitError
	switch {
	case errors.Is(err, exec.ErrNotFound):
		return errors.New("there is no git in PATH, and a revision can be read only with it")
	case errors.As(err, &exit):
		first, _, _ := strings.Cut(strings.TrimSpace(complaint.String()), "\n")
		return fmt.Errorf("git says: %s", strings.TrimPrefix(first, "fatal: "))
	}
	return err
}

// existing is the nearest folder above, or at, dir that there is.
func existing(dir string) string {
	for {
		if info, err := os.Stat(dir); err == nil && info.IsDir() {
			return dir
		}
		above := filepath.Dir(dir)
		if above == dir {
			return dir
		}
		dir = above
	}
}
