package readers

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"assay/engine"
)

// stdin is the path that stands for standard input.
const stdin = "-"

// location is one file of a dataset.
type location struct {
	path       string // as shown to people
	partitions []partition
	format     format
}

// list finds the files that paths name: files, globs, directories, and "-".
// A file that is named more than once is read once.
func list(paths []string, inputFormat string) ([]location, error) {
	var given *format
	if inputFormat != "" {
		f, err := formatNamed(inputFormat)
		if err != nil {
			return nil, err
		}
		given = &f
	}
	l := lister{anyName: given != nil, seen: make(map[string]bool)}
	for _, p := range paths {
		if err := l.path(p); err != nil {
			return nil, err
		}
	}
	for i := range l.found {
		if given != nil {
			l.found[i].format = *given
			continue
		}
		f, err := formatOfFile(l.found[i].path)
		if err != nil {
			return nil, err
		}
		l.found[i].format = f
	}
	return l.found, nil
}

// lister collects the files of a dataset.
type lister struct {
	anyName bool // files in folders need no known ending
	found   []location
	seen    map[string]bool
}

func (l *lister) path(path string) error {
	if path == stdin {
		l.add(path, nil)
		return nil
	}
	info, err := os.Stat(path)
	switch {
	case err == nil && info.IsDir():
		return l.wholeDir(path, info, nil)
	case err == nil:
		l.add(path, nil)
		return nil
	case errors.Is(err, fs.ErrNotExist) && schemeOf(path) != "":
		return &engine.DataError{Path: path, Offset: -1, Msg: fmt.Sprintf("addresses of %s:// cannot be read; name a local copy of the data, or pipe it in as -", schemeOf(path))}
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

// schemeOf is the scheme of a URL, "" for what is none: one letter before the
// colon is a drive.
func schemeOf(path string) string {
	scheme, _, ok := strings.Cut(path, "://")
	if !ok || len(scheme) < 2 || strings.ContainsAny(scheme, `/\`) {
		return ""
	}
	return scheme
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

// wholeDir takes in the files of a directory, of which there must be some.
func (l *lister) wholeDir(path string, info fs.FileInfo, partitions []partition) error {
	d := dirWalk{lister: l, partitions: partitions}
	if err := d.walk(path, info); err != nil {
		return err
	}
	if d.files > 0 {
		return nil
	}
	msg := fmt.Sprintf("no data file below this directory (looked for names ending in %s)", strings.Join(Formats(), ", "))
	if l.anyName {
		msg = "no file below this directory"
	}
	return &engine.DataError{Path: path, Offset: -1, Msg: msg}
}

// leftOut recognises the names that Spark and Hive give to what is not data.
func leftOut(name string) bool {
	return strings.HasPrefix(name, "_") || strings.HasPrefix(name, ".")
}

// dirWalk finds the data files below a directory, in the order of their names.
type dirWalk struct {
	lister     *lister
	partitions []partition   // of the directory that is being read
	above      []fs.FileInfo // it, and those above it
	files      int
}

func (d *dirWalk) walk(dir string, info fs.FileInfo) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return unreadable(dir, err)
	}
	d.above = append(d.above, info)
	for _, e := range entries {
		if leftOut(e.Name()) {
			continue
		}
		if err := d.entry(filepath.Join(dir, e.Name()), e); err != nil {
			return err
		}
	}
	d.above = d.above[:len(d.above)-1]
	return nil
}

// entry takes in a file, or what is below a directory. A link to a directory is
// followed, unless it leads back to one above it.
func (d *dirWalk) entry(path string, e fs.DirEntry) error {
	info, err := os.Stat(path)
	if err != nil || !info.IsDir() {
		// Why a file cannot be read is said when it is opened.
		if _, known := formatOf(path); known || d.lister.anyName {
			d.files++
			d.lister.add(path, d.partitions)
		}
		return nil
	}
	if slices.ContainsFunc(d.above, func(a fs.FileInfo) bool { return os.SameFile(a, info) }) {
		return nil
	}
	outer := d.partitions
	d.partitions = withPartition(outer, e.Name())
	err = d.walk(path, info)
	d.partitions = outer
	return err
}
