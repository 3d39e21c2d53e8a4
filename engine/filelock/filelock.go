// Package filelock tells files that a living process is at work on from those
// that a dead one left behind. The system gives a lock up when the process that
// holds it ends, however that happens, so that none goes stale.
package filelock

import (
	"fmt"
	"io/fs"
	"os"
)

// Create makes a file that did not exist and holds its lock until it is
// closed. fs.ErrNotExist says that the folder went away, or that the file did
// before it was locked, because somebody took it for a leftover: the caller
// begins again. Where the file system knows no locks the file has none, and
// nobody takes it for a leftover.
func Create(path string, perm fs.FileMode) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, perm)
	if err != nil {
		return nil, err
	}
	_ = wait(f)
	if _, err := os.Lstat(path); err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

// Rename closes a file that was made by Create and gives it the name to, under
// which nobody takes it for a leftover.
func Rename(f *os.File, to string) error {
	return rename(f, func() error { return os.Rename(f.Name(), to) })
}

// RemoveLeftover calls remove while it holds the lock of a file that was made by
// Create, if the file is this user's and no process holds its lock.
func RemoveLeftover(path string, remove func() error) error {
	info, err := os.Lstat(path)
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() || !Own(info) {
		return fmt.Errorf("%s is no file of this user", path)
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	if err := Try(f); err != nil {
		f.Close()
		return err
	}
	return discard(f, remove)
}
