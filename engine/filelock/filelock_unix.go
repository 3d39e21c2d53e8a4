//go:build !windows

package filelock

import (
	"errors"
	"io/fs"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// ErrLocked says that another holds the lock.
var ErrLocked error = unix.EWOULDBLOCK

// Try takes the lock of a file, which is held until the file is closed.
// ErrLocked says that another holds it.
func Try(f *os.File) error { return flock(f, unix.LOCK_EX|unix.LOCK_NB) }

// wait takes the lock when nobody else holds it.
func wait(f *os.File) error { return flock(f, unix.LOCK_EX) }

func flock(f *os.File, how int) error {
	for {
		err := unix.Flock(int(f.Fd()), how)
		if !errors.Is(err, unix.EINTR) {
			return err
		}
	}
}

// rename holds the lock, by a second descriptor, until after the new name is
// given; a file that cannot be closed keeps its old one.
func rename(f *os.File, give func() error) error {
	held, err := unix.Dup(int(f.Fd()))
	if err != nil {
		return errors.Join(err, f.Close())
	}
	defer unix.Close(held)
	if err := f.Close(); err != nil {
		return err
	}
	return give()
}

// discard removes what a lock stands for while it is held.
func discard(f *os.File, remove func() error) error { return errors.Join(remove(), f.Close()) }

// Own reports whether a file belongs to the user of this process.
func Own(info fs.FileInfo) bool {
	stat, ok := info.Sys().(*syscall.Stat_t)
	return ok && int(stat.Uid) == os.Geteuid()
}
