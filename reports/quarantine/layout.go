package quarantine

import (
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

// SameFile reports whether two paths are one file, whether or not it exists.
func SameFile(a, b string) bool {
	infoA, errA := os.Stat(a)
	infoB, errB := os.Stat(b)
	if errA == nil && errB == nil {
		return os.SameFile(infoA, infoB)
	}
	absA, errA := filepath.Abs(a)
	absB, errB := filepath.Abs(b)
	return errA == nil && errB == nil && absA == absB
}
