package parquet

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/parquet-go/parquet-go/format"

	"assay/engine"
)

func readFixture(t testing.TB, name string) []byte {
	t.Helper()
	return readFile(t, filepath.Join(fixtureDir, name+".parquet"))
}

func readFile(t testing.TB, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// countingReader counts the bytes that are read, and fails once told to.
type countingReader struct {
	r    io.ReaderAt
	mu   sync.Mutex
	read int64
	fail func(offset int64, n int) error
}

func (c *countingReader) ReadAt(b []byte, offset int64) (int, error) {
	c.mu.Lock()
	c.read += int64(len(b))
	c.mu.Unlock()
	if c.fail != nil {
		if err := c.fail(offset, len(b)); err != nil {
			return 0, err
		}
	}
	return c.r.ReadAt(b, offset)
}

// TestNoColumns checks that rows are counted without a page being read.
func TestNoColumns(t *testing.T) {
	data := readFixture(t, "scalars__plain-v1")
	r := &countingReader{r: bytes.NewReader(data)}
	src, err := Open(context.Background(), Input{Name: "x", ReaderAt: r, Size: int64(len(data))}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	r.read = 0
	var sizes []int
	err = eachBatch(src, engine.ScanRequest{BatchRows: 10}, func(b *engine.Batch) error {
		sizes = append(sizes, b.Rows)
		return nil
	})
	if want := []int{10, 6, 10, 6, 5}; err != nil || !slices.Equal(sizes, want) || r.read > 0 {
		t.Errorf("batches of %v rows after %d bytes, want %v; %v", sizes, r.read, want, err)
	}
}

// TestOnlyRequestedColumns checks that other columns' bytes are left alone.
func TestOnlyRequestedColumns(t *testing.T) {
	data := readFixture(t, "scalars__plain-v1")
	r := &countingReader{r: bytes.NewReader(data)}
	src, err := Open(context.Background(), Input{Name: "x", ReaderAt: r, Size: int64(len(data))}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	s := src.(*source)
	r.fail = func(offset int64, n int) error {
		for _, g := range s.groups {
			if c := g.chunks[5]; offset >= c.start && offset+int64(n) <= c.end {
				return nil
			}
		}
		return fmt.Errorf("bytes %d to %d are of another column", offset, offset+int64(n))
	}
	var totals engine.SplitTotals
	scan, err := src.Scan(context.Background(), engine.ScanRequest{Columns: []engine.ColumnRequest{{Index: 5}}})
	if err != nil {
		t.Fatal(err)
	}
	r.read = 0
	for ordinal := 0; ; ordinal++ {
		split, err := scan.Next(context.Background())
		if err == io.EOF {
			break
		}
		if split.Ordinal() != ordinal || split.File() != 0 {
			t.Errorf("split %d says %d of file %d", ordinal, split.Ordinal(), split.File())
		}
		for err == nil {
			_, err = split.Next(context.Background())
		}
		if err != io.EOF {
			t.Fatal(err)
		}
		split.Close()
		part := split.Totals()
		totals.Records += part.Records
		totals.Bytes += part.Bytes
		if part.Offset != -1 || part.Lines != 0 {
			t.Errorf("split %d has totals %+v", ordinal, part)
		}
	}
	if totals.Records != 37 || totals.Bytes != r.read || r.read == 0 {
		t.Errorf("totals are %+v, and %d bytes were read", totals, r.read)
	}
}

// TestNotParquet opens what is no Parquet file, or is one no longer.
func TestNotParquet(t *testing.T) {
	whole := readFixture(t, "one-row__v1")
	huge := slices.Clone(whole)
	binary.LittleEndian.PutUint32(huge[len(huge)-8:], 1<<31)
	encrypted := slices.Clone(whole)
	copy(encrypted, magicEncrypted)
	copy(encrypted[len(encrypted)-4:], magicEncrypted)
	for _, c := range []struct {
		name string
		data []byte
		want string
	}{
		{"empty", nil, "is not a Parquet file: it has 0 bytes"},
		{"text", []byte("id,name\n1,a\n2,b\n"), "is not a Parquet file: it does not start with PAR1"},
		{"cut", whole[:len(whole)-10], "it was cut short or is still being written"},
		{"a footer longer than the file", huge, "its metadata would have 2147483648 bytes"},
		{"encrypted", encrypted, "is an encrypted Parquet file"},
		{"a footer of zeros", slices.Concat([]byte("PAR1"), make([]byte, 20), []byte{20, 0, 0, 0}, []byte("PAR1")), "metadata"},
		{"no footer", []byte("PAR1\x00\x00\x00\x00PAR1"), "its metadata ends too early"},
	} {
		_, err := openBytes(c.data, Options{})
		if err == nil {
			t.Errorf("%s: opened", c.name)
			continue
		}
		checkDataError(t, err, c.want)
	}
}

// TestEveryTruncation opens every beginning of a file; none may pass for whole.
func TestEveryTruncation(t *testing.T) {
	data := readFixture(t, "int96__v1")
	for n := range len(data) {
		if err := readWhole(data[:n], false, Options{}); err == nil {
			t.Fatalf("the first %d of %d bytes were read", n, len(data))
		}
	}
}

// TestReadErrors fails each read of a file in turn.
func TestReadErrors(t *testing.T) {
	data := readFixture(t, "int96__plain-pages-v2")
	broken := errors.New("input/output error")
	for _, fault := range []error{broken, io.EOF} {
		for n := 0; ; n++ {
			left := n
			r := &countingReader{r: bytes.NewReader(data), fail: func(int64, int) error {
				if left--; left < 0 {
					return fault
				}
				return nil
			}}
			src, err := Open(context.Background(), Input{Name: "test.parquet", ReaderAt: r, Size: int64(len(data))}, Options{})
			if err == nil {
				req := engine.ScanRequest{Columns: []engine.ColumnRequest{{Index: 0}, {Index: 1}, {Index: 2}}}
				err = eachBatch(src, req, func(*engine.Batch) error { return nil })
			}
			if left >= 0 {
				if err != nil || n < 5 {
					t.Fatalf("%d reads do, %v", n, err)
				}
				break
			}
			if fault == broken && !errors.Is(err, broken) {
				t.Errorf("read %d failed, and the error is %v", n, err)
			}
			checkDataError(t, err, "")
		}
	}
}

// TestConcurrentScans reads a file by several workers and several scans at once.
func TestConcurrentScans(t *testing.T) {
	src, err := openBytes(readFixture(t, "groups__v1"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			ctx := context.Background()
			scan, err := src.Scan(ctx, engine.ScanRequest{Columns: []engine.ColumnRequest{{Index: 0}, {Index: 1}}})
			if err != nil {
				t.Error(err)
				return
			}
			var workers sync.WaitGroup
			var mu sync.Mutex
			seen := make(map[int]string)
			for range 3 {
				workers.Go(func() {
					for {
						split, err := scan.Next(ctx)
						if err == io.EOF {
							return
						}
						for err == nil {
							var b *engine.Batch
							if b, err = split.Next(ctx); err == nil {
								mu.Lock()
								seen[split.Ordinal()] += cellText(b.Columns[0], 0) + cellText(b.Columns[1], 0)
								mu.Unlock()
							}
						}
						if err != io.EOF {
							t.Error(err)
							return
						}
						split.Close()
					}
				})
			}
			workers.Wait()
			for i := range 40 {
				if want := fmt.Sprintf("%d'%d", i, i%3); seen[i] != want {
					t.Errorf("row group %d holds %q, want %q", i, seen[i], want)
				}
			}
		})
	}
	wg.Wait()
}

// TestCancelled checks that a cancelled context ends every step.
func TestCancelled(t *testing.T) {
	data := readFixture(t, "groups__v1")
	ctx, cancel := context.WithCancel(context.Background())
	src, err := openBytes(data, Options{})
	if err != nil {
		t.Fatal(err)
	}
	scan, err := src.Scan(ctx, engine.ScanRequest{Columns: []engine.ColumnRequest{{Index: 0}}})
	if err != nil {
		t.Fatal(err)
	}
	split, err := scan.Next(ctx)
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	_, errBatch := split.Next(ctx)
	_, errSplit := scan.Next(ctx)
	_, errScan := src.Scan(ctx, engine.ScanRequest{})
	_, errOpen := Open(ctx, Input{}, Options{})
	for i, err := range []error{errBatch, errSplit, errScan, errOpen} {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("step %d: %v", i, err)
		}
	}
}

// TestLargeValues checks that batches of large values are cut, and that the
// other columns keep step.
func TestLargeValues(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	const rows, size = 40, 3 << 20
	var values []string
	for i := range rows {
		values = append(values, strings.Repeat(string(rune('a'+rng.IntN(26))), size)+fmt.Sprint(i))
	}
	file := crafted{element: leafOf(format.ByteArray, format.Optional), rows: rows + rows/4, pages: []craftedPage{}}
	levels := []byte{15}
	for range 7 { // every fifth row is null
		levels = append(levels, 0b11101111, 0b10111101, 0b11110111, 0b11011110, 0b01111011)
	}
	levels[0] = 7<<1 | 1
	file.pages = append(file.pages, pageV1(rows+rows/4, format.Plain, levels[:8], plainBytes(values...)))
	src, err := openBytes(file.bytes(t), Options{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	batches := 0
	err = eachBatch(src, engine.ScanRequest{Columns: []engine.ColumnRequest{{Index: 0}, {Index: 0, Text: true}}}, func(b *engine.Batch) error {
		batches++
		for row := range b.Rows {
			tail := tailOf(b.Columns[0].Array.(*array.Binary), row)
			if again := tailOf(b.Columns[1].Array.(*array.Binary), row); again != tail {
				t.Fatalf("batch %d, row %d ends in %q and, as text, in %q", batches, row, tail, again)
			}
			got = append(got, tail)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if batches < 3 || len(got) != rows+rows/4 {
		t.Errorf("%d rows in %d batches", len(got), batches)
	}
	next := 0
	for i, g := range got {
		want := "null"
		if levels[1+i/8]>>(i%8)&1 != 0 {
			want = values[next][size-4:]
			next++
		}
		if g != want {
			t.Fatalf("row %d ends in %s, want %s", i, g, want)
		}
	}
}

func tailOf(a *array.Binary, row int) string {
	if a.IsNull(row) {
		return "null"
	}
	v := a.Value(row)
	return string(v[3<<20-4:])
}

// TestBadColumnRequest checks requests for what is not there.
func TestBadColumnRequest(t *testing.T) {
	src, err := openBytes(readFixture(t, "groups__v1"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range []int{-1, 2} {
		if _, err := src.Scan(context.Background(), engine.ScanRequest{Columns: []engine.ColumnRequest{{Index: i}}}); err == nil {
			t.Errorf("column %d was found", i)
		}
	}
}

// TestNestedSchema checks how columns that cannot be read are listed.
func TestNestedSchema(t *testing.T) {
	src, err := openBytes(readFixture(t, "nested__v1"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range src.Schema().Fields() {
		got = append(got, fmt.Sprintf("%s %s %v", f.Name, f.Type, f.Nullable))
	}
	want := []string{
		"id int64 false", "a.b int32 true", "a.c.d utf8 true", "a.c.e float64 true", "r.x bool false",
		"tags list<item: utf8, nullable> true", "m map<utf8, int64, items_nullable> true",
		"s list<item: struct<q: int8 nullable>, nullable> true", "z int16 true",
	}
	if !slices.Equal(got, want) {
		t.Errorf("the schema is\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestArrowSchema damages the Arrow schema of a file in every byte: it may be
// believed or not, and nothing else.
func TestArrowSchema(t *testing.T) {
	data := readFixture(t, "arrow__v1")
	in := Input{Name: "x", ReaderAt: bytes.NewReader(data), Size: int64(len(data))}
	meta, _, err := readFooter(in)
	if err != nil {
		t.Fatal(err)
	}
	root, _, err := parseSchema(meta.Schema)
	if err != nil {
		t.Fatal(err)
	}
	var kv keyValue
	for _, m := range meta.KeyValueMetadata {
		if m.Key == arrowSchemaKey {
			kv = m
		}
	}
	raw, err := base64.StdEncoding.DecodeString(kv.Value)
	if err != nil || len(raw) == 0 {
		t.Fatalf("no Arrow schema, %v", err)
	}
	types := func(raw []byte) (zone string, duration bool) {
		columns := root.columns(nil, 0, nil)
		refine(columns, root, []keyValue{{arrowSchemaKey, base64.StdEncoding.EncodeToString(raw)}})
		ts := columns[0].field.Type.(*arrow.TimestampType)
		return ts.TimeZone, columns[5].field.Type.ID() == arrow.DURATION
	}
	if zone, duration := types(raw); zone != "Europe/Berlin" || !duration {
		t.Errorf("the zone is %q, duration %v", zone, duration)
	}
	believed := 0
	for i := range raw {
		for _, b := range []byte{0, 0x7f, 0x80, 0xff, raw[i] ^ 1} {
			m := slices.Clone(raw)
			m[i] = b
			if zone, _ := types(m); zone == "Europe/Berlin" {
				believed++
			}
		}
		types(raw[:i])
	}
	if believed == 0 || believed == 5*len(raw) {
		t.Errorf("%d of %d damaged schemas were believed", believed, 5*len(raw))
	}
}

// TestPassOverPages checks that a split which begins late in a row group leaves
// the pages before it alone.
func TestPassOverPages(t *testing.T) {
	const pages, rows = 4, 100_000
	file := crafted{element: leafOf(format.Int64, format.Required), rows: pages * rows}
	for p := range pages {
		var values []int64
		for row := range rows {
			values = append(values, int64(p*rows+row))
		}
		file.pages = append(file.pages, pageV1(rows, format.Plain, nil, le64(values...)))
	}
	data := file.bytes(t)
	r := &countingReader{r: bytes.NewReader(data)}
	src, err := Open(context.Background(), Input{Name: "x", ReaderAt: r, Size: int64(len(data))}, Options{Splits: pages, SplitRows: 1})
	if err != nil {
		t.Fatal(err)
	}
	r.read = 0
	next := int64(0)
	err = eachBatch(src, engine.ScanRequest{Columns: []engine.ColumnRequest{{Index: 0}}}, func(b *engine.Batch) error {
		for _, v := range b.Columns[0].Array.(*array.Int64).Int64Values() {
			if v != next {
				return fmt.Errorf("row %d holds %d", next, v)
			}
			next++
		}
		return nil
	})
	if err != nil || next != pages*rows {
		t.Errorf("%d rows, %v", next, err)
	}
	// Each split reads a block to begin with and looks at every header.
	if most := int64(len(data)) + pages*(blockBytes+pages*blockBytes); r.read > most {
		t.Errorf("%d bytes were read of a file of %d", r.read, len(data))
	}
}
