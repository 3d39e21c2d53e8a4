package site

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"assay/engine"
	"assay/reports"
)

// trendsFile keeps what pages show of the last runs, so that a new run is the
// only result to be read. It is made from the results, and made again where it
// is of another version.
const (
	trendsFile    = "trends.json"
	trendsVersion = 1
)

type trends struct {
	Version int               `json:"version"`
	Runs    []reports.SiteRun `json:"runs"`
}

// dataset is what the site knows of a dataset. Where it has changed, its page
// is written.
func (s *Site) dataset(folder string, changed bool) (reports.SiteDataset, error) {
	d := reports.SiteDataset{Folder: folder}
	var err error
	if d.Name, err = s.name(folder); err != nil {
		return d, err
	}
	files, err := s.results(folder)
	if err != nil {
		return d, err
	}
	d.Total = len(files)
	files = files[max(0, len(files)-reports.SiteRuns):]
	var fresh bool
	d.Runs, fresh, err = s.runs(folder, files)
	if err != nil || len(d.Runs) == 0 || !changed && !fresh {
		return d, err
	}
	path := filepath.Join(s.dir, runsFolder, folder)
	if err := writeJSON(filepath.Join(path, trendsFile), trends{trendsVersion, d.Runs}); err != nil {
		return d, err
	}
	last, err := read(filepath.Join(path, files[len(files)-1]))
	if err != nil {
		return d, err
	}
	return d, reports.WriteFile(filepath.Join(s.dir, folder, "index.html"), func(w io.Writer) error {
		return reports.WriteSiteDataset(w, d, last)
	})
}

// runs are the runs behind some results, which are read, and whose reports are
// written, only where that has not been done; fresh says that there were such,
// be it because a writer was interrupted.
func (s *Site) runs(folder string, files []string) (runs []reports.SiteRun, fresh bool, err error) {
	if err := os.MkdirAll(filepath.Join(s.dir, folder), 0o777); err != nil {
		return nil, false, err
	}
	known, err := s.known(folder)
	if err != nil {
		return nil, false, err
	}
	for _, file := range files {
		page := strings.TrimSuffix(file, ".json") + ".html"
		run, ok := known[page]
		if _, err := os.Stat(filepath.Join(s.dir, folder, page)); err != nil || !ok {
			if run, err = s.newRun(folder, file, page); err != nil {
				return nil, false, err
			}
			fresh = true
		}
		runs = append(runs, run)
	}
	return runs, fresh, nil
}

// known are the runs whose trends are kept, by page.
func (s *Site) known(folder string) (map[string]reports.SiteRun, error) {
	raw, err := os.ReadFile(filepath.Join(s.dir, runsFolder, folder, trendsFile))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	known := make(map[string]reports.SiteRun)
	var t trends
	if err := json.Unmarshal(raw, &t); err != nil || t.Version != trendsVersion {
		return known, nil // all results are read again
	}
	for _, run := range t.Runs {
		known[run.Page] = run
	}
	return known, nil
}

// newRun reads a result and writes its report.
func (s *Site) newRun(folder, file, page string) (reports.SiteRun, error) {
	path := filepath.Join(s.dir, runsFolder, folder, file)
	at, err := runTime(path)
	if err != nil {
		return reports.SiteRun{}, err
	}
	result, err := read(path)
	if err != nil {
		return reports.SiteRun{}, err
	}
	spec, err := reports.ParseSpec("html?profile=off=" + filepath.Join(s.dir, folder, page))
	if err != nil {
		return reports.SiteRun{}, err
	}
	return reports.NewSiteRun(result, page, at), spec.Write(io.Discard, result, reports.Options{})
}

func read(path string) (*engine.Result, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	result, err := reports.ReadJSON(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return result, nil
}
