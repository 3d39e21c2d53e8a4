package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"
	"github.com/parquet-go/parquet-go"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

// outcome is what must come of a file, whatever the suite says of it.
type outcome struct {
	name string // as docs/reading.md has it
	file string // its name
	data []byte
	code int
	says string // in the report where the code is 1, else on standard error
}

// outcomes has a line for each of docs/reading.md's table of fixed outcomes.
func outcomes(t *testing.T) []outcome {
	whole := parquetFile(t)
	contradictory := bytes.Clone(whole)
	copy(contradictory[bytes.LastIndex(whole, []byte("marker-least")):], "marker-lx")
	sealed := append([]byte("PARE"), whole[4:]...)
	copy(sealed[len(sealed)-4:], "PARE")
	packed := gzipped(t, []byte("id,name\n1,a\n"))
	damaged := bytes.Clone(packed)
	damaged[len(damaged)-6] ^= 1
	const table = "id,name\n1,a\n2,b\n"
	return []outcome{
		{"a NUL byte", "t.csv", []byte("id,name\n1,a\x00b\n"), 1, "t.csv:2  record 1  a NUL byte"},
		{"a row with too few cells", "t.csv", []byte("id,name\n1\n2,b\n"), 1, "t.csv:2  record 1  "},
		{"a row with too many cells", "t.csv", []byte("id,name\n1,a\n2,b,c\n"), 1, "t.csv:3  record 2  "},
		{"bytes that are no UTF-8", "t.csv", []byte("id,name\n1,caf\xe9\n"), 1, "t.csv:2  record 1  not valid UTF-8"},
		{"UTF-16 that is not declared", "t.csv", encoded(t, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), table), 3, "t.csv: the text is utf-16le; say so with data.csv.encoding"},
		{"UTF-16 without a byte order mark", "t.csv", encoded(t, unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), table), 3, "the text is probably utf-16be; say so with data.csv.encoding"},
		{"UTF-32 that is not declared", "t.csv", encoded(t, utf32.UTF32(utf32.BigEndian, utf32.UseBOM), table), 3, "t.csv: the text is utf-32; say so with data.csv.encoding"},
		{"UTF-32 without a byte order mark", "t.csv", encoded(t, utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM), table), 3, "the text is probably utf-32le; say so with data.csv.encoding"},
		{"no data in the announced compression", "t.csv.gz", []byte(table), 3, "t.csv.gz: is not gzip data"},
		{"compressed data that end too early", "t.csv.gz", packed[:len(packed)-9], 3, "the gzip data is damaged: it ends too early"},
		{"compressed data that fail their checksum", "t.csv.gz", damaged, 3, "the gzip data is damaged"},
		{"something behind compressed data", "t.csv.gz", append(bytes.Clone(packed), "more"...), 3, "the gzip data is damaged"},
		{"compressed data of no sense", "t.csv.zst", append([]byte("\x28\xb5\x2f\xfd"), bytes.Repeat([]byte{0xff}, 40)...), 3, "the Zstandard data is damaged"},
		{"more than 1,000 bytes of text from each compressed one", "t.csv.zst", zstdBomb(t, 80<<20), 3, "make more than 1000 bytes of each; if that is meant, decompress them and check the text"},
		{"compressed data in a file called `.csv`", "t.csv", packed, 3, "this is gzip data and no CSV text; say --input-format csv.gz"},
		{"a quote that is never closed", "t.csv", []byte("id,name\n1,a\n2,\"b\n3,c\n"), 3, "t.csv:3: the quote that opens here is never closed"},
		{"a record longer than 64 MiB", "t.csv", longRecord(), 3, "t.csv:3: a record is longer than 67108864 bytes; perhaps a quote is not closed"},
		{"a name that two columns have", "t.csv", []byte("id,name,id\n1,a,2\n"), 3, `t.csv:1: columns 1 and 3 are both called "id"`},
		{"a file without a header", "t.csv", nil, 3, "t.csv: the file is empty: it has no header"},
		{"a Parquet file that was cut short", "t.parquet", whole[:len(whole)-20], 3, "t.parquet: is a damaged Parquet file: it does not end in PAR1"},
		{"a Parquet file without a footer", "t.parquet", []byte("PAR1 and then\x00\x00\x00\x7fPAR1"), 3, "its metadata would have 2130706432 bytes"},
		{"a Parquet file whose pages contradict its footer (`--no-stats`)", "t.parquet", contradictory, 3, `a value is below the least one that the footer states`},
		{"a Parquet file with a page of more than 256 MiB", "t.parquet", largePage(t), 3, "a page declares 270533640 bytes, more than the limit of 268435456; raise it with max_page under data.parquet in the suite"},
		{"an encrypted Parquet file", "t.parquet", sealed, 3, "t.parquet: is an encrypted Parquet file"},
	}
}

// TestFixedOutcomes checks files that no suite can make better. The table of
// docs/reading.md must have the same lines.
func TestFixedOutcomes(t *testing.T) {
	documented := documentedOutcomes(t)
	for _, o := range outcomes(t) {
		if code, ok := documented[o.name]; !ok || code != fmt.Sprint(o.code) {
			t.Errorf("docs/reading.md says %q of %s, and it ends with %d", code, o.name, o.code)
		}
		delete(documented, o.name)
		t.Run(o.name, func(t *testing.T) {
			dir := t.TempDir()
			writeFile(t, dir, o.file, o.data)
			writeFile(t, dir, "s.yaml", []byte("version: 1\nexpectations:\n  - not-null: name\n"))
			code, stdout, stderr := assayIn(t, dir, "check", o.file, "-s", "s.yaml", "--no-stats")
			said := stderr
			if o.code == 1 {
				said = stdout
			}
			if code != o.code || !strings.Contains(said, o.says) {
				t.Errorf("exit code %d, want %d, and %q in:\n%s%s", code, o.code, o.says, stdout, stderr)
			}
			if o.code == 3 && strings.Count(stderr, "\n") != 1 {
				t.Errorf("it is not one sentence:\n%s", stderr)
			}
		})
	}
	for name := range documented {
		t.Errorf("docs/reading.md lists %q, and no test has it", name)
	}
}

// TestRaisedLimits reads what is too large unless the suite says otherwise.
func TestRaisedLimits(t *testing.T) {
	for file, data := range map[string][]byte{"t.csv": longRecord(), "t.parquet": largePage(t)} {
		dir := t.TempDir()
		writeFile(t, dir, file, data)
		writeFile(t, dir, "s.yaml", []byte("version: 1\ndata: {csv: {max_record: 70MiB}, parquet: {max_page: 260MiB}}\nexpectations:\n  - not-null: name\n"))
		if code, stdout, stderr := assayIn(t, dir, "check", file, "-s", "s.yaml", "--no-stats"); code != 0 {
			t.Errorf("%s: exit code %d:\n%s%s", file, code, stdout, stderr)
		}
	}
}

// documentedOutcomes are the exit codes of docs/reading.md's table.
func documentedOutcomes(t *testing.T) map[string]string {
	t.Helper()
	text, err := os.ReadFile("../../docs/reading.md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, ok := strings.Cut(string(text), "\n## Fixed outcomes\n")
	if !ok {
		t.Fatal("docs/reading.md has no fixed outcomes")
	}
	section, _, _ = strings.Cut(section, "\n## ")
	found := make(map[string]string)
	for line := range strings.Lines(section) {
		if cells := strings.Split(line, "|"); len(cells) == 5 && strings.Trim(cells[2], " -") != "" && strings.TrimSpace(cells[1]) != "what is read" {
			found[strings.TrimSpace(cells[1])] = strings.TrimSpace(cells[2])
		}
	}
	return found
}

// assayIn runs the command in a folder.
func assayIn(t *testing.T, dir string, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "assay", args...)
	var out, errs bytes.Buffer
	cmd.Dir, cmd.Stdout, cmd.Stderr = dir, &out, &errs
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) || ctx.Err() != nil {
		t.Fatalf("%v: %v, %v", args, err, ctx.Err())
	}
	return cmd.ProcessState.ExitCode(), out.String(), errs.String()
}

func writeFile(t *testing.T, dir, name string, data []byte) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
		t.Fatal(err)
	}
}

func encoded(t *testing.T, e encoding.Encoding, text string) []byte {
	t.Helper()
	b, err := e.NewEncoder().Bytes([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func gzipped(t *testing.T, text []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write(text); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// zstdBomb is a table of n bytes in a few kilobytes.
func zstdBomb(t *testing.T, n int64) []byte {
	t.Helper()
	var b bytes.Buffer
	z, err := zstd.NewWriter(&b)
	if err != nil {
		t.Fatal(err)
	}
	rows := io.MultiReader(strings.NewReader("id,name\n"), io.LimitReader(repeating("1,a\n"), n))
	if _, err := io.Copy(z, rows); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// repeating reads the same text over and over.
type repeating string

func (r repeating) Read(p []byte) (int, error) {
	n := 0
	for len(p)-n >= len(r) {
		n += copy(p[n:], r)
	}
	return n, nil
}

// parquetFile is a small file whose footer knows the least name.
func parquetFile(t *testing.T) []byte {
	t.Helper()
	type row struct {
		ID   int64  `parquet:"id,plain"`
		Name string `parquet:"name,plain"`
	}
	var b bytes.Buffer
	w := parquet.NewGenericWriter[row](&b)
	if _, err := w.Write([]row{{1, "marker-least"}, {2, "marker-more"}}); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// longRecord is a table with a record of 66 MiB.
func longRecord() []byte {
	return slices.Concat([]byte("id,name\n1,a\n2,\""), bytes.Repeat([]byte("x"), 66<<20), []byte("\"\n3,c\n"))
}

// largePage is a small file with a page of 258 MiB.
func largePage(t *testing.T) []byte {
	t.Helper()
	type row struct {
		Name string `parquet:"name,plain,zstd"`
	}
	var b bytes.Buffer
	w := parquet.NewGenericWriter[row](&b, parquet.PageBufferSize(1<<30))
	if _, err := w.Write(slices.Repeat([]row{{strings.Repeat("x", 1<<20)}}, 258)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
