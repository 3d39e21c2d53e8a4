package filelock

import (
	"io/fs"
	"os"

	"golang.org/x/sys/windows"
)

// ErrLocked says that another holds the lock.
var ErrLocked error = windows.ERROR_LOCK_VIOLATION

// Try takes the lock of a file, which is held until the file is closed.
// ErrLocked says that another holds it.
func Try(f *os.File) error { return lock(f, windows.LOCKFILE_FAIL_IMMEDIATELY) }

// wait takes the lock when nobody else holds it.
func wait(f *os.File) error { return lock(f, 0) }

func lock(f *os.File, flags uint32) error {
	return windows.LockFileEx(windows.Handle(f.Fd()), windows.LOCKFILE_EXCLUSIVE_LOCK|flags, 0, 1, 0, new(windows.Overlapped))
}

// rename closes the file first: an open one cannot be renamed.
func rename(f *os.File, give func() error) error {
	if err := f.Close(); err != nil {
		return err
	}
	return give()
}

// discard closes the file first: an open one cannot be removed.
func discard(f *os.File, remove func() error) error {
	if err := f.Close(); err != nil {
		return err
	}
	return remove()
}

// Own is true: the folders for temporary files are each user's own.
func Own(fs.FileInfo) bool { return true }
