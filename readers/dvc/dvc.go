// Package dvc finds the bytes of data that DVC or git versions, without either's
// Python: what a pointer (data.csv.dvc, dvc.lock) says is looked for in the cache
// and then in a remote, and is given out only where its MD5 is the one recorded.
//
// The formats are DVC's: https://dvc.org/doc/user-guide/project-structure.
package dvc

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"assay/engine"
	"assay/readers/remote"
)

// Options say how Locate works.
type Options struct {
	// Remote is the name of the remote to fetch from; "" is what the
	// pointer, and then DVC's configuration, say.
	Remote string
	// Session is what fetching shares with others; nil makes one for each
	// object.
	Session *remote.Session
	// TempFile makes a private file for bytes that are in no file of this
	// machine. The file is the caller's to remove.
	TempFile func() (*os.File, error)
	// Wanted chooses among the files of a directory, by their paths below
	// it; nil wants all.
	Wanted func(path string) bool
}

// File is a file whose bytes were found and are what they should be.
type File struct {
	Name     string // for people: data.csv@v1.2
	RealName string // of the data themselves, which tells their format: data.csv
	Within   string // path below the directory that was asked for; "" for a file
	Path     string // of the bytes on this machine
	MD5      string // that DVC records, in hexadecimal; "" for files of git
	Revision string // git commit; "" in the work tree
	// Directory is the MD5 by which DVC records the directory that was asked
	// for, of which this is a file; "" where it was not just that.
	Directory string
}

// Locate finds the files that an address stands for. The error is an
// *engine.DataError.
func Locate(ctx context.Context, a Address, opt Options) ([]File, error) {
	l, err := newLocator(ctx, a, opt)
	if err != nil {
		return nil, a.explain(err)
	}
	files, err := l.files(ctx)
	if err != nil {
		return nil, a.explain(err)
	}
	slices.SortFunc(files, func(x, y File) int { return strings.Compare(x.Within, y.Within) })
	return files, nil
}

// Tracked reports whether DVC records data by a path, in them or around them, in
// the work tree; the path may be that of a pointer.
func Tracked(ctx context.Context, path string) (bool, error) {
	a := Address{Path: path, Shown: path}
	if name := filepath.Base(path); strings.HasSuffix(name, pointerSuffix) {
		return true, nil
	}
	l, err := newLocator(ctx, a, Options{})
	if err != nil {
		return false, a.explain(err)
	}
	if l.repo == nil {
		return false, nil
	}
	outs, err := l.covering(ctx)
	if err == nil && len(outs) == 0 {
		outs, err = l.outputsBelow(ctx)
	}
	if err != nil {
		return false, a.explain(err)
	}
	return len(outs) > 0, nil
}

// explain makes an error about an address the data's, unless it is of our own
// temporary files or an interruption.
func (a Address) explain(err error) error {
	var own *tempError
	switch {
	case errors.As(err, &own), errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	case errors.Is(err, fs.ErrNotExist):
		err = errors.New("there is no such file or directory")
	}
	return &engine.DataError{Path: a.Shown, Offset: -1, Msg: err.Error()}
}

// tempError is one of private temporary files.
type tempError struct{ error }

// Unwrap returns the cause.
func (e *tempError) Unwrap() error { return e.error }

// locator finds the files of one address.
type locator struct {
	address Address
	path    string // of the address, absolute
	tree    tree
	repo    *repo
	opt     Options
}

func newLocator(ctx context.Context, a Address, opt Options) (*locator, error) {
	path, err := absolute(a.Path)
	if err != nil {
		return nil, err
	}
	l := &locator{address: a, path: path, opt: opt}
	if a.Rev == "" {
		l.tree = workTree{}
	} else if l.tree, err = newGitTree(ctx, path, a.Rev); err != nil {
		return nil, err
	}
	l.repo, err = openRepo(ctx, path, l.tree)
	return l, err
}

// files are those of the address.
func (l *locator) files(ctx context.Context) ([]File, error) {
	if l.address.Pointer {
		return l.ofPointer(ctx)
	}
	if t, ok := l.tree.(*gitTree); ok {
		if blob, ok := t.blobs[l.path]; ok {
			return l.blob(ctx, t, blob, "")
		}
	}
	outs, err := l.covering(ctx)
	if err != nil {
		return nil, err
	}
	if len(outs) > 0 {
		return l.ofOuts(ctx, outs)
	}
	return l.below(ctx)
}

// ofPointer are the files of a .dvc file.
func (l *locator) ofPointer(ctx context.Context) ([]File, error) {
	text, err := l.tree.read(ctx, l.path)
	if errors.Is(err, fs.ErrNotExist) && l.address.Rev != "" {
		return nil, fmt.Errorf("there is no such pointer in %s", l.address.Rev)
	}
	if err != nil {
		return nil, err
	}
	outs, err := parsePointer(text, filepath.Dir(l.path))
	if err != nil {
		return nil, err
	}
	if len(outs) > 1 {
		return nil, fmt.Errorf("the pointer has %d outputs; name one of them as in dvc://%s", len(outs), filepath.Base(outs[0].path))
	}
	l.path = outs[0].path
	return l.ofOuts(ctx, outs)
}

// ofOuts are the files of outputs that are, or hold, the path.
func (l *locator) ofOuts(ctx context.Context, outs []output) ([]File, error) {
	var all []File
	for _, o := range outs {
		found, err := l.ofOut(ctx, o)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	return all, nil
}

// name shows a file below the path.
func (l *locator) name(within string) string {
	if within == "" {
		return l.address.Shown
	}
	return l.address.Shown + "/" + within
}

// file describes bytes that were found.
func (l *locator) file(within, path, md5 string) File {
	return File{
		Name: l.name(within), RealName: filepath.Base(filepath.Join(l.path, filepath.FromSlash(within))), Within: within,
		Path: path, MD5: md5, Revision: l.tree.commit(),
	}
}

func (l *locator) wanted(within string) bool {
	return within == "" || l.opt.Wanted == nil || l.opt.Wanted(within)
}
