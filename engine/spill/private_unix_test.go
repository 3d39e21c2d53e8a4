//go:build unix

package spill

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// TestFilesArePrivate makes temporary files where the process asks for no
// privacy at all: nobody else may read them, nor list their folder.
func TestFilesArePrivate(t *testing.T) {
	defer syscall.Umask(syscall.Umask(0))
	dir, err := NewDir(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer dir.Close()
	f, err := dir.Create()
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]os.FileMode{f.Name(): 0o600, filepath.Dir(f.Name()): os.ModeDir | 0o700} {
		info, err := os.Lstat(path)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode() != want {
			t.Errorf("%s is %v, want %v", path, info.Mode(), want)
		}
	}
}
