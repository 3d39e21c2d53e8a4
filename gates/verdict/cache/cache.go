// Package cache keeps the results of data that were accepted, so that the same
// bytes need not be checked again. What it hands out must still be verified:
// whoever can write to its folder can put anything there.
package cache

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"assay/engine"
	"assay/reports"
)

// maxEntries is how many results are kept; the oldest go first.
const maxEntries = 1000

// maxBytes bounds what is read of an entry.
const maxBytes = 64 << 20

// Cache is a folder of results.
type Cache struct{ dir string }

// UserDir is the folder of this user's results.
func UserDir() (string, error) {
	dir, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	return filepath.Join(dir, "assay", "results"), nil
}

// Open uses a folder, which is made for this user alone where there is none.
func Open(dir string) (*Cache, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	return &Cache{dir}, nil
}

// Key names a result by all that it depends on, which JSON must be able to hold.
func Key(facts any) (string, error) {
	raw, err := json.Marshal(facts)
	if err != nil {
		return "", fmt.Errorf("name a result: %w", err)
	}
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:]), nil
}

func (c *Cache) path(key string) string { return filepath.Join(c.dir, key+".json") }

// Get is the result with a key. It is nil where there is none, or one that is
// not as it was written.
func (c *Cache) Get(key string) *engine.Result {
	if info, err := os.Stat(c.path(key)); err != nil || info.Size() > maxBytes {
		return nil
	}
	raw, err := os.ReadFile(c.path(key))
	if err != nil || reports.CheckJSON(raw) != nil {
		return nil
	}
	r, err := reports.ReadJSON(bytes.NewReader(raw))
	if err != nil {
		return nil
	}
	return r
}

// Put keeps a result, with as many examples of each outcome.
func (c *Cache) Put(key string, r *engine.Result, examples int) error {
	format, known := reports.Lookup("json")
	if !known {
		return errors.New("there is no format json")
	}
	var raw bytes.Buffer
	if err := format.Render(&raw, r, reports.Options{MaxExamples: &examples}); err != nil {
		return err
	}
	tmp := filepath.Join(c.dir, key+"."+rand.Text()[:8]+".tmp")
	if err := os.WriteFile(tmp, raw.Bytes(), 0o600); err != nil {
		return errors.Join(err, os.Remove(tmp))
	}
	if err := os.Rename(tmp, c.path(key)); err != nil {
		return errors.Join(err, os.Remove(tmp))
	}
	return c.prune()
}

// prune removes the oldest entries where there are too many.
func (c *Cache) prune() error {
	entries, err := os.ReadDir(c.dir)
	if err != nil || len(entries) <= maxEntries {
		return err
	}
	var files []fs.FileInfo
	for _, e := range entries {
		// What another process has removed meanwhile is not missed.
		if info, err := e.Info(); err == nil && info.Mode().IsRegular() {
			files = append(files, info)
		}
	}
	slices.SortFunc(files, func(a, b fs.FileInfo) int { return a.ModTime().Compare(b.ModTime()) })
	for _, f := range files[:max(len(files)-maxEntries, 0)] {
		if err := os.Remove(filepath.Join(c.dir, f.Name())); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}
