package assay_test

import (
	"context"
	"io"
	"os"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/compress"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"

	"assay/engine"
	"assay/readers/records"
)

// writeParquet writes what src reads into row groups of the given size. It is
// written by another library than the one that will read it.
func writeParquet(t *testing.T, path string, src engine.Source, groupRows int64, dictionaries bool) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	props := parquet.NewWriterProperties(
		parquet.WithMaxRowGroupLength(groupRows),
		parquet.WithCompression(compress.Codecs.Snappy),
		parquet.WithDictionaryDefault(dictionaries),
	)
	w, err := pqarrow.NewFileWriter(src.Schema(), f, props, pqarrow.DefaultWriterProps())
	if err != nil {
		t.Fatalf("write %s: %v", path, err)
	}
	eachBatchOf(t, src, func(b *engine.Batch) {
		rec := asRecord(t, src.Schema(), b)
		defer rec.Release()
		if err := w.Write(rec); err != nil {
			t.Fatalf("write %s: %v", path, err)
		}
	})
	if err := w.Close(); err != nil {
		t.Fatalf("write %s: %v", path, err)
	}
}

// readRecords is a Parquet file's rows as record batches of two, as Arrow's own
// library reads them.
func readRecords(t *testing.T, path string) engine.Source {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	table, err := pqarrow.ReadTable(context.Background(), f, nil, pqarrow.ArrowReadProperties{BatchSize: 2}, memory.DefaultAllocator)
	if err != nil {
		t.Fatalf("read %s: %v", path, err)
	}
	reader := array.NewTableReader(table, 2)
	var batches []arrow.RecordBatch
	for reader.Next() {
		batch := reader.RecordBatch()
		batch.Retain()
		batches = append(batches, batch)
	}
	return records.New("arrow", table.Schema(), batches)
}

// eachBatchOf reads all columns of src.
func eachBatchOf(t *testing.T, src engine.Source, visit func(*engine.Batch)) {
	t.Helper()
	eachSplit(t, src, func(s engine.Split) { eachBatch(t, s, visit) })
}

func eachSplit(t *testing.T, src engine.Source, visit func(engine.Split)) {
	t.Helper()
	ctx := context.Background()
	var req engine.ScanRequest
	for i := range src.Schema().NumFields() {
		req.Columns = append(req.Columns, engine.ColumnRequest{Index: i})
	}
	scan, err := src.Scan(ctx, req)
	if err != nil {
		t.Fatal(err)
	}
	defer scan.Close()
	for {
		split, err := scan.Next(ctx)
		if err == io.EOF {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		visit(split)
		if err := split.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func eachBatch(t *testing.T, split engine.Split, visit func(*engine.Batch)) {
	t.Helper()
	for {
		b, err := split.Next(context.Background())
		if err == io.EOF {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		visit(b)
	}
}

// asRecord is a batch as Arrow's own writers take it.
func asRecord(t *testing.T, schema *arrow.Schema, b *engine.Batch) arrow.RecordBatch {
	t.Helper()
	columns := make([]arrow.Array, len(b.Columns))
	for i, c := range b.Columns {
		if c.Invalid.Any() {
			t.Fatalf("%s has a cell that does not fit its type, which only CSV can hold: write \"formats: csv\" above the case",
				schema.Field(i).Name)
		}
		columns[i] = c.Array
	}
	return array.NewRecordBatch(schema, columns, int64(b.Rows))
}

// TestFormatsSplitTheData makes sure that the formats are what their names say.
func TestFormatsSplitTheData(t *testing.T) {
	c := readCase(t, "testdata/expectations/between/numbers.txtar")
	want := map[string]int{"csv": 1, "csv-chunks": 5, "parquet": 1, "parquet-groups": 3, "parquet-plain": 1, "arrow": 3}
	for _, format := range axes[0] {
		src := c.open(t, format)
		splits := make(map[int]bool)
		eachSplit(t, src, func(s engine.Split) {
			eachBatch(t, s, func(*engine.Batch) { splits[s.Ordinal()] = true })
		})
		src.Close()
		if len(splits) != want[format] {
			t.Errorf("%s: rows in %d splits, want %d", format, len(splits), want[format])
		}
	}
}

// TestMemoryAxisSpills makes sure that state leaves memory where it says so.
func TestMemoryAxisSpills(t *testing.T) {
	for _, path := range []string{"unique/values", "median-between/values", "compound-unique/values"} {
		c := readCase(t, "testdata/expectations/"+path+".txtar")
		for at, want := range []bool{false, true} {
			if spilled := c.run(t, []int{0, 0, 0, 0, at, 0}).Timing.Spilled > 0; spilled != want {
				t.Errorf("%s, %s: spilled %t", path, axes[4][at], spilled)
			}
		}
	}
}
