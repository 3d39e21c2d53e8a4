package readers

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"assay/engine"
)

// tempFiles counts the files that a request asks for.
type tempFiles struct {
	dir  string
	made []*os.File
}

func (f *tempFiles) create() (*os.File, error) {
	file, err := os.CreateTemp(f.dir, "spool")
	if err == nil {
		f.made = append(f.made, file)
	}
	return file, err
}

// wantClosed checks that every file was closed.
func (f *tempFiles) wantClosed(t *testing.T, made int) {
	t.Helper()
	if len(f.made) != made {
		t.Errorf("%d temporary files were made, want %d", len(f.made), made)
	}
	for _, file := range f.made {
		if _, err := file.Stat(); !errors.Is(err, os.ErrClosed) {
			t.Errorf("%s was not closed (%v)", file.Name(), err)
		}
	}
}

// TestStandardInput reads each format from standard input, once and twice.
func TestStandardInput(t *testing.T) {
	const text = "a,b\n1,x\n2,y\n"
	for format, c := range map[string]struct {
		bytes string
		once  int // temporary files of a single pass
	}{
		"csv":     {text, 0},
		"tsv":     {strings.ReplaceAll(text, ",", "\t"), 0},
		"csv.gz":  {gzipped(t, text), 0},
		"csv.zst": {zstandard(t, text), 0},
		"parquet": {parquetFileOf(t, "a:int b:string", `{"a":1,"b":"x"}`, `{"a":2,"b":"y"}`), 1},
	} {
		t.Run(format, func(t *testing.T) {
			for _, passes := range []int{1, 3} {
				temp := tempFiles{dir: t.TempDir()}
				req := Request{Paths: []string{"-"}, InputFormat: format, Stdin: iotest.OneByteReader(strings.NewReader(c.bytes)), TempFile: temp.create}
				readPasses(t, req, passes, "-#1 1|x\n-#2 2|y")
				temp.wantClosed(t, max(c.once, min(passes-1, 1)))
			}
		})
	}
}

// readPasses scans a source several times, and wants the same rows each time.
func readPasses(t *testing.T, req Request, passes int, rows string) {
	t.Helper()
	src, err := Open(t.Context(), req)
	if err != nil {
		t.Fatal(err)
	}
	if f := src.Files()[0]; f.Bytes != -1 && f.Format == "csv" {
		t.Errorf("the size of standard input is %d", f.Bytes)
	}
	for n := range passes {
		got, err := scanAll(t.Context(), src, engine.ScanRequest{Columns: allColumns(src), Again: n < passes-1}, 2)
		if err != nil {
			t.Fatalf("pass %d: %v", n+1, err)
		}
		wantTable(t, table{rows: got}, "", rows)
	}
	if err := src.Close(); err != nil {
		t.Error(err)
	}
}

// TestStandardInputBesideFiles checks that it is a part like others.
func TestStandardInputBesideFiles(t *testing.T) {
	files{"a.csv": "x\n1\n", "c.csv": "x\n3.5\n"}.write(t)
	got, err := read(t, Request{Paths: []string{"a.csv", "-", "c.csv", "-"}, InputFormat: "csv", Stdin: strings.NewReader("x\n2\n")}, 2)
	if err != nil {
		t.Fatal(err)
	}
	wantTable(t, got, "x:float64", "a.csv#1 1.0\n-#1 2.0\nc.csv#1 3.5")
}

// TestPassThatWasNotFinished checks that the next one has all rows.
func TestPassThatWasNotFinished(t *testing.T) {
	temp := tempFiles{dir: t.TempDir()}
	src, err := Open(t.Context(), Request{Paths: []string{"-"}, InputFormat: "csv", Stdin: strings.NewReader(longText(longRows)), TempFile: temp.create})
	if err != nil {
		t.Fatal(err)
	}
	defer src.Close()
	scan, err := src.Scan(t.Context(), engine.ScanRequest{Again: true})
	if err != nil {
		t.Fatal(err)
	}
	split, err := scan.Next(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	split.Close()
	scan.Close()
	got, err := scanAll(t.Context(), src, engine.ScanRequest{Columns: allColumns(src)}, 2)
	if err != nil || len(got) != longRows {
		t.Errorf("%d rows, %v", len(got), err)
	}
}

// TestStandardInputFails checks what is said when it cannot be read or kept.
func TestStandardInputFails(t *testing.T) {
	broken := errors.New("the cable was pulled")
	full := errors.New("no space left")
	pq := parquetFileOf(t, "x:int64", `{"x":1}`)
	noSpace := func() (*os.File, error) { return nil, full }
	readOnly := func() (*os.File, error) { return os.Open(os.DevNull) }
	after := func(text string) io.Reader { return io.MultiReader(strings.NewReader(text), iotest.ErrReader(broken)) }
	for name, c := range map[string]struct {
		req  Request
		data bool // the error is the data's
		says string
	}{
		"at once":             {Request{InputFormat: "csv", Stdin: iotest.ErrReader(broken)}, true, "-: cannot be read: the cable was pulled"},
		"within the look":     {Request{InputFormat: "csv", Stdin: after("x\n1\n")}, true, "cable"},
		"after the look":      {Request{InputFormat: "csv", Stdin: after(longText(longRows)), TempFile: keepIn(t)}, true, "-: cannot be read to its end: the cable was pulled"},
		"compressed":          {Request{InputFormat: "csv.gz", Stdin: after(gzipped(t, "x\n")[:8])}, true, "cable"},
		"not compressed":      {Request{InputFormat: "csv.gz", Stdin: strings.NewReader("a,b\n1,2\n3,4\n")}, true, "-: is not gzip data"},
		"empty":               {Request{InputFormat: "csv", Stdin: strings.NewReader("")}, true, "-: the file is empty"},
		"Parquet":             {Request{InputFormat: "parquet", Stdin: after(pq), TempFile: keepIn(t)}, true, "-: cannot be read: the cable was pulled"},
		"no Parquet":          {Request{InputFormat: "parquet", Stdin: strings.NewReader("x\n1\n"), TempFile: keepIn(t)}, true, "Parquet"},
		"no place":            {Request{InputFormat: "csv", Stdin: strings.NewReader("x\n1\n")}, false, "no place for temporary files"},
		"no place, Parquet":   {Request{InputFormat: "parquet", Stdin: strings.NewReader(pq)}, false, "no place for temporary files"},
		"no space":            {Request{InputFormat: "csv", Stdin: strings.NewReader("x\n1\n"), TempFile: noSpace}, false, "no space left"},
		"no space, Parquet":   {Request{InputFormat: "parquet", Stdin: strings.NewReader(pq), TempFile: noSpace}, false, "no space left"},
		"no writing, Parquet": {Request{InputFormat: "parquet", Stdin: strings.NewReader(pq), TempFile: readOnly}, false, "keep - in a file"},
		"no writing":          {Request{InputFormat: "csv", Stdin: strings.NewReader("x\n1\n"), TempFile: readOnly}, false, "keep - for another pass"},
	} {
		t.Run(name, func(t *testing.T) {
			c.req.Paths = []string{"-"}
			err := readTwice(t, c.req)
			var de *engine.DataError
			if err == nil || !strings.Contains(err.Error(), c.says) || errors.As(err, &de) != c.data {
				t.Errorf("got %v (the data's: %v)\nwant an error that says %q (the data's: %v)", err, de != nil, c.says, c.data)
			}
		})
	}
}

func keepIn(t *testing.T) func() (*os.File, error) {
	temp := tempFiles{dir: t.TempDir()}
	return temp.create
}

func readTwice(t *testing.T, req Request) error {
	src, err := Open(t.Context(), req)
	if err != nil {
		return err
	}
	defer src.Close()
	for _, again := range []bool{true, false} {
		if _, err := scanAll(t.Context(), src, engine.ScanRequest{Columns: allColumns(src), Again: again}, 1); err != nil {
			return err
		}
	}
	return nil
}

// TestDataErrorsOfParquet checks that what is no Parquet file is named.
func TestDataErrorsOfParquet(t *testing.T) {
	good := parquetFileOf(t, "x:int64", `{"x":1}`)
	for name, text := range map[string]string{"empty": "", "text": "x\n1\n", "half": good[:len(good)/2], "cut": good[:len(good)-1]} {
		t.Run(name, func(t *testing.T) {
			files{"f.parquet": text}.write(t)
			_, err := read(t, Request{Paths: []string{filepath.Join(".", "f.parquet")}}, 1)
			wantDataError(t, err, "f.parquet", "f.parquet: ")
		})
	}
}
