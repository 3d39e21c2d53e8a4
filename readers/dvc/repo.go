package dvc

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
)

// repoDir is the folder that makes a directory a DVC repository.
const repoDir = ".dvc"

// repo is a DVC repository.
type repo struct {
	root   string
	config config
	cache  string // folder of the cache
}

// openRepo finds the repository that holds path: in the work tree, else in the
// revision. It is nil where there is none, for git may track what is asked for.
func openRepo(ctx context.Context, path string, t tree) (*repo, error) {
	root, ok := repoAbove(path, isRepo)
	if !ok {
		root, ok = repoAbove(path, func(dir string) bool {
			_, err := t.read(ctx, filepath.Join(dir, repoDir, "config"))
			return err == nil
		})
	}
	if !ok {
		return nil, nil
	}
	r := &repo{root: root}
	dir := filepath.Join(root, repoDir)
	var err error
	if r.config, err = loadConfig(ctx, dir, t); err != nil {
		return nil, err
	}
	if r.cache = r.config.sections["cache"]["dir"]; r.cache == "" {
		r.cache = filepath.Join(dir, "cache")
	}
	return r, nil
}

var errNoRepo = errors.New("it is in no DVC repository: there is no .dvc folder above it")

func isRepo(dir string) bool {
	info, err := os.Stat(filepath.Join(dir, repoDir))
	return err == nil && info.IsDir()
}

func repoAbove(dir string, is func(string) bool) (string, bool) {
	for {
		if is(dir) {
			return dir, true
		}
		above := filepath.Dir(dir)
		if above == dir {
			return "", false
		}
		dir = above
	}
}

// absolute is a path without symbolic links above its last name, as git shows
// the top of a work tree.
func absolute(path string) (string, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	base := existing(filepath.Dir(path))
	real, err := filepath.EvalSymlinks(base)
	if err != nil {
		return path, nil
	}
	rest, err := filepath.Rel(base, path)
	if err != nil {
		return path, nil
	}
	return filepath.Join(real, rest), nil
}

// below reports whether path is root, or below it.
func below(root, path string) bool {
	return path == root || strings.HasPrefix(path, strings.TrimSuffix(root, string(filepath.Separator))+string(filepath.Separator))
}
