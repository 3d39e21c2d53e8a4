package site

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"assay/engine"
	"assay/reports"
)

// entry is a result of some rows, from the minute of that number.
func entry(t *testing.T, dataset string, rows int) Entry {
	t.Helper()
	r := &engine.Result{
		Version: "test", Suite: engine.SuiteInfo{Name: dataset}, Rows: int64(rows), Accepted: true,
		Files: []engine.FileResult{{Path: "orders.csv", Format: "csv"}},
	}
	for s := engine.NotEmpty; s <= engine.ValidCells; s++ {
		r.Findings = append(r.Findings, engine.Outcome{Check: &engine.Check{ID: s.String(), Name: s.String(), Kind: s}})
	}
	format, _ := reports.Lookup("json")
	var raw bytes.Buffer
	if err := format.Render(&raw, r, reports.Options{}); err != nil {
		t.Fatal(err)
	}
	return Entry{Raw: raw.Bytes(), Result: r, Time: time.Date(2024, 1, 1, 0, rows, 0, 0, time.UTC), Dataset: dataset}
}

func add(t *testing.T, dir string, entries ...Entry) int {
	t.Helper()
	s, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	n, err := s.Add(context.Background(), entries...)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// pages reads a site's files, but for the lock.
func pages(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := make(map[string]string)
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := os.ReadFile(path)
		name, _ := filepath.Rel(dir, path)
		files[filepath.ToSlash(name)] = string(raw)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func same(t *testing.T, got, want map[string]string) {
	t.Helper()
	for name := range want {
		if got[name] != want[name] {
			t.Errorf("%s is missing or differs", name)
		}
	}
	for name := range got {
		if _, ok := want[name]; !ok {
			t.Errorf("%s is too much", name)
		}
	}
}

// TestWritersLoseNothing has several writers at a site at once: it must become
// what one writer makes of the same results.
func TestWritersLoseNothing(t *testing.T) {
	const writers, each = 4, 5
	together, alone := t.TempDir(), t.TempDir()
	var all []Entry
	var wait sync.WaitGroup
	for w := range writers {
		var own []Entry
		for i := range each {
			own = append(own, entry(t, fmt.Sprint("dataset ", i%2), w*each+i))
		}
		all = append(all, own...)
		s, err := Open(together)
		if err != nil {
			t.Fatal(err)
		}
		wait.Go(func() {
			for _, e := range own {
				if n, err := s.Add(context.Background(), e); n != 1 || err != nil {
					t.Errorf("%d added: %v", n, err)
				}
			}
		})
	}
	wait.Wait()
	if n := add(t, alone, all...); n != writers*each {
		t.Errorf("%d added", n)
	}
	same(t, pages(t, together), pages(t, alone))
}

// TestAddTwice adds results again, at another time: nothing may change.
func TestAddTwice(t *testing.T) {
	dir := t.TempDir()
	e := entry(t, "orders", 1)
	add(t, dir, e, entry(t, "orders", 2))
	before := pages(t, dir)
	e.Time = e.Time.Add(time.Hour)
	if n := add(t, dir, e, e); n != 0 {
		t.Errorf("%d added", n)
	}
	same(t, pages(t, dir), before)
}

// TestPagesAreMadeAgain takes away all but the results and the names.
func TestPagesAreMadeAgain(t *testing.T) {
	dir := t.TempDir()
	add(t, dir, entry(t, "orders", 2), entry(t, "users", 3))
	add(t, dir, entry(t, "orders", 1))
	want := pages(t, dir)
	for name := range want {
		path := filepath.Join(dir, name)
		switch {
		case strings.HasSuffix(name, ".html"):
			if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
		case filepath.Base(name) == trendsFile:
			if err := os.WriteFile(path, []byte(`{"version": 0, "runs": [{}]}`), 0o666); err != nil {
				t.Fatal(err)
			}
		}
	}
	add(t, dir)
	same(t, pages(t, dir), want)
}

// TestInterruptedWriter finds a result that a writer kept without getting to the
// pages; the next one, which adds another dataset, makes up for it.
func TestInterruptedWriter(t *testing.T) {
	dir, whole := t.TempDir(), t.TempDir()
	s, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, fresh, err := s.keep(entry(t, "orders", 1)); err != nil || !fresh {
		t.Fatal(fresh, err)
	}
	add(t, dir, entry(t, "users", 1))
	add(t, whole, entry(t, "orders", 1), entry(t, "users", 1))
	same(t, pages(t, dir), pages(t, whole))
}

// TestIncremental proves that old results are not read for a new one.
func TestIncremental(t *testing.T) {
	dir := t.TempDir()
	add(t, dir, entry(t, "orders", 1), entry(t, "users", 1))
	old, err := filepath.Glob(filepath.Join(dir, runsFolder, "*", "2024*.json"))
	if err != nil || len(old) != 2 {
		t.Fatal(old, err)
	}
	for _, path := range old {
		if err := os.WriteFile(path, []byte("unreadable"), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if n := add(t, dir, entry(t, "orders", 2)); n != 1 {
		t.Errorf("%d added", n)
	}
	s, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Add(context.Background()); err == nil || !strings.Contains(err.Error(), "it is not JSON as assay writes it") {
		t.Errorf("a broken result among those of the site: %v", err)
	}
}

// TestFolderNames gives datasets names that file systems take for something
// else.
func TestFolderNames(t *testing.T) {
	seen := make(map[string]string)
	for _, name := range []string{
		"", ".", "..", "../../etc/passwd", `..\..\x`, "/", "C:\\x", "con", "NUL", "runs", "index.html", "a/b", "a\\b", "a b", "A B", "a-b",
		"\x00", "\xff", "日本語", "é", strings.Repeat("long ", 1000), "-rf", "~", "<script>",
	} {
		folder := folderName(name)
		if len(folder) > 70 || strings.Trim(folder, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" || strings.HasPrefix(folder, "-") || folder == runsFolder {
			t.Errorf("the folder of %q is %q", name, folder)
		}
		if other, twice := seen[folder]; twice {
			t.Errorf("%q and %q share the folder %s", name, other, folder)
		}
		seen[folder] = name
		dir := t.TempDir()
		add(t, filepath.Join(dir, "site"), entry(t, name, 1))
		if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 {
			t.Errorf("%q: files beside the site: %v, %v", name, entries, err)
		}
	}
}

// TestLockIsGivenUp ends the wait for a lock with its context.
func TestLockIsGivenUp(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lock")
	unlock, err := lock(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := lock(ctx, path); err == nil {
		t.Error("the lock was given twice")
	}
	if err := unlock(); err != nil {
		t.Fatal(err)
	}
	again, err := lock(ctx, path)
	if err != nil {
		t.Fatal(err)
	}
	if err := again(); err != nil {
		t.Fatal(err)
	}
}
