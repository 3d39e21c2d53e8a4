package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"strings"
	"syscall"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	arrowparquet "github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/compress"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"
	"github.com/klauspost/compress/zstd"

	"assay"
	"assay/engine"
	"assay/readers/csv"
	"assay/readers/parquet"
)

// badSector is a file that cannot be read from one byte on, or at that byte
// alone.
type badSector struct {
	bytes []byte
	at    int
	alone bool
}

func (f badSector) ReadAt(p []byte, offset int64) (int, error) {
	from := min(int(offset), len(f.bytes))
	n := copy(p, f.bytes[from:])
	if to := from + n; f.at < to && (from <= f.at || !f.alone) {
		return max(f.at-from, 0), syscall.EIO
	}
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

// stream reads the same bytes in order.
func (f badSector) stream() io.Reader {
	if f.at == len(f.bytes) {
		return bytes.NewReader(f.bytes)
	}
	return io.MultiReader(bytes.NewReader(f.bytes[:f.at]), failingReader{})
}

type failingReader struct{}

func (failingReader) Read([]byte) (int, error) { return 0, syscall.EIO }

// TestReadErrors has every read of small data fail at every byte. A run that
// ends with a verdict must have the result of one without faults.
func TestReadErrors(t *testing.T) {
	notForGoldens(t)
	text := []byte(faultCSV(faultRows))
	var zipped bytes.Buffer
	z := gzip.NewWriter(&zipped)
	z.Write(text)
	z.Close()
	encoder, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	columns := faultParquet(t, faultRows)
	t.Setenv("TMPDIR", t.TempDir())
	stdin := func(format string) func(context.Context, badSector) (assay.Data, error) {
		return func(_ context.Context, f badSector) (assay.Data, error) {
			return assay.Reader(f.stream(), format), nil
		}
	}
	for _, c := range []struct {
		fault string
		bytes []byte
		open  func(context.Context, badSector) (assay.Data, error)
		alone []bool
	}{
		{"a read error in a CSV file", text, openCSV, []bool{false, true}},
		{"a read error in a Parquet file", columns, openParquet, []bool{false, true}},
		{"a read error in a stream of CSV", text, stdin("csv"), []bool{false}},
		{"a read error in a stream of CSV, gzip", zipped.Bytes(), stdin("csv.gz"), []bool{false}},
		{"a read error in a stream of CSV, Zstandard", encoder.EncodeAll(text, nil), stdin("csv.zst"), []bool{false}},
		{"a read error in a stream of Parquet", columns, stdin("parquet"), []bool{false}},
	} {
		clean := readFaulty(t, c.bytes, len(c.bytes), false, c.open)
		if clean.code != assay.ExitRejected {
			t.Fatalf("%s: without faults the exit code is %d: %s", c.fault, clean.code, clean.text)
		}
		tries, verdicts := 0, 0
		for _, alone := range c.alone {
			for at := range c.bytes {
				tries++
				switch got := readFaulty(t, c.bytes, at, alone, c.open); {
				case got == clean:
					verdicts++
				case got.code != assay.ExitData || got.text == "" || strings.Contains(got.text, "panic"):
					t.Fatalf("%s at byte %d: exit code %d: %s", c.fault, at, got.code, got.text)
				}
			}
		}
		if verdicts > tries/10 {
			t.Errorf("%s: %d of %d runs did not meet the fault", c.fault, verdicts, tries)
		}
		documented(t, c.fault, tries)
	}
}

// faultyRun is how a run ended: its code, and its report or complaint.
type faultyRun struct {
	code assay.ExitCode
	text string
}

func readFaulty(t *testing.T, data []byte, at int, alone bool, open func(context.Context, badSector) (assay.Data, error)) faultyRun {
	t.Helper()
	suite, err := assay.Loader{}.Parse("suite.yaml", []byte(faultSuite))
	if err != nil {
		t.Fatal(err)
	}
	d, err := open(t.Context(), badSector{data, at, alone})
	if err != nil {
		return faultyRun{assay.ExitCodeOf(nil, err), err.Error()}
	}
	opt := assay.Options{Reports: []string{"json"}, Run: engine.RunOptions{Workers: 1, NoStatistics: true}}
	res, err := assay.Check(t.Context(), suite, d, opt)
	if err != nil {
		return faultyRun{assay.ExitCodeOf(nil, err), err.Error()}
	}
	defer res.Close()
	var report strings.Builder
	if err := assay.WriteReport(&report, res, "json"); err != nil {
		t.Fatal(err)
	}
	return faultyRun{assay.ExitCodeOf(res, nil), report.String()}
}

func openCSV(ctx context.Context, f badSector) (assay.Data, error) {
	probe, err := csv.NewProbe(ctx, csv.Input{Name: "data.csv", At: f, Size: int64(len(f.bytes))}, csv.Options{ChunkBytes: 300})
	if err != nil {
		return assay.Data{}, err
	}
	types := csv.Infer([]*csv.Probe{probe}, nil, func(string) engine.Hint { return engine.NoHint })
	src, err := probe.Open(types)
	return assay.Data{Source: src}, errors.Join(err, probe.Close())
}

func openParquet(ctx context.Context, f badSector) (assay.Data, error) {
	src, err := parquet.Open(ctx, parquet.Input{Name: "data.parquet", ReaderAt: f, Size: int64(len(f.bytes))}, parquet.Options{})
	return assay.Data{Source: src}, err
}

// faultParquet is the table of faultCSV in three row groups.
func faultParquet(t *testing.T, rows int) []byte {
	t.Helper()
	schema := arrow.NewSchema([]arrow.Field{
		{Name: "n", Type: arrow.PrimitiveTypes.Int64},
		{Name: "text", Type: arrow.BinaryTypes.String},
		{Name: "day", Type: arrow.FixedWidthTypes.Date32, Nullable: true},
	}, nil)
	b := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	defer b.Release()
	const firstOf2024 = 19723
	for i := range rows + 1 {
		n, day := int64(i), arrow.Date32(firstOf2024+i%28)
		if i == rows {
			n += 1_000_000
		}
		b.Field(0).(*array.Int64Builder).Append(n)
		b.Field(1).(*array.StringBuilder).Append("row " + strings.Repeat("x", i))
		if i%5 > 0 || i == rows {
			b.Field(2).(*array.Date32Builder).Append(day)
		} else {
			b.Field(2).AppendNull()
		}
	}
	record := b.NewRecordBatch()
	defer record.Release()
	var out bytes.Buffer
	props := arrowparquet.NewWriterProperties(arrowparquet.WithMaxRowGroupLength(int64(rows/3+1)), arrowparquet.WithCompression(compress.Codecs.Snappy))
	w, err := pqarrow.NewFileWriter(schema, &out, props, pqarrow.DefaultWriterProps())
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(w.Write(record), w.Close()); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
