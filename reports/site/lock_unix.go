//go:build !windows

package site

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// errLocked says that another holds the lock.
var errLocked = unix.EWOULDBLOCK

func tryLock(f *os.File) error {
	for {
		err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB)
		if !errors.Is(err, unix.EINTR) {
			return err
		}
	}
}
