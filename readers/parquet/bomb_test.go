package parquet

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"

	"assay/engine"
	"assay/integrations/bounded"
)

// zeros is n zero bytes, compressed: a few kilobytes, whatever n.
func zeros(t *testing.T, n int) []byte {
	t.Helper()
	z, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	return z.EncodeAll(make([]byte, n), nil)
}

// TestBombs reads small files that declare, or are, far more than they look
// like. Each is refused in the memory that the largest page takes, or less.
func TestBombs(t *testing.T) {
	required64 := leafOf(format.Int64, format.Required)
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
	wide := func(columns int) []byte {
		return crafted{element: leafOf(format.Int64, format.Required), rows: 1, pages: []craftedPage{pageV1(1, format.Plain, nil, le64(5))},
			edit: func(m *format.FileMetaData) {
				leaf, chunk := m.Schema[1], m.RowGroups[0].Columns[0]
				m.Schema[0].NumChildren.V = int32(columns)
				m.Schema, m.RowGroups[0].Columns = m.Schema[:1], nil
				for i := range columns {
					leaf.Name = fmt.Sprintf("column_%d", i)
					chunk.MetaData.PathInSchema = []string{leaf.Name}
					m.Schema = append(m.Schema, leaf)
					m.RowGroups[0].Columns = append(m.RowGroups[0].Columns, chunk)
				}
			}}.bytes(t)
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
