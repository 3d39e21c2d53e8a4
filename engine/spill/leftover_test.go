package spill_test

import (
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"assay/engine/spill"
)

// leave makes what a killed run would leave behind.
func leave(t *testing.T, parent, name string, files ...string) {
	t.Helper()
	if err := os.Mkdir(filepath.Join(parent, name), 0o700); err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if err := os.WriteFile(filepath.Join(parent, name, f), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func names(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, e := range entries {
		list = append(list, e.Name())
	}
	return list
}

// TestSweepRemovesLeftoversOnly sweeps a place with leftovers of killed runs, a
// run that lives, and what others called like them.
func TestSweepRemovesLeftoversOnly(t *testing.T) {
	parent := t.TempDir()
	live, err := spill.NewDir(parent)
	if err != nil {
		t.Fatal(err)
	}
	defer live.Close()
	f, err := live.Create()
	if err != nil {
		t.Fatal(err)
	}
	leave(t, parent, "assay-12-34", "lock", "spill-1", "spill-2")
	leave(t, parent, "assay-12-35")             // killed before it was locked
	leave(t, parent, "assay-12-36", "precious") // not made by a run
	leave(t, parent, "assay-bench", "lock")
	leave(t, parent, "other-1-2", "lock")
	if err := os.Symlink("assay-bench", filepath.Join(parent, "assay-1-2")); err != nil {
		t.Fatal(err)
	}
	spill.Sweep(parent)
	want := []string{"assay-1-2", "assay-12-36", filepath.Base(filepath.Dir(f.Name())), "assay-bench", "other-1-2"}
	slices.Sort(want)
	if got := names(t, parent); !slices.Equal(got, want) {
		t.Errorf("%q stay, want %q", got, want)
	}
	if _, err := os.Stat(f.Name()); err != nil {
		t.Errorf("the file of a run that lives: %v", err)
	}
	if err := live.Close(); err != nil {
		t.Error(err)
	}
}

// TestSweepBesideRunsThatStart makes folders while others sweep: none is lost.
func TestSweepBesideRunsThatStart(t *testing.T) {
	parent := t.TempDir()
	stop := make(chan struct{})
	var sweepers, runs sync.WaitGroup
	for range 2 {
		sweepers.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
					spill.Sweep(parent)
				}
			}
		})
	}
	for range 4 {
		runs.Go(func() {
			for range 100 {
				startAndEnd(t, parent)
			}
		})
	}
	runs.Wait()
	close(stop)
	sweepers.Wait()
	spill.Sweep(parent)
	if left := names(t, parent); len(left) > 0 {
		t.Errorf("%q stay", left)
	}
}

func startAndEnd(t *testing.T, parent string) {
	dir, err := spill.NewDir(parent)
	if err != nil {
		t.Error(err)
		return
	}
	f, err := dir.Create()
	if err != nil {
		t.Errorf("a run could not begin: %v", err)
		return
	}
	if _, err := os.Stat(f.Name()); err != nil {
		t.Errorf("a run lost its file: %v", err)
	}
	if err := dir.Close(); err != nil {
		t.Error(err)
	}
}
