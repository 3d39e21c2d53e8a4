package parquet

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/klauspost/compress/zstd"
	parquetdelta "github.com/parquet-go/parquet-go/encoding/delta"
	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"

	"assay/engine"
	"assay/integrations/bounded"
)

// zeros is n zero bytes, compressed: a few kilobytes, whatever n.
func zeros(t *testing.T, n int) []byte {
	t.Helper()
	return zstandard(t, make([]byte, n))
}

func zstandard(t *testing.T, data []byte) []byte {
	t.Helper()
	z, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	return z.EncodeAll(data, nil)
}

// TestBombs reads small files that declare, or are, far more than they look
// like. Each is refused in the memory that the largest page takes, or less.
func TestBombs(t *testing.T) {
	required64 := leafOf(format.Int64, format.Required)
	huge := leafOf(format.FixedLenByteArray, format.Optional)
	huge.TypeLength = thrift.New(int32(1<<31 - 1))
	text := leafOf(format.ByteArray, format.Required)
	one := []craftedPage{pageV1(1, format.Plain, nil, le64(5))}
	packed := zeros(t, DefaultMaxPageBytes)
	bomb := func(declared, values int) []craftedPage {
		p := pageV1(values, format.Plain, nil, packed)
		return []craftedPage{p.sized(declared)}
	}
	deep := func(levels int) func(*format.FileMetaData) {
		return func(m *format.FileMetaData) {
			leaf := m.Schema[1]
			m.Schema = m.Schema[:1]
			for range levels {
				m.Schema = append(m.Schema, format.SchemaElement{Name: "g", NumChildren: thrift.New(int32(1)), RepetitionType: thrift.New(format.Optional)})
			}
			m.Schema = append(m.Schema, leaf)
		}
	}
	for _, c := range []struct {
		name   string
		file   crafted
		budget uint64
		want   string
	}{
		{"a page that declares 2 GiB", crafted{element: required64, rows: 1, codec: format.Zstd, pages: bomb(1<<31-1, 1)}, 16 << 20, "more than the limit of 268435456"},
		{"a page that is more than it declares", crafted{element: required64, rows: 1, codec: format.Zstd, pages: bomb(8, 1)}, 16 << 20, "does not decompress to the size that its header declares"},
		{"a page of the greatest size for one value", crafted{element: required64, rows: 1, codec: format.Zstd, pages: bomb(DefaultMaxPageBytes, 1)}, 4 * DefaultMaxPageBytes, "a page holds more than its values"},
		{"a page of millions of empty texts for one row", crafted{element: text, rows: 1, codec: format.Zstd, pages: bomb(DefaultMaxPageBytes, 1)}, 4 * DefaultMaxPageBytes, ""},
		{"a dictionary that declares 2,147,483,647 values", crafted{element: required64, rows: 1, pages: []craftedPage{dictPage(1<<31-1, le64(1)), pageV1(1, format.RLEDictionary, nil, []byte{0})}}, 16 << 20, ""},
		{"a page that declares 2,147,483,647 values", crafted{element: required64, rows: 1<<31 - 1, pages: []craftedPage{pageV1(1<<31-1, format.Plain, nil, le64(1))}}, 16 << 20, "the data ends too early"},
		{"a missing value of 2,147,483,647 bytes", crafted{element: huge, rows: 1, pages: []craftedPage{pageV1(1, format.Plain, runOf(1, 0), nil)}}, 16 << 20, "take more than 1073741824 bytes"},
		{"groups in groups, 65 deep", crafted{element: required64, rows: 1, pages: one, edit: deep(65)}, 16 << 20, "its schema is nested more than 64 deep"},
		{"groups in groups, 100,000 deep", crafted{element: required64, rows: 1, pages: one, edit: deep(100_000)}, 128 << 20, "its schema is nested more than 64 deep"},
		{"groups of a billion children", crafted{element: required64, rows: 1, pages: one, edit: func(m *format.FileMetaData) { m.Schema[0].NumChildren.V = 1 << 30 }}, 16 << 20, "its schema ends inside a group"},
	} {
		t.Run(c.name, func(t *testing.T) {
			file := c.file.bytes(t)
			for _, audit := range []bool{false, true} {
				var err error
				bounded.Run(t, c.budget, func() { err = readWhole(file, audit, Options{}) })
				var data *engine.DataError
				if !errors.As(err, &data) || strings.Contains(err.Error(), internalError) || !strings.Contains(err.Error(), c.want) {
					t.Errorf("the error is %v, want %q in it", err, c.want)
				}
			}
		})
	}
}

// sameColumns gives a crafted file n columns, all of them the same bytes.
func sameColumns(n int) func(*format.FileMetaData) {
	return func(m *format.FileMetaData) {
		leaf, chunk := m.Schema[1], m.RowGroups[0].Columns[0]
		m.Schema[0].NumChildren.V = int32(n)
		m.Schema, m.RowGroups[0].Columns = m.Schema[:1], nil
		for i := range n {
			leaf.Name = fmt.Sprintf("column_%d", i)
			chunk.MetaData.PathInSchema = []string{leaf.Name}
			m.Schema = append(m.Schema, leaf)
			m.RowGroups[0].Columns = append(m.RowGroups[0].Columns, chunk)
		}
	}
}

// TestManyBombs reads columns each of which is within the limit of a page: those
// that are read together may not take many times as much. One after the other
// they may. No more memory is taken for a thousand than for five.
func TestManyBombs(t *testing.T) {
	const pageBytes = 8 << 20
	required64 := leafOf(format.Int64, format.Required)
	values := pageBytes / 8
	file := func(n int, pages ...craftedPage) []byte {
		return crafted{element: required64, rows: int64(values), codec: format.Zstd, pages: pages, edit: sameColumns(n)}.bytes(t)
	}
	data := pageV1(values, format.Plain, nil, zeros(t, pageBytes)).sized(pageBytes)
	dictionary := dictPage(values, zeros(t, pageBytes)).sized(pageBytes)
	indexes := append([]byte{1}, runOf(values, 0)...)
	indexed := pageV1(values, format.RLEDictionary, nil, zstandard(t, indexes)).sized(len(indexes))
	opt := Options{MaxPageBytes: pageBytes}
	const together = "the pages of the columns that are read together take more than 33554432 bytes beyond 32 for each stored one; raise max_page"
	for _, c := range []struct {
		name string
		file []byte
		opt  Options
		want string
	}{
		{"four", file(4, data), opt, ""},
		{"five", file(5, data), opt, together},
		{"a thousand", file(1000, data), opt, together},
		{"five, by another limit", file(5, data), Options{MaxPageBytes: 2 * pageBytes}, ""},
		{"four dictionaries", file(4, dictionary, indexed), opt, ""},
		{"a thousand dictionaries", file(1000, dictionary, indexed), opt, together},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.want == "" {
				if err := readWhole(c.file, false, c.opt); err != nil {
					t.Error(err)
				}
				return
			}
			// Room grows fourfold, and dictionaries are copied out of their pages.
			bounded.Run(t, 4*roomPages*pageBytes, func() {
				err := readWhole(c.file, false, c.opt)
				var data *engine.DataError
				if !errors.As(err, &data) || !strings.Contains(err.Error(), c.want) {
					t.Errorf("the error is %v, want %q in it", err, c.want)
				}
			})
		})
	}
	// An audit holds one column at a time.
	src, err := openBytes(file(20, data), opt)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := readAll(src, engine.ScanRequest{Audit: true}); err != nil {
		t.Errorf("one column after the other: %v", err)
	}
}

// TestBatchesOfManyColumns reads columns whose texts are few bytes, and many once
// they are decoded: where those of all columns would be too much for one batch,
// its rows are fewer.
func TestBatchesOfManyColumns(t *testing.T) {
	const rows, length, wide, pageBytes = 2000, 4096, 100, 1 << 20
	texts := bytes.Repeat([]byte("x"), rows*length)
	ends := make([]uint32, rows+1)
	for i := range ends {
		ends[i] = uint32(i * length)
	}
	encoded, err := new(parquetdelta.ByteArrayEncoding).EncodeByteArray(nil, texts, ends)
	if err != nil {
		t.Fatal(err)
	}
	packed := pageV1(rows, format.DeltaByteArray, nil, zstandard(t, encoded)).sized(len(encoded))
	file := crafted{element: leafOf(format.ByteArray, format.Required), rows: rows, codec: format.Zstd,
		pages: []craftedPage{packed}, edit: sameColumns(wide)}.bytes(t)
	src, err := openBytes(file, Options{MaxPageBytes: pageBytes})
	if err != nil {
		t.Fatal(err)
	}
	var req engine.ScanRequest
	for i := range wide {
		req.Columns = append(req.Columns, engine.ColumnRequest{Index: i})
	}
	seen, largest := 0, 0
	// All texts are 800 MiB.
	bounded.Run(t, 64<<20, func() {
		err = eachBatch(src, req, func(b *engine.Batch) error {
			seen += b.Rows
			size := 0
			for _, c := range b.Columns {
				size += len(c.Array.(*array.Binary).ValueBytes())
			}
			largest = max(largest, size)
			return nil
		})
	})
	if err != nil || seen != rows || largest > roomPages*pageBytes+wide*minBatchBytes {
		t.Errorf("%d rows, %d bytes in the largest batch, %v", seen, largest, err)
	}
}

// TestChunksInOnePlace reads columns that are large, and all the same bytes of
// the file.
func TestChunksInOnePlace(t *testing.T) {
	values := 1 << 17
	file := crafted{element: leafOf(format.Int64, format.Required), rows: int64(values),
		pages: []craftedPage{pageV1(values, format.Plain, nil, make([]byte, 8*values))}, edit: sameColumns(1000)}.bytes(t)
	bounded.Run(t, 16<<20, func() {
		_, err := openBytes(file, Options{})
		if want := "its column chunks take 1044"; err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("the error is %v, want %q in it", err, want)
		}
	})
}

// TestNestedMetadata reads a footer of lists within lists, as nobody writes.
func TestNestedMetadata(t *testing.T) {
	for _, depth := range []int{30, 1 << 20} {
		footer := append(bytes.Repeat([]byte{0x19}, depth), 0) // field 1: a list of one list …
		file := slices.Concat([]byte(magic), footer, le32(int32(len(footer))), []byte(magic))
		bounded.Run(t, 16<<20, func() {
			_, err := openBytes(file, Options{})
			if err == nil || !strings.Contains(err.Error(), "nested more than 24 deep") {
				t.Errorf("%d deep: the error is %v", depth, err)
			}
		})
	}
}

// TestManyColumns audits a file of 5,000 columns, and opens one of a million.
func TestManyColumns(t *testing.T) {
	wide := func(n int) []byte {
		return crafted{element: leafOf(format.Int64, format.Required), rows: 1,
			pages: []craftedPage{pageV1(1, format.Plain, nil, le64(5))}, edit: sameColumns(n)}.bytes(t)
	}
	some, million := wide(5_000), wide(1_000_000)
	bounded.Run(t, 1<<30, func() {
		if err := readWhole(some, true, Options{}); err != nil {
			t.Error(err)
		}
	})
	bounded.Run(t, 4<<30, func() {
		src, err := openBytes(million, Options{})
		if err != nil || src.Schema().NumFields() != 1_000_000 {
			t.Errorf("the error is %v", err)
		}
	})
}

// TestFileThatChanges reads a file that is cut off, or becomes another one, once
// its footer is known: what is left is never taken for all of it.
func TestFileThatChanges(t *testing.T) {
	whole := readFixture(t, "scalars__plain-v1")
	other := readFixture(t, "required__plain-v1")
	for _, c := range []struct {
		name string
		then []byte
		want string
	}{
		{"shorter", whole[:len(whole)/4], "the file ends before the column does; it was cut short"},
		{"empty", nil, "the file ends before the column does; it was cut short"},
		{"another", slices.Concat(other, make([]byte, max(len(whole)-len(other), 0))), "column"},
		{"longer", slices.Concat(whole, whole), ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			file := &changing{now: whole}
			src, err := Open(t.Context(), Input{Name: "test.parquet", ReaderAt: file, Size: int64(len(whole))}, Options{})
			if err != nil {
				t.Fatal(err)
			}
			file.now = c.then
			var req engine.ScanRequest
			for i, col := range src.(*source).columns {
				if col.why == "" {
					req.Columns = append(req.Columns, engine.ColumnRequest{Index: i})
				}
			}
			_, _, err = readAll(src, req)
			var data *engine.DataError
			if c.want == "" && err != nil || c.want != "" && (!errors.As(err, &data) || !strings.Contains(err.Error(), c.want)) {
				t.Errorf("the error is %v, want %q in it", err, c.want)
			}
		})
	}
}

// changing is a file that somebody writes to.
type changing struct{ now []byte }

func (c *changing) ReadAt(p []byte, at int64) (int, error) {
	return bytes.NewReader(c.now).ReadAt(p, at)
}
