package site

import (
	"os"

	"golang.org/x/sys/windows"
)

// errLocked says that another holds the lock.
var errLocked = windows.ERROR_LOCK_VIOLATION

func tryLock(f *os.File) error {
	const flags = windows.LOCKFILE_EXCLUSIVE_LOCK | windows.LOCKFILE_FAIL_IMMEDIATELY
	return windows.LockFileEx(windows.Handle(f.Fd()), flags, 0, 1, 0, new(windows.Overlapped))
}
