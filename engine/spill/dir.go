// Package spill holds the temporary files of a run, and the budget of memory
// beyond which state goes there.
package spill

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"

	"assay/engine/filelock"
)

// prefix begins the name of every folder that a run makes.
const prefix = "assay-"

// Dir is a private folder of temporary files. It is made when the first file
// is, and safe for concurrent use.
type Dir struct {
	parent string

	mu     sync.Mutex
	path   string
	lock   *os.File // says that the folder is in use
	closed bool
	files  []*os.File
}

// NewDir returns a folder for temporary files below parent; "" is the
// system's own place for them.
func NewDir(parent string) (*Dir, error) {
	if parent == "" {
		return &Dir{parent: os.TempDir()}, nil
	}
	info, err := os.Stat(parent)
	if err != nil {
		return nil, fmt.Errorf("use %s for temporary files: %w", parent, err)
	}
	if !info.IsDir() {
		return nil, fmt.Errorf("use %s for temporary files: it is not a directory", parent)
	}
	return &Dir{parent: parent}, nil
}

// Create makes a file that only this user can read.
func (d *Dir) Create() (*os.File, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.closed {
		return nil, os.ErrClosed
	}
	if d.path == "" {
		if err := d.makeFolder(); err != nil {
			return nil, fmt.Errorf("make a folder for temporary files (set TMPDIR to choose another place): %w", err)
		}
	}
	f, err := os.CreateTemp(d.path, "spill-")
	if err != nil {
		return nil, fmt.Errorf("make a temporary file (set TMPDIR to choose another place): %w", err)
	}
	d.files = append(d.files, f)
	return f, nil
}

// makeFolder makes the folder, and another one where somebody took it for a
// leftover before it was locked.
func (d *Dir) makeFolder() error {
	for {
		path, err := os.MkdirTemp(d.parent, fmt.Sprintf("%s%d-", prefix, os.Getpid()))
		if err != nil {
			return err
		}
		lock, err := filelock.Create(filepath.Join(path, lockName), 0o600)
		if err == nil {
			d.path, d.lock = path, lock
			return nil
		}
		os.Remove(path)
		if !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
}

// Spilled is the number of bytes in the files that are open.
func (d *Dir) Spilled() int64 {
	d.mu.Lock()
	defer d.mu.Unlock()
	var total int64
	for _, f := range d.files {
		if info, err := f.Stat(); err == nil {
			total += info.Size()
		}
	}
	return total
}

// Close closes and removes every file. It may be called again.
func (d *Dir) Close() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.closed = true
	var errs []error
	for _, f := range d.files {
		if err := f.Close(); err != nil && !errors.Is(err, os.ErrClosed) {
			errs = append(errs, err)
		}
	}
	d.files = nil
	if d.path != "" {
		errs = append(errs, d.lock.Close(), os.RemoveAll(d.path))
		d.path = ""
	}
	return errors.Join(errs...)
}

// Budget is an amount of memory that many share.
type Budget struct {
	total int64
	left  atomic.Int64
}

// NewBudget returns a budget of so many bytes.
func NewBudget(bytes int64) *Budget {
	b := &Budget{total: bytes}
	b.left.Store(bytes)
	return b
}

// Reserve takes n bytes, if they are left.
func (b *Budget) Reserve(n int64) bool {
	if b.left.Add(-n) >= 0 {
		return true
	}
	b.left.Add(n)
	return false
}

// Release gives n bytes back.
func (b *Budget) Release(n int64) { b.left.Add(n) }
