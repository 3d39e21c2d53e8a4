package soak_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"math/big"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/decimal128"
	"github.com/apache/arrow-go/v18/arrow/decimal256"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/compress"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"

	"assay"
	"assay/integrations/soak"
	"assay/readers"
	"assay/readers/csv"
)

// place is where a row stands.
type place struct {
	file   int
	record int64
	line   int64 // 0 in Parquet
}

// layout is how a table is stored.
type layout int

const (
	csvFiles layout = iota
	parquetFiles
	batches // in memory
)

// dataset is a stored table.
type dataset struct {
	layout  layout
	dir     string  // of files
	places  []place // of its rows
	chunk   int     // bytes of a split of CSV
	schema  *arrow.Schema
	batches []arrow.RecordBatch
}

// store stores a table, in parts that are often so small that a column has no
// value in many of them.
func store(t *testing.T, r *rand.Rand, table *soak.Table, how layout) *dataset {
	t.Helper()
	d := &dataset{layout: how, dir: t.TempDir()}
	if how == batches {
		d.storeBatches(r, table)
	} else {
		d.writeFiles(t, r, table)
	}
	return d
}

func (d *dataset) storeBatches(r *rand.Rand, table *soak.Table) {
	d.schema = schemaOf(table)
	rows := splitRows(r, table.Rows)
	for from := 0; from < table.Rows; from += rows {
		d.batches = append(d.batches, recordOf(d.schema, table, from, min(from+rows, table.Rows)))
	}
	for row := range table.Rows {
		d.places = append(d.places, place{record: int64(row + 1)})
	}
}

// mostSplits bounds how many parts a file is cut into.
const mostSplits = 200

// splitRows draws how many rows a part of a file has.
func splitRows(r *rand.Rand, rows int) int {
	return max(pick(r, 1, 2, 3, 1+r.IntN(100), 1000, 100_000), rows/mostSplits)
}

func (d *dataset) writeFiles(t *testing.T, r *rand.Rand, table *soak.Table) {
	t.Helper()
	from, longest := 0, 0
	for i, rows := range randomFiles(r, table.Rows) {
		to := from + rows
		var lines []int64
		name, data := fmt.Sprintf("part-%d.parquet", i), []byte(nil)
		if d.layout == parquetFiles {
			data = parquetBytes(t, r, table, from, to)
		} else {
			var text string
			text, lines = csvText(r, table, from, to)
			longest = max(longest, len(text))
			name, data = fmt.Sprintf("part-%d.csv", i), []byte(text)
			if chance(r, 20) {
				name, data = name+".gz", zipped(t, data)
			}
		}
		if err := os.WriteFile(filepath.Join(d.dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
		for row := range rows {
			p := place{file: i, record: int64(row + 1)}
			if lines != nil {
				p.line = lines[row]
			}
			d.places = append(d.places, p)
		}
		from = to
	}
	d.chunk = max(pick(r, 16, 50, 300, 5000, csv.DefaultChunkBytes), longest/mostSplits)
}

// open makes data of it as a suite says. Files are opened here, so that CSV is
// cut into small parts.
func (d *dataset) open(ctx context.Context, s *assay.Suite) (assay.Data, error) {
	if d.layout == batches {
		return assay.Records("batches", d.schema, d.batches...), nil
	}
	src, err := readers.Open(ctx, readers.Request{
		Paths: []string{d.dir}, Types: s.Data.Types, Hint: s.Hints, CSV: csv.Options{NullValues: s.Data.CSV.NullValues, ChunkBytes: d.chunk},
	})
	return assay.Data{Source: src}, err
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

func arrowType(c *soak.Column) arrow.DataType {
	switch {
	case c.Type != soak.Decimal:
		return arrowTypes[c.Type]
	case c.Precision > 38:
		return &arrow.Decimal256Type{Precision: int32(c.Precision), Scale: int32(c.Scale)}
	}
	return &arrow.Decimal128Type{Precision: int32(c.Precision), Scale: int32(c.Scale)}
}

func schemaOf(table *soak.Table) *arrow.Schema {
	var fields []arrow.Field
	for _, c := range table.Columns {
		fields = append(fields, arrow.Field{Name: c.Name, Type: arrowType(c), Nullable: true})
	}
	return arrow.NewSchema(fields, nil)
}

// recordOf are rows of a table in memory.
func recordOf(schema *arrow.Schema, table *soak.Table, from, to int) arrow.RecordBatch {
	b := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	defer b.Release()
	for i, c := range table.Columns {
		for _, cell := range c.Cells[from:to] {
			appendCell(b.Field(i), c, cell)
		}
	}
	return b.NewRecordBatch()
}

// parquetBytes writes rows as a Parquet file of random layout.
func parquetBytes(t *testing.T, r *rand.Rand, table *soak.Table, from, to int) []byte {
	t.Helper()
	schema := schemaOf(table)
	record := recordOf(schema, table, from, to)
	defer record.Release()
	// Without statistics, arrow-go writes the number of nulls wrongly into the
	// headers of pages of version 2, and the reader refuses the file.
	stats, version := chance(r, 70), parquet.DataPageV1
	if stats && chance(r, 50) {
		version = parquet.DataPageV2
	}
	var out bytes.Buffer
	w, err := pqarrow.NewFileWriter(schema, &out, parquet.NewWriterProperties(
		parquet.WithMaxRowGroupLength(int64(splitRows(r, to-from))),
		parquet.WithDictionaryDefault(chance(r, 60)),
		parquet.WithDataPageSize(int64(pick(r, 100, 1000, 1<<20))),
		parquet.WithDataPageVersion(version),
		parquet.WithStats(stats),
		parquet.WithStoreDecimalAsInteger(chance(r, 50)),
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

func appendCell(b array.Builder, c *soak.Column, cell soak.Cell) {
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
	case *array.Decimal128Builder:
		b.Append(decimal128.FromBigInt(unscaled(c, cell.Value)))
	case *array.Decimal256Builder:
		b.Append(decimal256.FromBigInt(unscaled(c, cell.Value)))
	}
}

// unscaled is a decimal as an integer.
func unscaled(c *soak.Column, v any) *big.Int {
	return new(big.Rat).Mul(v.(*big.Rat), c.One()).Num()
}
