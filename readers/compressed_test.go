package readers

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
)

func gzipped(t *testing.T, text string) string {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func zstandard(t *testing.T, text string) string {
	t.Helper()
	w, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	return string(w.EncodeAll([]byte(text), nil))
}

// longRows are enough for a table that is longer than what is looked at to infer
// types.
const longRows = 5000

// longText is a table of two columns and of lines of nearly a kilobyte.
func longText(rows int) string {
	filler := strings.Repeat("a text that goes on and on ", 34)
	var b strings.Builder
	b.WriteString("id,text\n")
	for i := range rows {
		fmt.Fprintf(&b, "%d,row number %d of %s\n", i, i*7919, filler)
	}
	return b.String()
}

func TestCompressedCSV(t *testing.T) {
	const text = "a,b\n1,x\n2,y\n"
	for name, c := range map[string]struct{ file, bytes string }{
		"gzip":               {"f.csv.gz", gzipped(t, text)},
		"gzip in parts":      {"f.csv.gz", gzipped(t, "a,b\n1,") + gzipped(t, "x\n2,y\n")},
		"an empty part":      {"f.csv.gz", gzipped(t, "") + gzipped(t, text)},
		"gzip with tabs":     {"f.tsv.gz", gzipped(t, strings.ReplaceAll(text, ",", "\t"))},
		"Zstandard":          {"f.csv.zst", zstandard(t, text)},
		"Zstandard in parts": {"f.csv.zst", zstandard(t, "a,b\n1,") + zstandard(t, "x\n2,y\n")},
		"Zstandard, tabs":    {"f.tsv.zst", zstandard(t, strings.ReplaceAll(text, ",", "\t"))},
	} {
		t.Run(name, func(t *testing.T) {
			files{c.file: c.bytes}.write(t)
			src, err := Open(t.Context(), Request{Paths: []string{c.file}})
			if err != nil {
				t.Fatal(err)
			}
			if f := src.Files()[0]; f.Format != "csv" || f.Bytes != int64(len(c.bytes)) {
				t.Errorf("the file is described as %+v, it has %d bytes", f, len(c.bytes))
			}
			src.Close()
			got, err := read(t, Request{Paths: []string{"."}}, 1)
			if err != nil {
				t.Fatal(err)
			}
			wantTable(t, got, "a:int64 b:utf8", c.file+"#1 1|x\n"+c.file+"#2 2|y")
		})
	}
}

func TestLongCompressedCSV(t *testing.T) {
	text := longText(longRows)
	for file, bytes := range map[string]string{"f.csv.gz": gzipped(t, text), "f.csv.zst": zstandard(t, text)} {
		files{file: bytes}.write(t)
		got, err := read(t, Request{Paths: []string{file}}, 2)
		if err != nil || len(got.rows) != longRows || !strings.HasPrefix(got.rows[longRows-1], file+"#5000 4999|row number") {
			t.Errorf("%s: %d rows, %v", file, len(got.rows), err)
		}
	}
}

// TestDamagedCompression checks that no damage reads as a shorter table.
func TestDamagedCompression(t *testing.T) {
	text := longText(longRows)
	gz, zst := gzipped(t, text), zstandard(t, text)
	flip := func(s string, at int) string { return s[:at] + string(s[at]^0x55) + s[at+1:] }
	for name, c := range map[string]struct {
		file, bytes string
		says        []string
	}{
		"no gzip":                {"f.csv.gz", "a,b\n1,2\n3,4\n5,6\n", []string{"is not gzip data"}},
		"empty gzip":             {"f.csv.gz", "", []string{"is not gzip data", "too short"}},
		"three bytes of gzip":    {"f.csv.gz", gz[:3], []string{"is not gzip data", "too short"}},
		"gzip of nothing":        {"f.csv.gz", gzipped(t, ""), []string{"the file is empty"}},
		"half of gzip":           {"f.csv.gz", gz[:len(gz)/2], []string{"gzip data is damaged", "ends too early"}},
		"gzip without its end":   {"f.csv.gz", gz[:len(gz)-8], []string{"gzip data is damaged", "ends too early"}},
		"gzip less a byte":       {"f.csv.gz", gz[:len(gz)-1], []string{"gzip data is damaged", "ends too early"}},
		"a wrong checksum":       {"f.csv.gz", flip(gz, len(gz)-6), []string{"gzip data is damaged", "checksum"}},
		"text behind gzip":       {"f.csv.gz", gz + "more text behind it", []string{"gzip data is damaged", "invalid header"}},
		"zeros behind gzip":      {"f.csv.gz", gz + strings.Repeat("\x00", 512), []string{"gzip data is damaged"}},
		"half of a second part":  {"f.csv.gz", gz + gz[:len(gz)/2], []string{"gzip data is damaged", "ends too early"}},
		"short gzip cut":         {"f.csv.gz", gzipped(t, "a\n1\n")[:20], []string{"gzip data is damaged", "ends too early"}},
		"no Zstandard":           {"f.csv.zst", "a,b\n1,2\n3,4\n5,6\n", []string{"Zstandard data is damaged"}},
		"empty Zstandard":        {"f.csv.zst", "", []string{"the file is empty"}},
		"half of Zstandard":      {"f.csv.zst", zst[:len(zst)/2], []string{"Zstandard data is damaged", "ends too early"}},
		"Zstandard less a byte":  {"f.csv.zst", zst[:len(zst)-1], []string{"Zstandard data is damaged", "ends too early"}},
		"text behind Zstandard":  {"f.csv.zst", zst + "more text behind it", []string{"Zstandard data is damaged"}},
		"a changed byte in zstd": {"f.csv.zst", flip(zst, len(zst)-2), []string{"Zstandard data is damaged"}},
	} {
		t.Run(name, func(t *testing.T) {
			files{c.file: c.bytes}.write(t)
			_, err := read(t, Request{Paths: []string{c.file}}, 2)
			wantDataError(t, err, c.file, c.says...)
		})
	}
}

// TestCompressionThatTheNameHides checks that bytes of another format are not
// taken for text.
func TestCompressionThatTheNameHides(t *testing.T) {
	for file, c := range map[string]struct{ bytes, says string }{
		"gz.csv":      {gzipped(t, "a,b\n1,2\n"), "csv.gz"},
		"zst.csv":     {zstandard(t, "a,b\n1,2\n"), "csv.zst"},
		"parquet.csv": {parquetFileOf(t, "x:int64", `{"x":1}`), "parquet"},
	} {
		files{file: c.bytes}.write(t)
		_, err := read(t, Request{Paths: []string{file}}, 1)
		wantDataError(t, err, file, "--input-format "+c.says)
	}
}
