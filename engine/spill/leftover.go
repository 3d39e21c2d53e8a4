package spill

import (
	"os"
	"path/filepath"

	"assay/engine/filelock"
	"assay/engine/lazyregexp"
)

// lockName is the file in a run's folder whose lock the run holds.
const lockName = "lock"

// folderName matches the folders that NewDir makes.
var folderName = lazyregexp.New(`^` + prefix + `\d+-\d+$`)

// Sweep removes the folders below parent, "" being the system's place, of runs
// that were killed: this user's, whose lock nobody holds. What cannot be removed
// stays, for the next run.
func Sweep(parent string) {
	if parent == "" {
		parent = os.TempDir()
	}
	entries, err := os.ReadDir(parent)
	if err != nil {
		return
	}
	for _, e := range entries {
		if e.IsDir() && folderName().MatchString(e.Name()) {
			sweep(filepath.Join(parent, e.Name()), e)
		}
	}
}

func sweep(folder string, entry os.DirEntry) {
	info, err := entry.Info()
	if err != nil || !filelock.Own(info) {
		return
	}
	lock := filepath.Join(folder, lockName)
	if err := filelock.RemoveLeftover(lock, func() error { return os.RemoveAll(folder) }); err != nil {
		// A run that was killed before it made its lock left an empty
		// folder; one that is about to make it makes another folder.
		os.Remove(folder)
	}
}
