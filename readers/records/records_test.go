package records_test

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"assay/engine"
	"assay/engine/vector"
	"assay/readers/records"
)

// fromJSON makes a batch of JSON objects, whose memory is checked.
func fromJSON(t *testing.T, mem memory.Allocator, schema *arrow.Schema, rows string) arrow.RecordBatch {
	t.Helper()
	batch, _, err := array.RecordFromJSON(mem, schema, strings.NewReader(rows))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(batch.Release)
	return batch
}

// table reads a source whole: the texts of the cells of each column, "null"
// where there are none, and the malformed rows.
func table(t *testing.T, src engine.Source, batchRows int, text bool) (cells [][]string, malformed []string) {
	t.Helper()
	var req engine.ScanRequest
	req.BatchRows = batchRows
	for i, f := range src.Schema().Fields() {
		if vector.LaneOf(f.Type) != vector.Unusable {
			req.Columns = append(req.Columns, engine.ColumnRequest{Index: i, Text: text})
		}
	}
	cells = make([][]string, len(req.Columns))
	scan, err := src.Scan(context.Background(), req)
	if err != nil {
		t.Fatal(err)
	}
	defer scan.Close()
	for {
		split, err := scan.Next(context.Background())
		if err == io.EOF {
			return cells, malformed
		}
		if err != nil {
			t.Fatal(err)
		}
		for {
			b, err := split.Next(context.Background())
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			for i, c := range b.Columns {
				v, err := new(vector.Decoder).Decode(c.Array, nil, nil)
				if err != nil {
					t.Fatal(err)
				}
				for row := range b.Rows {
					cells[i] = append(cells[i], shown(v.At(row)))
				}
			}
			for _, m := range b.Malformed {
				malformed = append(malformed, m.Reason)
			}
		}
		if err := split.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func shown(v vector.Scalar) string {
	if v.IsNull() {
		return "null"
	}
	return v.Text()
}

// checked is an allocator whose memory must all be released at the test's end.
func checked(t *testing.T) memory.Allocator {
	mem := memory.NewCheckedAllocator(memory.DefaultAllocator)
	t.Cleanup(func() { mem.AssertSize(t, 0) })
	return mem
}

// TestCells reads what structs hold, dictionaries and views, in batches of any
// size, as they are stored and as text.
func TestCells(t *testing.T) {
	words := &arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int8, ValueType: arrow.BinaryTypes.String}
	inner := arrow.StructOf(
		arrow.Field{Name: "n", Type: arrow.PrimitiveTypes.Int32, Nullable: true},
		arrow.Field{Name: "word", Type: words, Nullable: true},
		arrow.Field{Name: "nothing", Type: arrow.Null, Nullable: true},
	)
	schema := arrow.NewSchema([]arrow.Field{
		{Name: "s", Type: inner, Nullable: true},
		{Name: "view", Type: arrow.BinaryTypes.StringView},
		{Name: "list", Type: arrow.ListOf(arrow.PrimitiveTypes.Int64), Nullable: true},
		{Name: "when", Type: arrow.FixedWidthTypes.Date32},
	}, nil)
	mem := checked(t)
	batches := []arrow.RecordBatch{
		fromJSON(t, mem, schema, `[
			{"s": {"n": 1, "word": "a"}, "view": "short", "list": [1], "when": "2024-01-31"},
			{"s": null, "view": "longer than an inline view", "list": null, "when": "2024-02-01"},
			{"s": {"n": null, "word": "b"}, "view": "", "list": [], "when": "2024-02-02"}]`),
		fromJSON(t, mem, schema, `[]`),
		fromJSON(t, mem, schema, `[{"s": {"n": 4, "word": null}, "view": "x", "list": [2, 3], "when": "2024-02-03"}]`),
	}
	src := records.New("orders", schema, batches)
	defer src.Close()
	var names []string
	for _, f := range src.Schema().Fields() {
		names = append(names, f.Name)
	}
	if got := strings.Join(names, " "); got != "s.n s.word s.nothing view list when" {
		t.Errorf("columns %s", got)
	}
	want := "1|null|null|4\na|null|b|null\nnull|null|null|null\nshort|longer than an inline view||x\n2024-01-31|2024-02-01|2024-02-02|2024-02-03\n"
	for _, rows := range []int{0, 1, 2} {
		for _, text := range []bool{false, true} {
			cells, malformed := table(t, src, rows, text)
			var got strings.Builder
			for _, column := range cells {
				got.WriteString(strings.Join(column, "|") + "\n")
			}
			if got.String() != want || len(malformed) > 0 {
				t.Errorf("batches of %d, text %t:\n%swant:\n%s%v", rows, text, got.String(), want, malformed)
			}
		}
	}
}

// TestBrokenText makes rows malformed whose text is no UTF-8, each once.
func TestBrokenText(t *testing.T) {
	mem := checked(t)
	word := arrow.Field{Name: "word", Type: &arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int8, ValueType: arrow.BinaryTypes.String}}
	schema := arrow.NewSchema([]arrow.Field{{Name: "text", Type: arrow.BinaryTypes.LargeString}, word, {Name: "bytes", Type: arrow.BinaryTypes.Binary}}, nil)
	b := array.NewRecordBuilder(mem, schema)
	defer b.Release()
	b.Field(0).(*array.LargeStringBuilder).AppendValues([]string{"ü", "\xff", "\xfe"}, nil)
	for _, w := range []string{"a", "\xfc", "a"} {
		if err := b.Field(1).(*array.BinaryDictionaryBuilder).AppendString(w); err != nil {
			t.Fatal(err)
		}
	}
	b.Field(2).(*array.BinaryBuilder).AppendValues([][]byte{{0xff}, {0}, nil}, nil)
	batch := b.NewRecordBatch()
	defer batch.Release()
	for _, rows := range []int{0, 1} {
		_, malformed := table(t, records.New("bytes", schema, []arrow.RecordBatch{batch}), rows, false)
		want := `the text of column "text" is not UTF-8; the text of column "word" is not UTF-8|the text of column "text" is not UTF-8`
		if got := strings.Join(malformed, "|"); got != want {
			t.Errorf("batches of %d:\n%s\nwant\n%s", rows, got, want)
		}
	}
}

// TestSplits cuts a large batch, and leaves its memory alone.
func TestSplits(t *testing.T) {
	schema := arrow.NewSchema([]arrow.Field{{Name: "n", Type: arrow.PrimitiveTypes.Int64}}, nil)
	mem := checked(t)
	b := array.NewRecordBuilder(mem, schema)
	defer b.Release()
	const rows = 200_000
	for i := range int64(rows) {
		b.Field(0).(*array.Int64Builder).Append(i)
	}
	batch := b.NewRecordBatch()
	defer batch.Release()
	src := records.New("n", schema, []arrow.RecordBatch{batch})
	scan, err := src.Scan(context.Background(), engine.ScanRequest{})
	if err != nil {
		t.Fatal(err)
	}
	defer scan.Close()
	splits, total := 0, int64(0)
	for {
		split, err := scan.Next(context.Background())
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		for err == nil {
			_, err = split.Next(context.Background())
		}
		total += split.Totals().Records
		splits++
		split.Close()
	}
	if splits != 4 || total != rows {
		t.Errorf("%d rows in %d splits", total, splits)
	}
}

// failing is a reader that fails after its batches.
type failing struct {
	array.RecordReader
	err error
}

func (f failing) Err() error { return f.err }

// TestUnreadable are streams that cannot be read; each error is one of the data.
func TestUnreadable(t *testing.T) {
	one := arrow.NewSchema([]arrow.Field{{Name: "n", Type: arrow.PrimitiveTypes.Int64}}, nil)
	other := arrow.NewSchema([]arrow.Field{{Name: "m", Type: arrow.PrimitiveTypes.Int64}}, nil)
	twice := arrow.NewSchema([]arrow.Field{
		{Name: "a.b", Type: arrow.PrimitiveTypes.Int64},
		{Name: "a", Type: arrow.StructOf(arrow.Field{Name: "b", Type: arrow.PrimitiveTypes.Int64})},
	}, nil)
	broken := errors.New("the server went away")
	for want, src := range map[string]engine.Source{
		"the server went away": records.NewStream("feed", one, func(context.Context) (array.RecordReader, error) {
			r, err := array.NewRecordReader(one, nil)
			return failing{r, broken}, err
		}),
		"connection refused": records.NewStream("feed", one, func(context.Context) (array.RecordReader, error) {
			return nil, errors.New("connection refused")
		}),
		"a batch has the schema": records.NewStream("feed", one, func(context.Context) (array.RecordReader, error) {
			return array.NewRecordReader(other, []arrow.RecordBatch{fromJSON(t, memory.DefaultAllocator, other, `[{"m": 1}]`)})
		}),
		`has two columns named "a.b"; rename one of them`: records.New("feed", twice, nil),
	} {
		err := readAll(src)
		var data *engine.DataError
		if !errors.As(err, &data) || data.Path != "feed" || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

// readAll takes every split of a source.
func readAll(src engine.Source) error {
	scan, err := src.Scan(context.Background(), engine.ScanRequest{})
	if err != nil {
		return err
	}
	defer scan.Close()
	for {
		split, err := scan.Next(context.Background())
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if err := split.Close(); err != nil {
			return err
		}
	}
}
