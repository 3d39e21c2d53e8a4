package dvc

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// tree is where pointers are read: the work tree or a git revision. Paths are
// absolute.
type tree interface {
	// read returns a file's text; fs.ErrNotExist where there is none.
	read(ctx context.Context, path string) ([]byte, error)
	// records lists the pointers and lock files below a folder.
	records(ctx context.Context, root string) ([]string, error)
	// commit is the revision's commit, "" for the work tree.
	commit() string
}

// workTree is the files as they are.
type workTree struct{}

func (workTree) commit() string { return "" }

func (workTree) read(_ context.Context, path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, plain(err)
	}
	defer f.Close()
	if info, err := f.Stat(); err != nil || !info.Mode().IsRegular() {
		return nil, errors.New("it is no regular file")
	}
	text, err := io.ReadAll(io.LimitReader(f, maxPointer+1))
	if err == nil && len(text) > maxPointer {
		err = fmt.Errorf("it is larger than %d MiB", maxPointer>>20)
	}
	return text, plain(err)
}

func (workTree) records(ctx context.Context, root string) ([]string, error) {
	var found []string
	err := filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			return nil // a folder that may not be read holds no pointers for this user
		case e.IsDir() && (e.Name() == ".git" || e.Name() == repoDir):
			return fs.SkipDir
		case e.IsDir() && path != root && isRepo(path):
			return fs.SkipDir
		case !e.IsDir() && isRecord(e.Name()):
			found = append(found, path)
		}
		return nil
	})
	return found, err
}

// isRecord recognises the names of pointers and lock files.
func isRecord(name string) bool {
	return name == lockFile || strings.HasSuffix(name, pointerSuffix) && name != pointerSuffix
}

// plain is an error without the path that the message around it names.
func plain(err error) error {
	var file *fs.PathError
	if errors.As(err, &file) && !errors.Is(err, fs.ErrNotExist) {
		return file.Err
	}
	return err
}
