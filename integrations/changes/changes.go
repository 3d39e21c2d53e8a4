// Package changes does to files what must not happen to them while they are read.
// It is for tests.
package changes

import (
	"errors"
	"io"
	"os"
	"time"
)

// Change is one way in which a file may change.
type Change struct {
	Name string
	Make func(path string) error
	Says string // what is said of a file that changed so
}

// All lists the ways.
var All = []Change{
	{"replaced", replace, "the file was replaced while it was read"},
	{"grown", grow, "the file became longer while it was read"},
	{"cut", func(path string) error { return os.Truncate(path, 2) }, "the file became shorter while it was read"},
	{"written in place", overwrite, "the file was written to while it was read"},
	{"removed", os.Remove, "there is no such file"},
}

// longAgo is when files were written, so that a later time is another one on any
// file system.
var longAgo = time.Unix(1_000_000_000, 0)

// Write writes a file that can be changed.
func Write(path string, data []byte) error {
	return errors.Join(os.WriteFile(path, data, 0o600), os.Chtimes(path, longAgo, longAgo))
}

// replace puts another file with the same bytes and times in its place.
func replace(path string) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	other := path + ".new"
	return errors.Join(Write(other, data), os.Rename(other, path))
}

func grow(path string) error {
	return edit(path, os.O_APPEND, func(f *os.File) error {
		_, err := io.WriteString(f, "2\n")
		return err
	})
}

// overwrite changes a byte, and not the size.
func overwrite(path string) error {
	return edit(path, 0, func(f *os.File) error {
		_, err := f.WriteAt([]byte("X"), 0)
		return err
	})
}

func edit(path string, how int, write func(*os.File) error) error {
	f, err := os.OpenFile(path, os.O_WRONLY|how, 0)
	if err != nil {
		return err
	}
	return errors.Join(write(f), f.Close())
}
