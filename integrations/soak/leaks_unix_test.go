//go:build unix

package soak_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"sync/atomic"
	"testing"

	"github.com/apache/arrow-go/v18/arrow/memory"
	"go.uber.org/goleak"

	"assay/engine"
)

// TestNothingLeaks checks random datasets to their ends, until they are
// interrupted, and until a damaged file ends them. Then no goroutine, no open file, no
// temporary file and no memory of Arrow's is left.
func TestNothingLeaks(t *testing.T) {
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	idle := goleak.IgnoreCurrent()
	files := openFiles(t)
	usual := memory.DefaultAllocator
	defer func() { memory.DefaultAllocator = usual }()
	var allocations atomic.Int64
	interrupted, damaged := 0, 0
	for seed := range uint64(60) {
		c := newTrial(t, seed+1)
		checked := memory.NewCheckedAllocator(counting{usual, &allocations})
		memory.DefaultAllocator = checked
		ctx, cancel := context.WithCancel(t.Context())
		var want error
		var data *engine.DataError
		switch {
		case seed%3 == 1:
			want = context.Canceled
			c.opt.Run.Progress = func(engine.Progress) { cancel() }
		case seed%3 == 2 && c.layout != batches:
			damageLast(t, c.dir)
		}
		res, err := c.run(ctx)
		cancel()
		switch {
		case res != nil:
			if err := res.Close(); err != nil {
				t.Errorf("seed %d: %v", seed, err)
			}
		case errors.Is(err, context.Canceled) && want != nil:
			interrupted++
		case errors.As(err, &data) && seed%3 == 2:
			damaged++
		default:
			t.Errorf("seed %d: %v", seed, err)
		}
		checked.AssertSize(t, 0)
		if left, err := os.ReadDir(temp); err != nil || len(left) > 0 {
			t.Errorf("seed %d: temporary files stay: %v (%v)", seed, left, err)
		}
		if n := openFiles(t) - files; n != 0 {
			t.Errorf("seed %d: %d files stay open", seed, n)
		}
		if t.Failed() {
			t.Fatalf("seed %d leaks", seed)
		}
	}
	if interrupted < 5 || damaged < 5 || allocations.Load() < 100 {
		t.Errorf("%d runs were interrupted, %d met damage, %d allocations: that shows nothing", interrupted, damaged, allocations.Load())
	}
	if err := goleak.Find(idle); err != nil {
		t.Error(err)
	}
}

// counting counts what an allocator is asked for.
type counting struct {
	memory.Allocator
	n *atomic.Int64
}

// Allocate counts, and allocates.
func (c counting) Allocate(size int) []byte {
	c.n.Add(1)
	return c.Allocator.Allocate(size)
}

// damageLast puts something behind the last file of a dataset that no format
// allows there.
func damageLast(t *testing.T, dir string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, entries[len(entries)-1].Name())
	f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	_, err = f.WriteString("\n\"a quote that is never closed")
	if err := errors.Join(err, f.Close()); err != nil {
		t.Fatal(err)
	}
}

// openFiles counts the descriptors of this process.
func openFiles(t *testing.T) int {
	t.Helper()
	dir := "/dev/fd"
	if runtime.GOOS == "linux" {
		dir = "/proc/self/fd"
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	return len(entries)
}
