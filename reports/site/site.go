// Package site keeps the results of many runs in a folder and writes static
// pages of them: what each dataset's verdicts were, and how what its
// expectations observed has changed.
//
// Results are kept under runs/, a folder for each dataset; all else in the
// folder is made from them.
package site

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"assay/engine"
	"assay/reports"
)

// Site is a folder with the results and pages of runs.
type Site struct{ dir string }

// runsFolder holds the results.
const runsFolder = "runs"

// Entry is a result that is to be added.
type Entry struct {
	// Raw is the result as the JSON report has it, and Result what
	// reports.ReadJSON made of that.
	Raw    []byte
	Result *engine.Result
	// Time is when the run was, where the result itself does not say so.
	Time time.Time
	// Dataset is the name of the data; empty: that of suite and path.
	Dataset string
}

// Open is the site in a folder, which is created where there is none.
func Open(dir string) (*Site, error) {
	if err := os.MkdirAll(filepath.Join(dir, runsFolder), 0o777); err != nil {
		return nil, err
	}
	return &Site{dir}, nil
}

// Add keeps results and writes the pages that they change; with no entries it
// writes all pages. Results that the site has are left out; added is the number
// of the others. Only one writer works at a time: others wait.
func (s *Site) Add(ctx context.Context, entries ...Entry) (added int, err error) {
	unlock, err := lock(ctx, filepath.Join(s.dir, runsFolder, "lock"))
	if err != nil {
		return 0, fmt.Errorf("cannot lock the site: %w", err)
	}
	defer func() { err = errors.Join(err, unlock()) }()
	changed := make(map[string]bool)
	for _, e := range entries {
		folder, fresh, err := s.keep(e)
		if err != nil {
			return added, err
		}
		if changed[folder] = true; fresh {
			added++
		}
	}
	return added, s.write(ctx, func(folder string) bool { return len(entries) == 0 || changed[folder] })
}

// write writes the pages of the datasets that have changed, then the index.
func (s *Site) write(ctx context.Context, changed func(folder string) bool) error {
	folders, err := s.folders()
	if err != nil {
		return err
	}
	var all []reports.SiteDataset
	for _, folder := range folders {
		if err := ctx.Err(); err != nil {
			return err
		}
		d, err := s.dataset(folder, changed(folder))
		if err != nil {
			return err
		}
		if len(d.Runs) > 0 {
			all = append(all, d)
		}
	}
	return reports.WriteFile(filepath.Join(s.dir, "index.html"), func(w io.Writer) error {
		return reports.WriteSiteIndex(w, all)
	})
}

// folders are those of the datasets, by name.
func (s *Site) folders() ([]string, error) {
	entries, err := os.ReadDir(filepath.Join(s.dir, runsFolder))
	if err != nil {
		return nil, err
	}
	var folders []string
	for _, e := range entries {
		if e.IsDir() {
			folders = append(folders, e.Name())
		}
	}
	return folders, nil
}
