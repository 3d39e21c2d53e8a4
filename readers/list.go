package readers

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"assay/engine"
)

// location is one file of a dataset.
type location struct {
	path       string // as shown to people; "-" is standard input
	partitions []partition
	format     format
}

// format is how a file's bytes are laid out.
type format struct {
	name        string // csv, parquet
	compression string // "", gz, zst
	tabs        bool   // .tsv
}

// formats are the known endings of file names.
var formats = []struct {
	suffix string
	format format
}{
	{".csv", format{name: "csv"}},
	{".tsv", format{name: "csv", tabs: true}},
	{".parquet", format{name: "parquet"}},
	{".csv.gz", format{name: "csv", compression: "gz"}},
	{".tsv.gz", format{name: "csv", compression: "gz", tabs: true}},
	{".csv.zst", format{name: "csv", compression: "zst"}},
	{".tsv.zst", format{name: "csv", compression: "zst", tabs: true}},
}

// Formats lists the names that Request.InputFormat takes.
func Formats() []string {
	var names []string
	for _, f := range formats {
		names = append(names, f.suffix[1:])
	}
	return names
}

// formatOf finds a format by the ending of a file name, or of "."+a name that
// Formats lists.
func formatOf(path string) (format, bool) {
	lower := strings.ToLower(path)
	for _, f := range formats {
		if strings.HasSuffix(lower, f.suffix) {
			return f.format, true
		}
	}
	return format{}, false
}

// list finds the files that paths name: files, globs, directories, and "-".
func list(paths []string, inputFormat string) ([]location, error) {
	var found []location
	for _, p := range paths {
		more, err := listPath(p)
		if err != nil {
			return nil, err
		}
		found = append(found, more...)
	}
	for i := range found {
		f, err := chooseFormat(found[i].path, inputFormat)
		if err != nil {
			return nil, err
		}
		found[i].format = f
	}
	return found, nil
}

func chooseFormat(path, inputFormat string) (format, error) {
	if inputFormat != "" {
		f, ok := formatOf("." + inputFormat)
		if !ok {
			return f, fmt.Errorf("unknown input format %q; known are %s", inputFormat, strings.Join(Formats(), ", "))
		}
		return f, nil
	}
	f, ok := formatOf(path)
	switch {
	case ok:
		return f, nil
	case path == "-":
		return f, &engine.DataError{Path: path, Offset: -1, Msg: "the format of standard input is not known; say --input-format csv or parquet"}
	}
	return f, &engine.DataError{Path: path, Offset: -1, Msg: fmt.Sprintf("the name does not tell the format; say --input-format (one of %s)", strings.Join(Formats(), ", "))}
}

func listPath(path string) ([]location, error) {
	if path == "-" {
		return []location{{path: path}}, nil
	}
	info, err := os.Stat(path)
	switch {
	case err == nil && info.IsDir():
		return listDir(path)
	case err == nil:
		return []location{{path: path}}, nil
	case errors.Is(err, fs.ErrNotExist) && strings.ContainsAny(path, "*?["):
		return listGlob(path)
	}
	return nil, unreadable(path, err)
}

// unreadable says why a path cannot be opened, without repeating it.
func unreadable(path string, err error) *engine.DataError {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		err = pe.Err
	}
	msg := "cannot be read"
	if errors.Is(err, fs.ErrNotExist) {
		msg, err = "there is no such file or directory", nil
	}
	return &engine.DataError{Path: path, Offset: -1, Msg: msg, Err: err}
}

func listGlob(pattern string) ([]location, error) {
	matches, err := filepath.Glob(pattern)
	if err != nil {
		return nil, &engine.DataError{Path: pattern, Offset: -1, Msg: "the pattern cannot be understood", Err: err}
	}
	slices.Sort(matches)
	var found []location
	for _, m := range matches {
		if hidden(filepath.Base(m)) && !hidden(filepath.Base(pattern)) {
			continue
		}
		info, err := os.Stat(m)
		if err != nil {
			return nil, unreadable(m, err)
		}
		if info.IsDir() {
			below, err := listDir(m)
			if err != nil {
				return nil, err
			}
			found = append(found, below...)
			continue
		}
		found = append(found, location{path: m, partitions: partitionsOf(filepath.Dir(m))})
	}
	if len(found) == 0 {
		return nil, &engine.DataError{Path: pattern, Offset: -1, Msg: "no file matches the pattern"}
	}
	return found, nil
}

// hidden tells names that Spark and Hive give to what is not data. Globs find
// them only where the pattern begins like them.
func hidden(name string) bool { return strings.HasPrefix(name, "_") || strings.HasPrefix(name, ".") }

// listDir finds the data files below a directory, in the order of their paths,
// without hidden ones.
func listDir(root string) ([]location, error) {
	var found []location
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return unreadable(path, err)
		}
		if path == root {
			return nil
		}
		if hidden(d.Name()) {
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if d.IsDir() {
			return nil
		}
		if _, known := formatOf(path); !known {
			return nil
		}
		rel, err := filepath.Rel(root, filepath.Dir(path))
		if err != nil {
			return fmt.Errorf("list %s: %w", root, err)
		}
		found = append(found, location{path: path, partitions: partitionsOf(rel)})
		return nil
	})
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, &engine.DataError{Path: root, Offset: -1, Msg: fmt.Sprintf("no data file below this directory (looked for names ending in %s)", strings.Join(Formats(), ", "))}
	}
	return found, nil
}
