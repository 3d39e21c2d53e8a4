package site

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"assay/reports"
)

// nameFile holds the name of a dataset in its folder.
const nameFile = "dataset.json"

// dataset is the content of nameFile.
type dataset struct {
	Name string `json:"name"`
}

// keep stores a result, unless the site has it.
func (s *Site) keep(e Entry) (folder string, fresh bool, err error) {
	name := e.Dataset
	if name == "" {
		name = reports.DatasetName(e.Result)
	}
	folder = folderName(name)
	dir := filepath.Join(s.dir, runsFolder, folder)
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return "", false, err
	}
	if err := writeJSON(filepath.Join(dir, nameFile), dataset{name}); err != nil {
		return "", false, err
	}
	results, err := s.results(folder)
	if err != nil {
		return "", false, err
	}
	same := digest(e.Raw) + ".json"
	if slices.ContainsFunc(results, func(file string) bool { return strings.HasSuffix(file, same) }) {
		return folder, false, nil
	}
	at := e.Time
	if t := e.Result.Timing; t != nil {
		at = t.Started
	}
	return folder, true, reports.WriteFile(filepath.Join(dir, runName(at, e.Raw)+".json"), func(w io.Writer) error {
		_, err := w.Write(e.Raw)
		return err
	})
}

// results are the files of a dataset's results, oldest first.
func (s *Site) results(folder string) ([]string, error) {
	entries, err := os.ReadDir(filepath.Join(s.dir, runsFolder, folder))
	if err != nil {
		return nil, err
	}
	var files []string
	for _, e := range entries {
		if name := e.Name(); filepath.Ext(name) == ".json" && name != nameFile && name != trendsFile {
			files = append(files, name)
		}
	}
	return files, nil
}

// name is what the dataset in a folder is called; one without a name file, which
// somebody has copied there, is called like its folder.
func (s *Site) name(folder string) (string, error) {
	path := filepath.Join(s.dir, runsFolder, folder, nameFile)
	raw, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return folder, nil
	}
	if err != nil {
		return "", err
	}
	var d dataset
	if err := json.Unmarshal(raw, &d); err != nil {
		return "", fmt.Errorf("%s does not hold the name of a dataset, as {\"name\": \"…\"}: %w", path, err)
	}
	return d.Name, nil
}

func writeJSON(path string, v any) error {
	return reports.WriteFile(path, func(w io.Writer) error { return json.NewEncoder(w).Encode(v) })
}
