package reports

import (
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"assay/engine/filelock"
	"assay/engine/lazyregexp"
)

// KeptEnding is what the name of a temporary file gets behind it where the file
// that it replaces is kept meanwhile, so that it can be put back.
const KeptEnding = ".old"

// besideName matches what createBeside puts behind a file's name.
var besideName = lazyregexp.New(`^\.[A-Z2-7]{8}\.tmp(\.old)?$`)

// CreateBeside makes the temporary file that will take the place of path, by
// filelock.Rename, and holds its lock while it is written. Those of writers of
// path that were killed are removed.
func CreateBeside(path string, perm fs.FileMode) (*os.File, error) {
	removeLeftovers(path)
	return createBeside(path, perm)
}

func createBeside(path string, perm fs.FileMode) (*os.File, error) {
	for {
		f, err := filelock.Create(path+"."+rand.Text()[:8]+".tmp", perm)
		if !errors.Is(err, fs.ErrNotExist) {
			return f, err
		}
		if _, gone := os.Stat(filepath.Dir(path)); gone != nil {
			return nil, err
		}
	}
}

// removeLeftovers removes the temporary files of writers of path that were
// killed: this user's, whose lock nobody holds. A file that was kept goes back
// where none has taken its place.
func removeLeftovers(path string) {
	dir, name := filepath.Split(path)
	entries, err := os.ReadDir(filepath.Clean(dir))
	if err != nil {
		return
	}
	for _, e := range entries {
		rest, ours := strings.CutPrefix(e.Name(), name)
		if !ours || !besideName().MatchString(rest) {
			continue
		}
		leftover := filepath.Join(dir, e.Name())
		// What cannot be removed stays, for the next writer.
		_ = filelock.RemoveLeftover(leftover, func() error {
			if _, err := os.Lstat(path); strings.HasSuffix(leftover, KeptEnding) && errors.Is(err, fs.ErrNotExist) {
				return os.Rename(leftover, path)
			}
			return os.Remove(leftover)
		})
	}
}
