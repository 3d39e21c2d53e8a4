package readers

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow/memory"

	"assay/engine"
	"assay/readers/csv"
)

// TestManyFiles checks that a thousand files are read with a handful of them
// open, as well as the order of their rows.
func TestManyFiles(t *testing.T) {
	const n = 1000
	many := make(files)
	for i := range n {
		many[fmt.Sprintf("d/%04d.csv", i)] = fmt.Sprintf("x,y\n%d,a\n%d,b\n", 2*i, 2*i+1)
	}
	many.write(t)
	before := openFiles(t)
	src, err := Open(t.Context(), Request{Paths: []string{"d"}})
	if err != nil {
		t.Fatal(err)
	}
	wantOpen := func(when string, most int) {
		t.Helper()
		if extra := openFiles(t) - before; extra > most {
			t.Fatalf("%d files are open %s", extra, when)
		}
	}
	wantOpen("before the scan", 0)
	scan, err := src.Scan(t.Context(), engine.ScanRequest{Columns: allColumns(src)})
	if err != nil {
		t.Fatal(err)
	}
	for i := range n {
		sp, err := scan.Next(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		text, err := splitRows(t.Context(), sp)
		want := fmt.Sprintf("%d|a %d|b", 2*i, 2*i+1)
		if got := strings.Join(text.rows, " "); err != nil || got != want || sp.File() != i || sp.Ordinal() != i {
			t.Fatalf("split %d of file %d has %q (%v), want %q", sp.Ordinal(), sp.File(), got, err, want)
		}
		wantOpen("during the scan", 2)
		sp.Close()
	}
	if _, err := scan.Next(t.Context()); err != io.EOF {
		t.Errorf("after the last split: %v", err)
	}
	wantOpen("after the scan", 0)
	scan.Close()
	src.Close()
}

// TestManyFilesWithWorkers checks that as many files are open as splits are
// being read.
func TestManyFilesWithWorkers(t *testing.T) {
	const n = 300
	many := make(files)
	for i := range n {
		many[fmt.Sprintf("d/k=%d/a.csv", i+100)] = "x\n" + strings.Repeat("7\n", i%5)
	}
	many.write(t)
	got, err := read(t, Request{Paths: []string{"d"}}, 8)
	if err != nil || len(got.rows) != n/5*(0+1+2+3+4) || len(got.files) != n {
		t.Errorf("%d rows of %d files, %v", len(got.rows), len(got.files), err)
	}
}

// mixedRows are those of each CSV file of mixture, in several of mixedChunks.
const mixedRows = 120

var mixedChunks = csv.Options{ChunkBytes: 30_000}

// mixture are files of every kind.
func mixture(t *testing.T) files {
	text := longText(mixedRows)
	var json []string
	for i := range 20 {
		json = append(json, fmt.Sprintf(`{"id":%d,"text":"row %d"}`, i, i%7))
	}
	return files{
		"d/k=1/a.csv": text, "d/k=1/b.csv.gz": gzipped(t, text), "d/k=2/c.csv.zst": zstandard(t, text),
		"d/k=2/d.parquet": parquetFileOf(t, "id:int32 text:string more:bool", json...), "d/k=3/e.tsv": strings.ReplaceAll(text, ",", "\t"),
	}
}

// TestNothingStaysOpen stops at every stage: neither files nor goroutines stay.
func TestNothingStaysOpen(t *testing.T) {
	mixture(t).write(t)
	files, routines := openFiles(t), runtime.NumGoroutine()
	req := Request{Paths: []string{"d"}, Union: true, CSV: mixedChunks}
	for stop, finished := 0, false; !finished; stop++ {
		src, err := Open(t.Context(), req)
		if err != nil {
			t.Fatal(err)
		}
		finished = readSome(t, src, stop)
		if err := src.Close(); err != nil {
			t.Fatal(err)
		}
		if n := openFiles(t) - files; n != 0 {
			t.Fatalf("%d files stayed open after %d steps", n, stop)
		}
	}
	if n := runtime.NumGoroutine() - routines; n > 0 {
		t.Errorf("%d goroutines stayed", n)
	}
}

// readSome scans a source and stops after so many steps, keeping two splits
// open at a time. It reports whether that was all of it.
func readSome(t *testing.T, src engine.Source, steps int) bool {
	t.Helper()
	if steps == 0 {
		return false
	}
	scan, err := src.Scan(t.Context(), engine.ScanRequest{Columns: allColumns(src), BatchRows: 25})
	if err != nil {
		t.Fatal(err)
	}
	defer scan.Close()
	for {
		var open []engine.Split
		for range 2 {
			sp, err := scan.Next(t.Context())
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			defer sp.Close()
			open = append(open, sp)
		}
		if open == nil {
			return true
		}
		for _, sp := range open {
			for {
				if steps--; steps <= 0 {
					return false
				}
				if _, err := sp.Next(t.Context()); err == io.EOF {
					break
				} else if err != nil {
					t.Fatal(err)
				}
			}
			sp.Close()
		}
	}
}

// TestFailedOpeningsClose checks that what was opened before a file that cannot
// be read is closed.
func TestFailedOpeningsClose(t *testing.T) {
	damaged := mixture(t)
	damaged["d/k=4/bad.csv"] = "id,id\n"
	damaged["e/bad.csv.gz"] = gzipped(t, "id,id\n")
	damaged["f/bad.parquet"] = "PAR1"
	damaged["g/bad.csv.zst"] = "no"
	damaged["h/bad.csv"] = ""
	damaged.write(t)
	before := openFiles(t)
	for _, path := range []string{"d", "e", "f", "g", "h"} {
		if _, err := Open(t.Context(), Request{Paths: []string{path}, Union: true}); err == nil {
			t.Errorf("%s was opened", path)
		}
	}
	if n := openFiles(t) - before; n != 0 {
		t.Errorf("%d files stayed open", n)
	}
}

// TestCancellation cancels at every stage: the context's error comes back, and
// nothing stays open.
func TestCancellation(t *testing.T) {
	mixture(t).write(t)
	files, routines := openFiles(t), runtime.NumGoroutine()
	req := Request{Paths: []string{"d"}, Union: true, CSV: mixedChunks}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Open(gone, req); !errors.Is(err, context.Canceled) {
		t.Errorf("Open: %v", err)
	}
	req.Paths, req.InputFormat, req.TempFile = []string{"-"}, "parquet", keepIn(t)
	req.Stdin = strings.NewReader(parquetFileOf(t, "x:int", `{"x":1}`))
	if _, err := Open(gone, req); !errors.Is(err, context.Canceled) {
		t.Errorf("Open of standard input: %v", err)
	}
	src, err := Open(t.Context(), Request{Paths: []string{"d"}, Union: true, CSV: mixedChunks})
	if err != nil {
		t.Fatal(err)
	}
	for taken := range 30 {
		cancelAfter(t, src, taken)
	}
	src.Close()
	if n := openFiles(t) - files; n != 0 {
		t.Errorf("%d files stayed open", n)
	}
	if n := runtime.NumGoroutine() - routines; n > 0 {
		t.Errorf("%d goroutines stayed", n)
	}
}

func cancelAfter(t *testing.T, src engine.Source, splits int) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	scan, err := src.Scan(ctx, engine.ScanRequest{Columns: allColumns(src)})
	if err != nil {
		t.Fatal(err)
	}
	defer scan.Close()
	var last engine.Split
	for range splits {
		sp, err := scan.Next(ctx)
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if last != nil {
			last.Close()
		}
		last = sp
	}
	cancel()
	if _, err := scan.Next(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("after %d splits, Scan.Next: %v", splits, err)
	}
	if last == nil {
		return
	}
	if _, err := last.Next(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("after %d splits, Split.Next: %v", splits, err)
	}
	if err := last.Close(); err != nil {
		t.Error(err)
	}
	if err := last.Close(); err != nil {
		t.Errorf("closed again: %v", err)
	}
}

// TestArrowMemoryIsReleased reads everything that this package allocates for,
// and wants all of it back.
func TestArrowMemoryIsReleased(t *testing.T) {
	mixture(t).write(t)
	checked := memory.NewCheckedAllocator(memory.DefaultAllocator)
	usual := memory.DefaultAllocator
	memory.DefaultAllocator = checked
	defer func() { memory.DefaultAllocator = usual }()
	src, err := Open(t.Context(), Request{Paths: []string{"d"}, Union: true, CSV: mixedChunks})
	if err != nil {
		t.Fatal(err)
	}
	columns := allColumns(src)
	for i, f := range src.Schema().Fields() {
		if f.Name == "text" || f.Name == "k" { // what is no text in a Parquet file is made text elsewhere
			columns = append(columns, engine.ColumnRequest{Index: i, Text: true})
		}
	}
	rows, err := scanAll(t.Context(), src, engine.ScanRequest{Columns: columns}, 3)
	if err != nil || len(rows) != 4*mixedRows+20 {
		t.Errorf("%d rows, %v", len(rows), err)
	}
	src.Close()
	checked.AssertSize(t, 0)
}
