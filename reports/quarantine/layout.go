package quarantine

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Endings lists what the names of files of rows may end with.
const Endings = ".csv, .tsv, .parquet, or .csv and .tsv with .gz or .zst behind it"

// layout is how a file is laid out, by its name.
type layout struct {
	parquet     bool
	tabs        bool
	compression string // "", gz or zst
}

// Writes reports whether a path's ending says how rows are to be written.
func Writes(path string) bool {
	_, ok := layoutOf(path)
	return ok
}

func layoutOf(path string) (layout, bool) {
	name := strings.ToLower(path)
	if strings.HasSuffix(name, ".parquet") {
		return layout{parquet: true}, true
	}
	var l layout
	for _, c := range []string{"gz", "zst"} {
		if rest, ok := strings.CutSuffix(name, "."+c); ok {
			name, l.compression = rest, c
		}
	}
	l.tabs = strings.HasSuffix(name, ".tsv")
	return l, l.tabs || strings.HasSuffix(name, ".csv")
}

// IsParquet reports whether a path's ending is that of Parquet.
func IsParquet(path string) bool {
	l, _ := layoutOf(path)
	return l.parquet
}

// Place is where a file is, or would be.
type Place struct {
	info fs.FileInfo // nil where there is none
	path string      // absolute, "" where that is unknown
}

// PlaceOf is that of a path.
func PlaceOf(path string) Place {
	var p Place
	if info, err := os.Stat(path); err == nil {
		p.info = info
	}
	if abs, err := filepath.Abs(path); err == nil {
		p.path = abs
	}
	return p
}

// Same reports whether two places are that of one file.
func (p Place) Same(o Place) bool {
	if p.info != nil && o.info != nil {
		return os.SameFile(p.info, o.info)
	}
	return p.path != "" && p.path == o.path
}

// SameFile reports whether two paths are one file, whether or not it exists.
func SameFile(a, b string) bool { return PlaceOf(a).Same(PlaceOf(b)) }
