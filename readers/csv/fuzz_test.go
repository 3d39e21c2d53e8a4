package csv

import (
	stdcsv "encoding/csv"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/integrations/bounded"
)

// fuzzBytes is what reading a text of a few kilobytes may take: the readers of
// a chunk, the header and the sample that types are inferred from among it.
const fuzzBytes = 64 << 20

// FuzzTokenizer reads any text below a header of three columns: in chunks of
// every size, as a file and as a stream, it is cut as the dialect's walk from
// start to end cuts it, and as encoding/csv does where that follows RFC 4180.
func FuzzTokenizer(f *testing.F) {
	for _, text := range []string{
		"1,2,3\n", "1,\"2,\n\",3\r\n", "\"a\"\"b\",,\n", "a\"b,\"c\"d,e\n", "1,2\n1,2,3,4\n\n\n", "\"open", "\x00,\xff,\r\r\n", "\"\r\n\",\"\r\",\r\n\r\n",
		"1,2,\"" + strings.Repeat("x\n", 100) + "\"\n", strings.Repeat("\"\"\"\",", 70) + "\n",
	} {
		f.Add(text, uint8(0))
		f.Add(text, uint8(7))
	}
	f.Fuzz(func(t *testing.T, body string, chunk uint8) {
		if len(body) > 16<<10 {
			return
		}
		text := "a,b,c\n" + body
		opt := Options{ChunkBytes: 1 + int(chunk)}
		want, refused := sequential(text, opt)
		for _, in := range []Input{fileInput(text), streamInput(text)} {
			bounded.Run(t, fuzzBytes, func() {
				got, err := readAll(t, in, opt, 2, 0)
				if (err != nil) != (refused != nil) {
					t.Fatalf("the error is %v, the walk's %v", err, refused)
				}
				if refused == nil {
					sameRows(t, got, want, in.seekable())
				}
			})
		}
		if refused == nil {
			sameAsStandard(t, text, want)
		}
	})
}

func sameRows(t *testing.T, got, want []row, places bool) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%d rows, and the walk finds %d", len(got), len(want))
	}
	for i := range want {
		g, w := got[i], want[i]
		if !places {
			g.offset, w.offset = 0, 0
		}
		if fmt.Sprint(g) != fmt.Sprint(w) {
			t.Fatalf("row %d is %+v, and the walk finds %+v", i, g, w)
		}
	}
}

// sameAsStandard compares with encoding/csv, which wants quotes in their places,
// reads \r\n within quotes as \n, and drops a \r at the end of the text.
func sameAsStandard(t *testing.T, text string, rows []row) {
	t.Helper()
	if !strings.HasSuffix(text, "\n") {
		text += "\n"
	}
	for _, r := range rows {
		if strings.Contains(strings.Join(r.cells, ""), "\r") {
			return
		}
	}
	std := stdcsv.NewReader(strings.NewReader(text))
	std.FieldsPerRecord = -1
	want, err := std.ReadAll()
	if err != nil {
		return
	}
	if len(want) != len(rows)+1 {
		t.Fatalf("%d rows, and encoding/csv reads %d", len(rows), len(want)-1)
	}
	for i, r := range rows {
		cells := slices.Clone(want[i+1])
		for len(cells) < 3 {
			cells = append(cells, "")
		}
		if !slices.Equal(r.cells, cells[:3]) {
			t.Fatalf("row %d is %q, and encoding/csv reads %q", i, r.cells, cells)
		}
	}
}

// FuzzCells reads any text as a cell of every type: it fits and is a value, or
// does not and is kept as it is.
func FuzzCells(f *testing.F) {
	types := []arrow.DataType{
		arrow.PrimitiveTypes.Int64, arrow.PrimitiveTypes.Uint64, arrow.PrimitiveTypes.Float64, arrow.FixedWidthTypes.Boolean,
		arrow.FixedWidthTypes.Date32, arrow.FixedWidthTypes.Time64us, arrow.FixedWidthTypes.Time64ns,
		&arrow.Decimal128Type{Precision: 38, Scale: 9}, &arrow.Decimal256Type{Precision: 76, Scale: 38},
		&arrow.TimestampType{Unit: arrow.Second}, &arrow.TimestampType{Unit: arrow.Nanosecond, TimeZone: "UTC"}, arrow.Null,
	}
	for _, cell := range []string{"1", "-007", "1e309", "0x1p3", "nan", "true", "2024-02-30", "23:59:60", "9999-12-31T23:59:59.999999999+14:00",
		"0000-01-01", "١", "1_000", strings.Repeat("9", 80), "-0.0000000000000000000000000000000000000001", "31.12.2024", "\x00", "\xff"} {
		f.Add(cell, false)
		f.Add(cell, true)
	}
	f.Fuzz(func(t *testing.T, cell string, odd bool) {
		if len(cell) > 4<<10 {
			return
		}
		opt := Options{Zone: time.UTC}
		if odd {
			opt = Options{Zone: time.FixedZone("", 3600), Decimal: ',', Thousands: '.', DateFormats: []string{"%d.%m.%Y", "2 Jan 2006 15:04"}, Delimiter: ';', NullValues: []string{"-"}}
		}
		text := "c\n\"" + strings.ReplaceAll(cell, `"`, `""`) + "\"\n"
		for _, dt := range types {
			bounded.Run(t, fuzzBytes, func() { checkCell(t, text, cell, dt, opt) })
		}
	})
}

func checkCell(t *testing.T, text, cell string, dt arrow.DataType, opt Options) {
	t.Helper()
	p, err := NewProbe(t.Context(), fileInput(text), opt)
	if err != nil {
		t.Fatal(err)
	}
	src, err := p.Open(Types{"c": dt})
	if err != nil {
		t.Fatal(err)
	}
	defer src.Close()
	scan, err := src.Scan(t.Context(), engine.ScanRequest{Columns: []engine.ColumnRequest{{Index: 0}}})
	if err != nil {
		t.Fatal(err)
	}
	defer scan.Close()
	split, err := scan.Next(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer split.Close()
	b, err := split.Next(t.Context())
	if err != nil || b.Rows != 1 {
		t.Fatalf("%v: %v", dt, err)
	}
	c := b.Columns[0]
	invalid := c.Invalid != nil && c.Invalid.Get(0)
	if invalid && (c.InvalidText(0) != cell || dt != arrow.Null && c.Array.IsValid(0)) {
		t.Errorf("%v: the invalid cell is %q", dt, c.InvalidText(0))
	}
	if !invalid && dt != arrow.Null && c.Array.IsNull(0) && cell != "" && !(odd(opt) && cell == "-") && !isNaN(cell) {
		t.Errorf("%v: the cell %q got lost", dt, cell)
	}
}

func odd(opt Options) bool { return opt.Delimiter == ';' }

// isNaN reports whether a cell is a number that is missing.
func isNaN(cell string) bool { return strings.EqualFold(strings.TrimLeft(cell, "+-"), "nan") }
