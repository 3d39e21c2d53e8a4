package remote_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	parquetgo "github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/file"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"

	"assay"
	"assay/readers"
)

const (
	alikeGroups = 3
	alikeRows   = 40_000 // of a group
)

// parquetFile has three columns, of which amounts do not compress.
func parquetFile(t *testing.T) string {
	t.Helper()
	schema := arrow.NewSchema([]arrow.Field{
		{Name: "id", Type: arrow.PrimitiveTypes.Int64}, {Name: "amount", Type: arrow.PrimitiveTypes.Float64}, {Name: "label", Type: arrow.BinaryTypes.String},
	}, nil)
	var out bytes.Buffer
	w, err := pqarrow.NewFileWriter(schema, &out, parquetgo.NewWriterProperties(parquetgo.WithDictionaryDefault(false)), pqarrow.DefaultWriterProps())
	if err != nil {
		t.Fatal(err)
	}
	for g := range alikeGroups {
		b := array.NewRecordBuilder(memory.DefaultAllocator, schema)
		for i := range alikeRows {
			n := g*alikeRows + i
			b.Field(0).(*array.Int64Builder).Append(int64(n))
			b.Field(1).(*array.Float64Builder).Append(float64(n*7919%100_003) / 7)
			b.Field(2).(*array.StringBuilder).Append(fmt.Sprintf("label %d", n%9))
		}
		record := b.NewRecordBatch()
		if err := w.Write(record); err != nil {
			t.Fatal(err)
		}
		record.Release()
		b.Release()
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// csvFile has the same columns, some of its cells not fitting.
func csvFile() string {
	var b strings.Builder
	b.WriteString("id,amount,label\n")
	for i := range 60_000 {
		fmt.Fprintf(&b, "%d,%g,\"label, %d\"\n", i, float64(i*7919%100_003)/7, i%9)
	}
	b.WriteString("60000,,\"over\nlines\"\n60001,not a number,x\n")
	return b.String()
}

func gzipped(t *testing.T, text string) string {
	t.Helper()
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	if _, err := z.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

const alikeSuite = `version: 1
suite: alike
expectations:
  - unique: id
  - between: {column: amount, min: 0, max: 14000}
  - not-null: amount
  - in-set: {column: label, values: ["label 1", "label, 2"], mostly: 0.1}
`

// verdictOf is the JSON report on data, without the names of files.
func verdictOf(t *testing.T, address string, p place, digests bool) string {
	t.Helper()
	s, err := assay.LoadSuite("suite.yaml")
	if err != nil {
		t.Fatal(err)
	}
	opt := assay.Options{Reports: []string{"json"}}
	opt.Access = p.opt
	opt.Now = time.Unix(0, 0)
	if digests {
		opt.Digests = new(readers.Digests)
	}
	res, err := assay.Check(context.Background(), s, assay.Files(address), opt)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Close()
	for i := range res.Files {
		res.Files[i].Path = filepath.Base(res.Files[i].Path)
	}
	var out bytes.Buffer
	if err := assay.WriteReport(&out, res, "json"); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(out.String(), "s3cret") {
		t.Error("the report tells a secret")
	}
	return out.String()
}

// TestAlike checks that the same bytes give the same result wherever they are.
func TestAlike(t *testing.T) {
	text := csvFile()
	objects := map[string]string{
		"a.csv": text, "a.csv.gz": gzipped(t, text), "a.parquet": parquetFile(t),
		"parts/day=1/p.csv": text, "parts/day=2/p.csv": text, "parts/_SUCCESS": "",
	}
	dir := folder(t, objects)
	t.Chdir(t.TempDir())
	write(t, "suite.yaml", alikeSuite)
	all := places(t, objects)
	for _, name := range []string{"a.csv", "a.csv.gz", "a.parquet", "parts/"} {
		for _, digests := range []bool{false, true} {
			if digests && name == "parts/" {
				continue // the digest of a folder is that of its paths, too
			}
			want := verdictOf(t, filepath.Join(dir, name), place{}, digests)
			for kind, p := range all {
				if kind == "https" && name == "parts/" {
					continue
				}
				t.Run(fmt.Sprintf("%s/%s/digests=%t", kind, name, digests), func(t *testing.T) {
					if have := verdictOf(t, p.at(name), p, digests); have != want {
						t.Errorf("another result\n%s\nwant\n%s", have, want)
					}
				})
			}
		}
	}
}

// TestParquetFetches counts what is fetched of a Parquet file: the start and the
// end of it once, and the chunks of the one column that is needed.
func TestParquetFetches(t *testing.T) {
	content := parquetFile(t)
	f, err := file.NewParquetReader(strings.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var chunks int64
	for g := range f.NumRowGroups() {
		c, err := f.MetaData().RowGroup(g).ColumnChunk(1)
		if err != nil {
			t.Fatal(err)
		}
		chunks += c.TotalCompressedSize()
	}
	var mu sync.Mutex
	var ranges []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		ranges = append(ranges, r.Header.Get("Range"))
		mu.Unlock()
		w.Header().Set("ETag", `"1"`)
		http.ServeContent(w, r, "a.parquet", time.Time{}, strings.NewReader(content))
	}))
	defer server.Close()
	suite := filepath.Join(t.TempDir(), "suite.yaml")
	write(t, suite, "version: 1\nexpectations:\n  - between: {column: amount, min: 0, max: 14286}\n")
	s, err := assay.LoadSuite(suite)
	if err != nil {
		t.Fatal(err)
	}
	opt := assay.Options{}
	opt.Run.Timing, opt.Run.NoStatistics = true, false
	opt.Access.Anonymous = true
	res, err := assay.Check(context.Background(), s, assay.Files(server.URL+"/a.parquet"), opt)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Close()
	const ends = 2 * (64 << 10)
	t.Logf("%d of %d bytes, ranges %v", res.Timing.Fetched, len(content), ranges)
	if res.Timing.Requests != int64(len(ranges)) || len(ranges) != 2+alikeGroups {
		t.Errorf("%d requests were counted, %d were made: %v", res.Timing.Requests, len(ranges), ranges)
	}
	if have := res.Timing.Fetched; have != ends+chunks {
		t.Errorf("%d bytes were fetched, want %d of the ends and %d of the column", have, ends, chunks)
	}
}
