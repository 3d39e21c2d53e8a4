package parquet

import (
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"

	"assay/engine"
)

// fixture is what testdata/parquet/generate.py says of a file.
type fixture struct {
	Rows    int64
	Columns []struct {
		Name   string
		Type   string
		Nested bool
		Values []*string
	}
}

const fixtureDir = "../../testdata/parquet"

func fixtureFiles(t testing.TB) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(fixtureDir, "*.parquet"))
	if err != nil || len(files) < 50 {
		t.Fatalf("found %d fixtures, %v", len(files), err)
	}
	return files
}

// TestFixtures reads every file of testdata and compares schema and values with
// what pyarrow found in it.
func TestFixtures(t *testing.T) {
	files := fixtureFiles(t)
	if more := os.Getenv("ASSAY_PARQUET_FIXTURES"); more != "" {
		found, err := filepath.Glob(more)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, found...)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".parquet"), func(t *testing.T) {
			want := loadFixture(t, file)
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, rows := range []int{1, 2, 3, 1024} {
				checkFixture(t, data, want, rows, Options{})
			}
			for _, n := range []int{1, 2, 7, 100} {
				checkFixture(t, data, want, 3, Options{Splits: 1 << 20, SplitRows: n})
			}
		})
	}
}

func loadFixture(t *testing.T, file string) fixture {
	t.Helper()
	name, _, _ := strings.Cut(strings.TrimSuffix(file, ".parquet"), "__")
	raw, err := os.ReadFile(name + ".json")
	if err != nil {
		t.Fatal(err)
	}
	var f fixture
	if err := json.Unmarshal(raw, &f); err != nil {
		t.Fatal(err)
	}
	return f
}

func checkFixture(t *testing.T, data []byte, want fixture, batchRows int, opt Options) {
	t.Helper()
	src, err := openBytes(data, opt)
	if err != nil {
		t.Fatal(err)
	}
	schema := src.Schema()
	if schema.NumFields() != len(want.Columns) {
		t.Fatalf("the schema has %d fields, want %d: %v", schema.NumFields(), len(want.Columns), schema)
	}
	var req engine.ScanRequest
	req.BatchRows = batchRows
	for i, c := range want.Columns {
		f := schema.Field(i)
		if f.Name != c.Name {
			t.Errorf("field %d is %q, want %q", i, f.Name, c.Name)
		}
		if c.Nested {
			_, err := src.Scan(context.Background(), engine.ScanRequest{Columns: []engine.ColumnRequest{{Index: i}}})
			if err == nil || !strings.Contains(err.Error(), strconv.Quote(c.Name)) {
				t.Errorf("scanning the nested column %q: %v", c.Name, err)
			}
			continue
		}
		if name := typeName(f.Type); name != c.Type {
			t.Errorf("column %q is %s, want %s", c.Name, name, c.Type)
		}
		req.Columns = append(req.Columns, engine.ColumnRequest{Index: i})
	}
	rows, cells, err := readAll(src, req)
	if err != nil {
		t.Fatal(err)
	}
	if rows != want.Rows {
		t.Errorf("read %d rows, want %d", rows, want.Rows)
	}
	for i, r := range req.Columns {
		c := want.Columns[r.Index]
		for row, v := range cells[i] {
			w := "null"
			if c.Values[row] != nil {
				w = canonical(*c.Values[row], c.Type)
			}
			if v != w {
				t.Fatalf("batches of %d rows, splits of %d: column %q, row %d is %q, want %q", batchRows, opt.SplitRows, c.Name, row, v, w)
			}
		}
		if len(cells[i]) != len(c.Values) {
			t.Fatalf("column %q has %d cells, want %d", c.Name, len(cells[i]), len(c.Values))
		}
	}
}

func openBytes(data []byte, opt Options) (engine.Source, error) {
	return Open(context.Background(), Input{Name: "test.parquet", ReaderAt: bytes.NewReader(data), Size: int64(len(data))}, opt)
}

// readAll reads all rows of the requested columns as text.
func readAll(src engine.Source, req engine.ScanRequest) (rows int64, cells [][]string, err error) {
	cells = make([][]string, len(req.Columns))
	err = eachBatch(src, req, func(b *engine.Batch) error {
		if req.BatchRows > 0 && b.Rows > req.BatchRows || b.Rows == 0 {
			return fmt.Errorf("a batch has %d rows", b.Rows)
		}
		rows += int64(b.Rows)
		for i, c := range b.Columns {
			if c.Array.Len() != b.Rows {
				return fmt.Errorf("column %d has %d of %d rows", i, c.Array.Len(), b.Rows)
			}
			nulls := 0
			for row := range b.Rows {
				if isNull(c.Array, row) {
					nulls++
				}
				cells[i] = append(cells[i], cellText(c, row))
			}
			if nulls != c.Array.NullN() {
				return fmt.Errorf("column %d counts %d nulls, and has %d", i, c.Array.NullN(), nulls)
			}
		}
		return nil
	})
	return rows, cells, err
}

// eachBatch drives a scan to its end.
func eachBatch(src engine.Source, req engine.ScanRequest, visit func(*engine.Batch) error) error {
	ctx := context.Background()
	scan, err := src.Scan(ctx, req)
	if err != nil {
		return err
	}
	defer scan.Close()
	for {
		split, err := scan.Next(ctx)
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		for {
			b, err := split.Next(ctx)
			if err == io.EOF {
				break
			}
			if err == nil {
				err = visit(b)
			}
			if err != nil {
				split.Close()
				return err
			}
		}
		if err := split.Close(); err != nil {
			return err
		}
	}
}

// cellText is a cell in the form of the fixtures; an invalid one has a mark
// before its text.
func cellText(c engine.Column, row int) string {
	if c.Invalid != nil && c.Invalid.Get(row) {
		if !isNull(c.Array, row) {
			return "invalid cell with a value"
		}
		return "!" + c.InvalidText(row)
	}
	arr := c.Array
	if isNull(arr, row) {
		return "null"
	}
	if d, ok := arr.(*array.Dictionary); ok {
		arr, row = d.Dictionary(), d.GetValueIndex(row)
	}
	return valueText(arr, row)
}

// isNull knows that arrays of the null type hold nulls only, and that an entry of
// a dictionary may be null.
func isNull(arr arrow.Array, row int) bool {
	if d, ok := arr.(*array.Dictionary); ok && d.IsValid(row) {
		return d.Dictionary().IsNull(d.GetValueIndex(row))
	}
	return arr.DataType().ID() == arrow.NULL || arr.IsNull(row)
}

func valueText(arr arrow.Array, row int) string {
	switch a := arr.(type) {
	case *array.Boolean:
		return strconv.FormatBool(a.Value(row))
	case *array.Int8:
		return fmt.Sprint(a.Value(row))
	case *array.Int16:
		return fmt.Sprint(a.Value(row))
	case *array.Int32:
		return fmt.Sprint(a.Value(row))
	case *array.Int64:
		return fmt.Sprint(a.Value(row))
	case *array.Uint8:
		return fmt.Sprint(a.Value(row))
	case *array.Uint16:
		return fmt.Sprint(a.Value(row))
	case *array.Uint32:
		return fmt.Sprint(a.Value(row))
	case *array.Uint64:
		return fmt.Sprint(a.Value(row))
	case *array.Float16:
		return floatText(float64(a.Value(row).Float32()))
	case *array.Float32:
		return floatText(float64(a.Value(row)))
	case *array.Float64:
		return floatText(a.Value(row))
	case *array.String:
		return "'" + a.Value(row)
	case *array.Binary:
		return "'" + hex.EncodeToString(a.Value(row))
	case *array.FixedSizeBinary:
		return "'" + hex.EncodeToString(a.Value(row))
	case *array.Date32:
		return fmt.Sprint(int32(a.Value(row)))
	case *array.Time32:
		return fmt.Sprint(int32(a.Value(row)))
	case *array.Time64:
		return fmt.Sprint(int64(a.Value(row)))
	case *array.Timestamp:
		return fmt.Sprint(int64(a.Value(row)))
	case *array.Duration:
		return fmt.Sprint(int64(a.Value(row)))
	case *array.Decimal128:
		return a.Value(row).ToString(a.DataType().(*arrow.Decimal128Type).Scale)
	case *array.Decimal256:
		return a.Value(row).ToString(a.DataType().(*arrow.Decimal256Type).Scale)
	}
	return fmt.Sprintf("an array of %v", arr.DataType())
}

func floatText(f float64) string {
	if math.IsNaN(f) {
		return "nan"
	}
	return fmt.Sprintf("%016x", math.Float64bits(f))
}

// canonical brings the text of a fixture into the form of valueText.
func canonical(s, typ string) string {
	switch {
	case strings.HasPrefix(typ, "float") && s != "nan":
		f, err := strconv.ParseFloat(s, 64)
		if err != nil {
			return err.Error()
		}
		return floatText(f)
	case typ == "string" || typ == "binary" || strings.HasPrefix(typ, "fixed_size_binary"):
		return "'" + s
	}
	return s
}

// typeName is a type as pyarrow spells it.
func typeName(t arrow.DataType) string {
	switch t := t.(type) {
	case *arrow.StringType:
		return "string"
	case *arrow.Decimal128Type:
		return fmt.Sprintf("decimal128(%d, %d)", t.Precision, t.Scale)
	case *arrow.Decimal256Type:
		return fmt.Sprintf("decimal256(%d, %d)", t.Precision, t.Scale)
	case *arrow.FixedSizeBinaryType:
		return fmt.Sprintf("fixed_size_binary[%d]", t.ByteWidth)
	}
	return t.String()
}
