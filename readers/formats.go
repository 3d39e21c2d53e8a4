package readers

import (
	"fmt"
	"strings"

	"assay/engine"
)

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

// formatOf finds a format by the ending of a file's name.
func formatOf(path string) (format, bool) {
	lower := strings.ToLower(path)
	for _, f := range formats {
		if strings.HasSuffix(lower, f.suffix) {
			return f.format, true
		}
	}
	return format{}, false
}

// formatNamed finds a format by one of the names that Formats lists.
func formatNamed(name string) (format, error) {
	for _, f := range formats {
		if f.suffix[1:] == name {
			return f.format, nil
		}
	}
	return format{}, fmt.Errorf("unknown input format %q; known are %s", name, strings.Join(Formats(), ", "))
}

// formatOfFile finds the format of a file that is to be read.
func formatOfFile(l location) (format, error) {
	f, ok := formatOf(l.name())
	switch {
	case ok:
		return f, nil
	case l.path == stdin:
		return f, &engine.DataError{Path: l.path, Offset: -1, Msg: "the format of standard input is not known; say --input-format csv or parquet"}
	}
	return f, &engine.DataError{Path: l.path, Offset: -1, Msg: fmt.Sprintf("the name does not tell the format; say --input-format (one of %s)", strings.Join(Formats(), ", "))}
}
