package soak_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/compress"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"

	"assay/integrations/soak"
)

// place is where a row stands.
type place struct {
	file   int
	record int64
	line   int64 // 0 in Parquet
}

// writeTable writes a table as files of one layout, and tells where its rows
// stand.
func writeTable(t *testing.T, r *rand.Rand, table *soak.Table, dir string, asParquet bool) []place {
	t.Helper()
	var places []place
	from := 0
	for i, rows := range randomFiles(r, table.Rows) {
		to := from + rows
		var lines []int64
		name, data := fmt.Sprintf("part-%d.parquet", i), []byte(nil)
		if asParquet {
			data = parquetBytes(t, r, table, from, to)
		} else {
			var text string
			text, lines = csvText(r, table, from, to)
			name, data = fmt.Sprintf("part-%d.csv", i), []byte(text)
			if chance(r, 20) {
				name, data = name+".gz", zipped(t, data)
			}
		}
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
		for row := range rows {
			p := place{file: i, record: int64(row + 1)}
			if lines != nil {
				p.line = lines[row]
			}
			places = append(places, p)
		}
		from = to
	}
	return places
}

func zipped(t *testing.T, data []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, err := z.Write(data)
	if err := errors.Join(err, z.Close()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

var arrowTypes = map[soak.Type]arrow.DataType{
	soak.Int: arrow.PrimitiveTypes.Int64, soak.Float: arrow.PrimitiveTypes.Float64, soak.Text: arrow.BinaryTypes.String,
	soak.Bool: arrow.FixedWidthTypes.Boolean, soak.Date: arrow.FixedWidthTypes.Date32,
}

// parquetBytes writes rows as a Parquet file of random layout.
func parquetBytes(t *testing.T, r *rand.Rand, table *soak.Table, from, to int) []byte {
	t.Helper()
	var fields []arrow.Field
	for _, c := range table.Columns {
		fields = append(fields, arrow.Field{Name: c.Name, Type: arrowTypes[c.Type], Nullable: true})
	}
	schema := arrow.NewSchema(fields, nil)
	b := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	defer b.Release()
	for i, c := range table.Columns {
		for _, cell := range c.Cells[from:to] {
			appendCell(b.Field(i), cell)
		}
	}
	record := b.NewRecordBatch()
	defer record.Release()
	// Without statistics, arrow-go writes the number of nulls wrongly into the
	// headers of pages of version 2, and the reader refuses the file.
	stats, version := chance(r, 70), parquet.DataPageV1
	if stats && chance(r, 50) {
		version = parquet.DataPageV2
	}
	var out bytes.Buffer
	w, err := pqarrow.NewFileWriter(schema, &out, parquet.NewWriterProperties(
		parquet.WithMaxRowGroupLength(int64(pick(r, 1+r.IntN(100), 1000, 100_000))),
		parquet.WithDictionaryDefault(chance(r, 60)),
		parquet.WithDataPageSize(int64(pick(r, 100, 1000, 1<<20))),
		parquet.WithDataPageVersion(version),
		parquet.WithStats(stats),
		parquet.WithCompression(pick(r, compress.Codecs.Uncompressed, compress.Codecs.Snappy, compress.Codecs.Zstd, compress.Codecs.Gzip)),
	), pqarrow.DefaultWriterProps())
	if err != nil {
		t.Fatal(err)
	}
	if to > from {
		err = w.Write(record)
	}
	if err := errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func appendCell(b array.Builder, cell soak.Cell) {
	if cell.Missing() {
		b.AppendNull()
		return
	}
	switch b := b.(type) {
	case *array.Int64Builder:
		b.Append(integer(cell.Value))
	case *array.Float64Builder:
		b.Append(float(cell.Value))
	case *array.StringBuilder:
		b.Append(cell.Value.(string))
	case *array.BooleanBuilder:
		b.Append(cell.Value.(bool))
	case *array.Date32Builder:
		b.Append(arrow.Date32(integer(cell.Value)))
	}
}
