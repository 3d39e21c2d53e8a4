package readers

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"assay/engine"
)

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
