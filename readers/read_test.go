package readers

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/vector"
)

// files are the contents of a folder by path, "/" between names.
type files map[string]string

// write makes the files in a new folder, and makes it the working one, so that
// paths in messages are as a user would see them.
func (f files) write(t *testing.T) {
	t.Helper()
	t.Chdir(t.TempDir())
	for name, text := range f {
		path := filepath.FromSlash(name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// table is what a source gave: a line of text for each row, its cells parted by
// "|". Null is ∅; an invalid cell is its text in ‹›.
type table struct {
	columns []string // name:type
	files   []string
	rows    []string // file#record cells, malformed rows with their reason
}

// read opens a request and reads all of it.
func read(t *testing.T, req Request, workers int) (table, error) {
	t.Helper()
	src, err := Open(t.Context(), req)
	if err != nil {
		return table{}, err
	}
	defer func() {
		if err := src.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	}()
	var out table
	for _, f := range src.Schema().Fields() {
		out.columns = append(out.columns, f.Name+":"+f.Type.String())
	}
	for _, f := range src.Files() {
		out.files = append(out.files, filepath.ToSlash(f.Path))
	}
	out.rows, err = scanAll(t.Context(), src, engine.ScanRequest{Columns: allColumns(src), BatchRows: 3}, workers)
	return out, err
}

func allColumns(src engine.Source) []engine.ColumnRequest {
	var columns []engine.ColumnRequest
	for i := range src.Schema().Fields() {
		columns = append(columns, engine.ColumnRequest{Index: i})
	}
	return columns
}

// pass collects what the splits of a scan give, in their order.
type pass struct {
	mu     sync.Mutex
	splits map[int]splitText
	errs   map[int]error
}

type splitText struct {
	file   int
	rows   []string
	totals engine.SplitTotals
}

func scanAll(ctx context.Context, src engine.Source, req engine.ScanRequest, workers int) ([]string, error) {
	scan, err := src.Scan(ctx, req)
	if err != nil {
		return nil, err
	}
	p := pass{splits: make(map[int]splitText), errs: make(map[int]error)}
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() { p.work(ctx, scan) })
	}
	wg.Wait()
	if err := scan.Close(); err != nil {
		return nil, err
	}
	if len(p.errs) > 0 {
		var at []int
		for n := range p.errs {
			at = append(at, n)
		}
		return nil, p.errs[slices.Min(at)]
	}
	return p.rows(src)
}

func (p *pass) work(ctx context.Context, scan engine.Scan) {
	const unknown = 1 << 30
	for {
		sp, err := scan.Next(ctx)
		if err == io.EOF {
			return
		}
		if err != nil {
			p.fail(unknown, err)
			return
		}
		text, err := splitRows(ctx, sp)
		if cerr := sp.Close(); err == nil {
			err = cerr
		}
		if err != nil {
			p.fail(sp.Ordinal(), err)
			return
		}
		p.mu.Lock()
		p.splits[sp.Ordinal()] = text
		p.mu.Unlock()
	}
}

func (p *pass) fail(ordinal int, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.errs[ordinal] = err
}

// rows joins the splits and numbers their records within the files.
func (p *pass) rows(src engine.Source) ([]string, error) {
	var rows []string
	file, record := -1, 0
	for n := range len(p.splits) {
		sp, ok := p.splits[n]
		if !ok || sp.file < file {
			return nil, fmt.Errorf("split %d is missing, or of a file before the last", n)
		}
		if sp.file != file {
			file, record = sp.file, 0
		}
		if int64(len(sp.rows)) != sp.totals.Records {
			return nil, fmt.Errorf("split %d gave %d rows and counts %d", n, len(sp.rows), sp.totals.Records)
		}
		for _, row := range sp.rows {
			record++
			rows = append(rows, fmt.Sprintf("%s#%d %s", filepath.ToSlash(src.Files()[file].Path), record, row))
		}
	}
	return rows, nil
}

func splitRows(ctx context.Context, sp engine.Split) (splitText, error) {
	out := splitText{file: sp.File()}
	var decoders []vector.Decoder
	for {
		b, err := sp.Next(ctx)
		if err == io.EOF {
			out.totals = sp.Totals()
			return out, nil
		}
		if err != nil {
			return out, err
		}
		if decoders == nil {
			decoders = make([]vector.Decoder, len(b.Columns))
		}
		cells := make([][]string, b.Rows)
		for i, c := range b.Columns {
			v, err := decoders[i].Decode(c.Array, c.Invalid, c.InvalidText)
			if err != nil {
				return out, err
			}
			if v.Len != b.Rows {
				return out, fmt.Errorf("column %d has %d rows of %d", i, v.Len, b.Rows)
			}
			for row := range cells {
				cells[row] = append(cells[row], cellText(v, row))
			}
		}
		for _, m := range b.Malformed {
			cells[m.Row] = append(cells[m.Row], "!"+m.Reason)
		}
		for _, c := range cells {
			out.rows = append(out.rows, strings.Join(c, "|"))
		}
	}
}

func cellText(v *vector.Vector, row int) string {
	switch s := v.At(row); {
	case s.Invalid:
		return "‹" + s.S + "›"
	case s.IsNull():
		return "∅"
	default:
		return s.Text()
	}
}

// wantTable compares what was read, column by column and row by row.
func wantTable(t *testing.T, got table, columns, rows string) {
	t.Helper()
	if have := strings.Join(got.columns, " "); have != columns {
		t.Errorf("columns %s\nwant    %s", have, columns)
	}
	if have := strings.Join(got.rows, "\n"); have != lines(rows) {
		t.Errorf("rows\n%s\nwant\n%s", have, lines(rows))
	}
}

// lines undoes the indentation of a text in a test.
func lines(text string) string {
	var out []string
	for l := range strings.Lines(text) {
		if l = strings.TrimSpace(l); l != "" {
			out = append(out, l)
		}
	}
	return strings.Join(out, "\n")
}

// wantDataError checks that an error is the data's fault and says all that it
// should.
func wantDataError(t *testing.T, err error, path string, says ...string) {
	t.Helper()
	var de *engine.DataError
	if !errors.As(err, &de) {
		t.Fatalf("got %v (%T), want an *engine.DataError", err, err)
	}
	if de.Path != path {
		t.Errorf("the error is about %q, want %q", de.Path, path)
	}
	for _, s := range says {
		if !strings.Contains(err.Error(), s) {
			t.Errorf("the error does not say %q: %v", s, err)
		}
	}
}

var stringType = arrow.BinaryTypes.String

func itoa(n int) string { return strconv.Itoa(n) }
