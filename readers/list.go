package readers

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"assay/engine"
	"assay/engine/address"
	"assay/readers/dvc"
	"assay/readers/remote"
)

// stdin is the path that stands for standard input.
const stdin = "-"

// location is one file of a dataset.
type location struct {
	path       string // as shown to people
	address    string // of a remote object; "" for a file
	object     *remote.Object
	partitions []partition
	format     format
	// version is where the bytes of versioned data are; nil for a file at path.
	version *dvc.File
}

// at is the path of the bytes.
func (l location) at() string {
	if l.version != nil {
		return l.version.Path
	}
	return l.path
}

// isWhole reports whether the file is all that a path names.
func (l location) isWhole(path string) bool {
	switch {
	case l.version != nil:
		return l.version.Within == ""
	case l.object != nil:
		return l.address == path
	}
	return l.path == path
}

// name is that of the file itself, which tells its format.
func (l location) name() string {
	if l.version != nil {
		return l.version.RealName
	}
	return l.path
}

// list finds the files that paths name: files, globs, directories, remote
// addresses, and "-". A file that is named more than once is read once.
func list(ctx context.Context, req Request) ([]location, error) {
	var given *format
	if req.InputFormat != "" {
		f, err := formatNamed(req.InputFormat)
		if err != nil {
			return nil, err
		}
		given = &f
	}
	l := lister{ctx: ctx, req: req, anyName: given != nil, seen: make(map[string]bool)}
	for _, p := range req.Paths {
		if err := l.path(p); err != nil {
			return nil, err
		}
	}
	for i := range l.found {
		if given != nil {
			l.found[i].format = *given
			continue
		}
		f, err := formatOfFile(l.found[i])
		if err != nil {
			return nil, err
		}
		l.found[i].format = f
	}
	return l.found, nil
}

// lister collects the files of a dataset.
type lister struct {
	ctx     context.Context // of listing what is not on this machine
	req     Request
	anyName bool // files in folders need no known ending
	found   []location
	seen    map[string]bool
}

func (l *lister) path(path string) error {
	if address, ok, err := dvc.ParseAddress(path, l.req.Rev); ok || err != nil {
		return l.version(address, err)
	}
	if path == stdin {
		l.add(path, nil)
		return nil
	}
	if remote.Scheme(path) != "" {
		return l.address(path)
	}
	info, err := os.Stat(path)
	switch {
	case err == nil && info.IsDir():
		return l.wholeDir(path, info, nil)
	case err == nil:
		l.add(path, nil)
		return nil
	case errors.Is(err, fs.ErrNotExist) && address.Scheme(path) != "":
		return &engine.DataError{Path: address.Shown(path), Offset: -1, Msg: fmt.Sprintf("addresses of %s:// cannot be read, but those of %s:// can; name a local copy of the data, or pipe it in as -", address.Scheme(path), strings.Join(remote.Schemes(), "://, "))}
	case errors.Is(err, fs.ErrNotExist) && hasWildcard(path):
		return l.glob(path)
	}
	return unreadable(path, err)
}

// add takes a file in, once.
func (l *lister) add(path string, partitions []partition) {
	if clean := filepath.Clean(path); !l.seen[clean] {
		l.seen[clean] = true
		l.found = append(l.found, location{path: path, partitions: partitions})
	}
}

// unreadable says why a path cannot be opened, without repeating it.
func unreadable(path string, err error) *engine.DataError {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		err = pe.Err
	}
	msg := "cannot be read"
	if errors.Is(err, fs.ErrNotExist) {
		msg, err = "there is no such file or directory", nil
	}
	return &engine.DataError{Path: path, Offset: -1, Msg: msg, Err: err}
}
