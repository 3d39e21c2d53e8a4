package reports_test

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"assay/reports"
)

func put(text string) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := io.WriteString(w, text)
		return err
	}
}

func TestWriteFileWholeOrNotAtAll(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "out.json")
	if err := reports.WriteFile(path, put("first")); err != nil {
		t.Fatal(err)
	}
	broken := errors.New("broken")
	err := reports.WriteFile(path, func(w io.Writer) error {
		if err := put(strings.Repeat("x", 1<<20))(w); err != nil {
			return err
		}
		return broken
	})
	if !errors.Is(err, broken) {
		t.Errorf("got %v, want the renderer's error", err)
	}
	if got, _ := os.ReadFile(path); string(got) != "first" {
		t.Errorf("a failed report replaced the one before it: %.20q", got)
	}
	if err := reports.WriteFile(path, put("second")); err != nil {
		t.Fatal(err)
	}
	if got, _ := os.ReadFile(path); string(got) != "second" {
		t.Errorf("got %q, want the second report", got)
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 1 {
		t.Errorf("temporary files are left: %v %v", entries, err)
	}
}

func TestWriteFileKeepsLinks(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("symbolic links need a privilege")
	}
	dir := t.TempDir()
	target, link := filepath.Join(dir, "target"), filepath.Join(dir, "link")
	if err := os.WriteFile(target, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(target, link); err != nil {
		t.Fatal(err)
	}
	if err := reports.WriteFile(link, put("text")); err != nil {
		t.Fatal(err)
	}
	if got, _ := os.ReadFile(target); string(got) != "text" {
		t.Errorf("the link's target holds %q", got)
	}
	if info, err := os.Lstat(link); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link is gone: %v", err)
	}
	if info, err := os.Stat(target); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the permissions changed: %v", info.Mode())
	}
}

func TestWriteFileErrors(t *testing.T) {
	dir := t.TempDir()
	if err := reports.WriteFile(dir, put("")); err == nil || !strings.Contains(err.Error(), "is a directory") {
		t.Errorf("a directory: got %v", err)
	}
	path := filepath.Join(dir, "none", "out.json")
	if err := reports.WriteFile(path, put("")); err == nil || !strings.Contains(err.Error(), path+":") {
		t.Errorf("a missing folder: got %v, want an error that names the report", err)
	}
	if runtime.GOOS != "windows" {
		if err := reports.WriteFile(os.DevNull, put("text")); err != nil {
			t.Errorf("a device: %v", err)
		}
	}
}

// TestWriteFileRemovesLeftovers leaves temporary files of writers that were
// killed beside a report, and other files whose names are like theirs.
func TestWriteFileRemovesLeftovers(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "out.json")
	write := func(name string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte("x"), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"out.json.ABCDEFGH.tmp", "out.json.2345672A.tmp", "out.json.ABCDEFGI.tmp.old", "out.json.mine.tmp", "out.json.mine.tmp.old", "other.json.ABCDEFGH.tmp"} {
		write(name)
	}
	err := reports.WriteFile(path, func(w io.Writer) error { return reports.WriteFile(path, put("of another that writes meanwhile")) })
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range got {
		names = append(names, e.Name())
	}
	if want := []string{"other.json.ABCDEFGH.tmp", "out.json", "out.json.mine.tmp", "out.json.mine.tmp.old"}; !slices.Equal(names, want) {
		t.Errorf("%q stay, want %q", names, want)
	}
}

// TestLeftoverGoesBack leaves the file that a killed writer kept, and none in its
// place, as where a file system has no links.
func TestLeftoverGoesBack(t *testing.T) {
	path := filepath.Join(t.TempDir(), "good.csv")
	if err := os.WriteFile(path+".ABCDEFGH.tmp"+reports.KeptEnding, []byte("before"), 0o666); err != nil {
		t.Fatal(err)
	}
	f, err := reports.CreateBeside(path, 0o666)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if got, err := os.ReadFile(path); err != nil || string(got) != "before" {
		t.Errorf("it holds %q (%v)", got, err)
	}
	if left, _ := filepath.Glob(path + ".*" + reports.KeptEnding); len(left) > 0 {
		t.Errorf("%q stay", left)
	}
}
