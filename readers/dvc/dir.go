package dvc

import (
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"strings"
)

// Bounds of the list of a directory's files.
const (
	maxDirBytes = 256 << 20
	maxDirFiles = 1 << 20
)

// entry is a file of a directory.
type entry struct {
	within string // path below the directory, with slashes
	object object
}

// validate refuses what would lead out of the directory or the cache.
func (e entry) validate() error {
	local := filepath.FromSlash(e.within)
	switch {
	case e.within == "" || e.within == "." || strings.ContainsRune(e.within, 0) || strings.Contains(e.within, `\`) || !filepath.IsLocal(local) || filepath.ToSlash(filepath.Clean(local)) != e.within:
		return fmt.Errorf("it lists a file at %q, which is no path below the directory", e.within)
	case !validMD5().MatchString(e.object.md5) || strings.HasSuffix(e.object.md5, dirSuffix):
		return fmt.Errorf("it lists %s with %q, which is no MD5", e.within, e.object.md5)
	}
	return nil
}

// parseDir reads the list of a directory's files, in the order it has.
func parseDir(r io.Reader, legacy bool) ([]entry, error) {
	d := json.NewDecoder(r)
	if t, err := d.Token(); err != nil || t != json.Delim('[') {
		return nil, fmt.Errorf("the list of its files is not one of DVC's")
	}
	var list []entry
	seen := make(map[string]bool)
	for d.More() {
		var file struct {
			MD5     string `json:"md5"`
			Relpath string `json:"relpath"`
		}
		if err := d.Decode(&file); err != nil {
			return nil, fmt.Errorf("the list of its files is not one of DVC's: %w", err)
		}
		e := entry{file.Relpath, object{md5: file.MD5, legacy: legacy, size: -1}}
		if err := e.validate(); err != nil {
			return nil, err
		}
		if seen[e.within] {
			return nil, fmt.Errorf("it lists %s twice", e.within)
		}
		if seen[e.within] = true; len(seen) > maxDirFiles {
			return nil, fmt.Errorf("it lists more than %d files", maxDirFiles)
		}
		list = append(list, e)
	}
	if t, err := d.Token(); err != nil || t != json.Delim(']') {
		return nil, fmt.Errorf("the list of its files ends too early")
	}
	return list, nil
}
