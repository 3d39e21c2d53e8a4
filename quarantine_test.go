package assay_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"assay"
	"assay/engine"
	"assay/engine/vector"
	"assay/reports"
)

// quarantined checks files and returns the text of the two files that rows went
// to, in CSV.
func quarantined(t *testing.T, files map[string]string, yaml string, check string) (accepted, rejected string) {
	t.Helper()
	t.Chdir(t.TempDir())
	for name, text := range files {
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		write(t, name, text)
	}
	opt := assay.Options{}
	opt.Quarantine = &assay.Quarantine{Accepted: "out-good.csv", Rejected: "out-bad.csv"}
	result, err := assay.Check(context.Background(), parse(t, yaml), assay.Files(check), opt)
	if err != nil {
		t.Fatal(err)
	}
	defer result.Close()
	return read(t, "out-good.csv"), read(t, "out-bad.csv")
}

func read(t *testing.T, path string) string {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func TestQuarantineOfTextAsItStands(t *testing.T) {
	const suite = "version: 1\nexpectations: [{between: {column: n, max: 9}}]\n"
	long := strings.Repeat("long ", 1<<20)
	reasons := ",_assay_failed,_assay_severity,_assay_reason,_assay_file,_assay_record,_assay_line,_assay_raw"
	bad := ",between.n,critical,,"
	for name, c := range map[string]struct {
		files          map[string]string
		suite, check   string
		accepted, rest string
	}{
		"nothing is wrong": {
			files: map[string]string{"a.csv": "\xef\xbb\xbfn;s\r\n1;\"\"\r\n 2 ;x"}, check: "a.csv",
			suite:    "version: 1\ndata: {csv: {delimiter: \";\", trim: true}}\nexpectations: [{between: {column: n, max: 9}}]",
			accepted: "\xef\xbb\xbfn;s\r\n1;\"\"\r\n 2 ;x",
			rest:     "\xef\xbb\xbfn;s" + strings.ReplaceAll(reasons, ",", ";") + "\r\n",
		},
		"everything is": {
			files: map[string]string{"a.csv": "n,s\n10,a\n11,b"}, check: "a.csv", suite: suite,
			accepted: "n,s\n",
			rest:     "n,s" + reasons + "\n10,a" + bad + "a.csv,1,2,\n11,b" + bad + "a.csv,2,3,",
		},
		"no rows": {
			files: map[string]string{"a.csv": "n,s"}, check: "a.csv", suite: suite,
			accepted: "n,s", rest: "n,s" + reasons + "\n",
		},
		"a row without a line end before others": {
			files: map[string]string{"d/a.csv": "n\n1", "d/b.csv": "n\n2\n30"}, check: "d", suite: suite,
			accepted: "n\n1\n2\n", rest: "n" + reasons + "\n30" + bad + "d/b.csv,2,3,",
		},
		"preamble, comments, blank lines and no header": {
			files: map[string]string{"a.csv": "made by\n1,x\n# no row\n\n20,y\n3,z\n"}, check: "a.csv",
			suite:    "version: 1\ndata: {csv: {skip_rows: 1, header: [n, s], comment: \"#\"}}\nexpectations: [{between: {column: n, max: 9}}]",
			accepted: "made by\n1,x\n3,z\n",
			rest:     "made by\n20,y" + bad + "a.csv,2,5,\n",
		},
		"malformed rows": {
			files: map[string]string{"a.csv": "n,s\n1\n2,b,c\n3,\"q\"r\n4,\x00\n5,\xff\n6,ok\n"}, check: "a.csv", suite: suite,
			accepted: "n,s\n6,ok\n",
			rest: "n,s" + reasons + "\n" +
				"1,,well-formed-rows,critical,\"1 cell, header has 2\",a.csv,1,2,1\n" +
				"2,b,well-formed-rows,critical,\"3 cells, header has 2\",a.csv,2,3,\"2,b,c\"\n" +
				"3,qr,well-formed-rows,critical,text after a closing quote,a.csv,3,4,\"3,\"\"q\"\"r\"\n" +
				"4,\x00,well-formed-rows,critical,a NUL byte,a.csv,4,5,\"4,\x00\"\n" +
				"5,\xff,well-formed-rows,critical,not valid UTF-8,a.csv,5,6,\"5,\xff\"\n",
		},
		"another encoding": {
			files: map[string]string{"a.csv": "n,s\n1,caf\xe9\n20,\x80\n"}, check: "a.csv",
			suite:    "version: 1\ndata: {csv: {encoding: windows-1252}}\nexpectations: [{between: {column: n, max: 9}}]",
			accepted: "n,s\n1,caf\xe9\n",
			rest:     "n,s" + reasons + "\n20,\x80" + bad + "a.csv,2,3,\n",
		},
		"folders that are columns": {
			files:    map[string]string{"d/k=a,b/x.csv": "n\n1\n", "d/k=c/x.csv": "n\r\n2\r\n30\r\n"},
			check:    "d",
			suite:    suite,
			accepted: "n,k\n1,\"a,b\"\n2,c\r\n",
			rest:     "n,k" + reasons + "\n30,c" + bad + "d/k=c/x.csv,2,3,\r\n",
		},
		"files whose columns differ": {
			files: map[string]string{"d/a.csv": "n,s\n1,x\n20,\"\"\n", "d/b.csv": "s,n\n\"y,z\",2\n,30\n"}, check: "d",
			suite:    "version: 1\ndata: {union: true, csv: {null_values: []}}\nexpectations: [{between: {column: n, max: 9}}]",
			accepted: "n,s\n1,x\n2,\"y,z\"\n",
			rest:     "n,s" + reasons + "\n20,\"\"" + bad + "d/a.csv,2,3,\n30,\"\"" + bad + "d/b.csv,2,3,\n",
		},
		"a very long cell": {
			files: map[string]string{"a.csv": "n,s\n1,\"" + long + "\"\n20," + long + "\n"}, check: "a.csv", suite: suite,
			accepted: "n,s\n1,\"" + long + "\"\n",
			rest:     "n,s" + reasons + "\n20," + long + bad + "a.csv,2,3,\n",
		},
		"a formula is no business of ours": {
			files: map[string]string{"a.csv": "n,s\n1,=1+1\n20,@x\n"}, check: "a.csv", suite: suite,
			accepted: "n,s\n1,=1+1\n", rest: "n,s" + reasons + "\n20,@x" + bad + "a.csv,2,3,\n",
		},
	} {
		t.Run(name, func(t *testing.T) {
			accepted, rejected := quarantined(t, c.files, c.suite, c.check)
			if accepted != c.accepted {
				t.Errorf("accepted %.300q\nwant     %.300q", accepted, c.accepted)
			}
			if rejected != c.rest {
				t.Errorf("rejected %.700q\nwant     %.700q", rejected, c.rest)
			}
		})
	}
}

func TestQuarantineOfCompressedText(t *testing.T) {
	t.Chdir(t.TempDir())
	const text = "n\n1\n20\n3\n"
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := io.WriteString(z, text); err != nil || z.Close() != nil {
		t.Fatal(err)
	}
	write(t, "a.csv.gz", b.String())
	opt := assay.Options{}
	opt.Quarantine = &assay.Quarantine{Accepted: "good.csv.gz", Rejected: "bad.csv.zst"}
	result, err := assay.Check(context.Background(), parse(t, "version: 1\nexpectations: [{between: {column: n, max: 9}}]"), assay.Files("a.csv.gz"), opt)
	if err != nil {
		t.Fatal(err)
	}
	result.Close()
	for path, rows := range map[string]int64{"good.csv.gz": 2, "bad.csv.zst": 1} {
		again, err := assay.Check(context.Background(), parse(t, "version: 1\nexpectations: [{not-null: n}]"), assay.Files(path), assay.Options{})
		if err != nil || again.Rows != rows {
			t.Fatalf("%s: %v, %v", path, again, err)
		}
		again.Close()
	}
}

// everyType has a column of each type that is written, and a row for every
// remarkable value.
func everyType() (*arrow.Schema, arrow.RecordBatch) {
	fields := []arrow.Field{{Name: "n", Type: arrow.PrimitiveTypes.Int64, Nullable: true}}
	for _, dt := range []arrow.DataType{
		arrow.FixedWidthTypes.Boolean, arrow.PrimitiveTypes.Int8, arrow.PrimitiveTypes.Int16, arrow.PrimitiveTypes.Int32,
		arrow.PrimitiveTypes.Uint8, arrow.PrimitiveTypes.Uint16, arrow.PrimitiveTypes.Uint32, arrow.PrimitiveTypes.Uint64,
		arrow.FixedWidthTypes.Float16, arrow.PrimitiveTypes.Float32, arrow.PrimitiveTypes.Float64,
		&arrow.Decimal128Type{Precision: 4, Scale: 2}, &arrow.Decimal128Type{Precision: 15, Scale: 2},
		&arrow.Decimal128Type{Precision: 38, Scale: 2}, &arrow.Decimal256Type{Precision: 76, Scale: 2},
		arrow.BinaryTypes.String, arrow.BinaryTypes.Binary, &arrow.FixedSizeBinaryType{ByteWidth: 3},
		arrow.FixedWidthTypes.Date32, arrow.FixedWidthTypes.Time32ms, arrow.FixedWidthTypes.Time64us, arrow.FixedWidthTypes.Time64ns,
		&arrow.TimestampType{Unit: arrow.Millisecond}, &arrow.TimestampType{Unit: arrow.Microsecond, TimeZone: "Europe/Paris"},
		&arrow.TimestampType{Unit: arrow.Nanosecond, TimeZone: "UTC"}, &arrow.DurationType{Unit: arrow.Second}, arrow.Null,
	} {
		fields = append(fields, arrow.Field{Name: dt.String(), Type: dt, Nullable: true})
	}
	schema := arrow.NewSchema(fields, nil)
	b := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	defer b.Release()
	texts := [][]string{ // by the kind of the type
		{"1", "0", "20", "-1", "-1.5"}, {"true", "false", "true", "false", "true"}, {"abc", "äx", "", "x,y", "\x00\x01\x02"},
		{"YWJj", "AAAA", "/wEC", "AQID", "AAEC"},
		{"2024-01-31", "1969-12-31", "1582-01-01", "0001-01-01", "9999-12-31"}, {"10:00:00", "23:59:59.999", "00:00:00", "01:02:03", "00:00:00.001"},
		{"2024-01-31T10:00:00Z", "1969-12-31T23:59:59.999Z", "1700-01-01T00:00:00Z", "2024-07-01T00:00:00Z", "2200-12-31T00:00:00Z"},
		{"1s", "0s", "20s", "-1s", "-2s"},
	}
	for i, f := range fields {
		for row := range 6 {
			if row == 3 || f.Type.ID() == arrow.NULL {
				b.Field(i).AppendNull()
				continue
			}
			kind := 0
			switch f.Type.ID() {
			case arrow.BOOL:
				kind = 1
			case arrow.STRING:
				kind = 2
			case arrow.BINARY, arrow.FIXED_SIZE_BINARY:
				kind = 3
			case arrow.DATE32:
				kind = 4
			case arrow.TIME32, arrow.TIME64:
				kind = 5
			case arrow.TIMESTAMP:
				kind = 6
			case arrow.DURATION:
				kind = 7
			}
			text := texts[kind][min(row, 4)]
			if zone, ok := f.Type.(*arrow.TimestampType); ok && zone.TimeZone == "" {
				text = strings.TrimSuffix(text, "Z")
			}
			switch id := f.Type.ID(); {
			case f.Name == "n":
				text = []string{"1", "0", "20", "3", "-1", "-1"}[row]
			case kind == 0 && arrow.IsUnsignedInteger(id):
				text = strings.TrimLeft(strings.TrimSuffix(text, ".5"), "-")
			case kind == 0 && arrow.IsInteger(id):
				text = strings.TrimSuffix(text, ".5")
			}
			if err := b.Field(i).AppendValueFromString(text); err != nil {
				panic(f.Name + " " + text + ": " + err.Error())
			}
		}
	}
	return schema, b.NewRecordBatch()
}

func TestQuarantineKeepsTypesAndValues(t *testing.T) {
	t.Chdir(t.TempDir())
	schema, batch := everyType()
	defer batch.Release()
	opt := assay.Options{}
	opt.Quarantine = &assay.Quarantine{Accepted: "good.parquet", Rejected: "bad.parquet"}
	suite := parse(t, "version: 1\nexpectations: [{between: {column: n, max: 9}}]")
	result, err := assay.Check(context.Background(), suite, assay.Records("batch", schema, batch), opt)
	if err != nil {
		t.Fatal(err)
	}
	defer result.Close()
	var want [2][][]string
	source := assay.Records("batch", schema, batch).Source
	for i, row := range cellsOf(t, source) {
		side := 0
		if i == 2 {
			side = 1
		}
		want[side] = append(want[side], row)
	}
	for side, path := range []string{"good.parquet", "bad.parquet"} {
		src := openBook(t, path, 0)
		for i, f := range schema.Fields() {
			if got := src.Schema().Field(i); got.Name != f.Name || !arrow.TypeEqual(got.Type, f.Type) {
				t.Errorf("%s: column %d is %s %s, want %s %s", path, i, got.Name, got.Type, f.Name, f.Type)
			}
		}
		got := cellsOf(t, src)
		if len(got) != len(want[side]) {
			t.Fatalf("%s has %d rows, want %d", path, len(got), len(want[side]))
		}
		for i := range got {
			if !slices.Equal(got[i], want[side][i]) {
				t.Errorf("%s, row %d:\n%q, want\n%q", path, i, got[i], want[side][i])
			}
		}
	}
	// The statistics and indexes of the file do not contradict its pages.
	again, err := assay.Check(context.Background(), suite, assay.Files("good.parquet"), assay.Options{Run: engine.RunOptions{NoStatistics: true}})
	if err != nil || !again.Accepted {
		t.Fatalf("the accepted rows: %v, %v", again, err)
	}
	again.Close()
}

func TestQuarantineRefusesListsBeforeReading(t *testing.T) {
	t.Chdir(t.TempDir())
	schema := arrow.NewSchema([]arrow.Field{{Name: "n", Type: arrow.PrimitiveTypes.Int64}, {Name: "tags", Type: arrow.ListOf(arrow.PrimitiveTypes.Int64)}}, nil)
	opt := assay.Options{}
	opt.Quarantine = &assay.Quarantine{Accepted: "good.csv"}
	_, err := assay.Check(context.Background(), parse(t, "version: 1\nexpectations: [{not-null: n}]"), assay.Records("lists", schema), opt)
	if assay.ExitCodeOf(nil, err) != assay.ExitUsage || !strings.Contains(err.Error(), `column "tags" is list<`) {
		t.Errorf("got %v", err)
	}
}

// TestQuarantineLeavesNothingBehind ends a run in the pass that writes.
func TestQuarantineLeavesNothingBehind(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "good.csv", "old")
	schema, batches := orders()
	interrupted := func(cancel func()) error { cancel(); return nil }
	unreadable := func(func()) error { return errors.New("the disk is gone") }
	for name, c := range map[string]struct {
		rule string
		pass int // that writes
		end  func(cancel func()) error
	}{
		"interrupted":             {"unique", 2, interrupted},
		"unreadable":              {"unique", 2, unreadable},
		"interrupted in one pass": {"not-null", 1, interrupted},
		"unreadable in one pass":  {"not-null", 1, unreadable},
	} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(context.Background())
			defer cancel()
			opened := 0
			data := assay.Stream("orders", schema, func(context.Context) (array.RecordReader, error) {
				if opened++; opened == c.pass {
					if err := c.end(cancel); err != nil {
						return nil, err
					}
				}
				return array.NewRecordReader(schema, batches)
			})
			opt := assay.Options{}
			opt.Quarantine = &assay.Quarantine{Accepted: "good.csv", Rejected: "bad.parquet"}
			result, err := assay.Check(ctx, parse(t, "version: 1\nexpectations: [{"+c.rule+": sku}]"), data, opt)
			if err == nil || result != nil || opened != c.pass {
				t.Fatalf("got %v, %v, in pass %d", result, err, opened)
			}
			names, err := os.ReadDir(".")
			if err != nil || len(names) != 1 || read(t, "good.csv") != "old" {
				t.Errorf("there are %v (%v)", names, err)
			}
		})
	}
}

// TestQuarantineOfDataThatChange reads fewer rows in the pass that writes.
func TestQuarantineOfDataThatChange(t *testing.T) {
	t.Chdir(t.TempDir())
	schema, batches := orders()
	opened := 0
	data := assay.Stream("orders", schema, func(context.Context) (array.RecordReader, error) {
		if opened++; opened > 1 {
			return array.NewRecordReader(schema, batches[:len(batches)-1])
		}
		return array.NewRecordReader(schema, batches)
	})
	opt := assay.Options{}
	opt.Quarantine = &assay.Quarantine{Accepted: "good.csv"}
	_, err := assay.Check(context.Background(), parse(t, "version: 1\nexpectations: [{unique: sku}]"), data, opt)
	if assay.ExitCodeOf(nil, err) != assay.ExitData || !strings.Contains(err.Error(), "changed while") {
		t.Errorf("got %v", err)
	}
	if names, err := os.ReadDir("."); err != nil || len(names) > 0 {
		t.Errorf("there are %v (%v)", names, err)
	}
}

// TestQuarantinePasses counts how often data are read: once where a row's verdict
// is known when it has been read.
func TestQuarantinePasses(t *testing.T) {
	schema, batches := orders()
	all := &engine.Limit{Share: true, Value: 1}
	for name, c := range map[string]struct {
		yaml   string
		limit  *engine.Limit
		passes int
	}{
		"rows":                            {"[{not-null: sku}, {between: {column: quantity, min: 1}, severity: warning}]", nil, 1},
		"rows in segments":                {"[{not-null: quantity, segments: [sku]}]", nil, 1},
		"rows and folds":                  {"[{not-null: sku}, {mean-between: {column: quantity, min: 1}}]", nil, 1},
		"folds of the accepted rows":      {"[{not-null: sku}, {mean-between: {column: quantity, min: 1}}]", all, 1},
		"keys":                            {"[{not-null: sku}, {unique: sku}]", nil, 3},
		"order":                           {"[{increasing: sku}]", nil, 2},
		"a warning that cannot be judged": {"[{not-null: sku}, {satisfies: \"1 / (quantity - 8) > 0\", severity: warning}]", nil, 2},
		"one that cannot be judged":       {"[{satisfies: \"1 / (quantity - 8) > 0\"}]", nil, 1},
		"folds when one cannot be judged": {"[{satisfies: \"1 / (quantity - 8) > 0\"}, {mean-between: {column: quantity, min: 1}}]", all, 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			opened := 0
			data := assay.Stream("orders", schema, func(context.Context) (array.RecordReader, error) {
				opened++
				return array.NewRecordReader(schema, batches)
			})
			opt := assay.Options{}
			opt.Quarantine = &assay.Quarantine{Accepted: "good.csv", Rejected: "bad.csv", MaxRejected: c.limit}
			result, err := assay.Check(context.Background(), parse(t, "version: 1\nexpectations: "+c.yaml), data, opt)
			if err != nil {
				t.Fatal(err)
			}
			result.Close()
			if opened != c.passes {
				t.Errorf("the data were read %d times, want %d", opened, c.passes)
			}
		})
	}
}

// TestQuarantineOfWhatCannotBeJudged divides by 0 in the middle of the data, whose
// rows before it have been judged: by chance also some of those behind it.
func TestQuarantineOfWhatCannotBeJudged(t *testing.T) {
	t.Chdir(t.TempDir())
	schema := arrow.NewSchema([]arrow.Field{{Name: "n", Type: arrow.PrimitiveTypes.Int64}}, nil)
	b := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	defer b.Release()
	var batches []arrow.RecordBatch
	for n := range int64(3000) {
		b.Field(0).(*array.Int64Builder).Append(n)
		if n%7 == 6 || n == 2999 {
			batches = append(batches, b.NewRecordBatch())
		}
	}
	const folds = "  - mean-between: {column: n, min: 0, max: 10}\n  - median-between: {column: n, min: 0, max: 10}\n"
	for severity, c := range map[string]struct {
		rejected int64
		withheld bool
		mean     string
		ids      string
	}{
		"warning":  {1000, false, "999.5", "between.n"},
		"critical": {0, true, "1499.5", ""},
	} {
		t.Run(severity, func(t *testing.T) {
			for range 20 {
				opt := assay.Options{}
				opt.Run.Workers = 3
				opt.Quarantine = &assay.Quarantine{Accepted: "good.csv", Rejected: "bad.csv", MaxRejected: &engine.Limit{Share: true, Value: 1}}
				yaml := "version: 1\nexpectations:\n  - satisfies: 1 / (n - 1500) < 0\n    severity: " + severity + "\n  - between: {column: n, max: 1999}\n" + folds
				result, err := assay.Check(context.Background(), parse(t, yaml), assay.Records("a", schema, batches...), opt)
				if err != nil {
					t.Fatal(err)
				}
				q, mean := result.Quarantine, result.Outcomes[2]
				if q.Rejected != c.rejected || (q.Withheld != "") != c.withheld || mean.Observed.(vector.Scalar).Text() != c.mean {
					t.Fatalf("%+v, the mean is %v", q, mean.Observed)
				}
				result.Close()
				if c.withheld {
					continue
				}
				for i, line := range strings.Split(strings.TrimSpace(read(t, "bad.csv")), "\n")[1:] {
					if want := fmt.Sprintf("%d,%s,critical,,a,%d,,", 2000+i, c.ids, 2001+i); line != want {
						t.Fatalf("got %s, want %s", line, want)
					}
				}
			}
		})
	}
}

// TestMaxRejected checks what is judged by the accepted rows alone, and what the
// verdict comes to.
func TestMaxRejected(t *testing.T) {
	const rows = "n,k,s\n1,a,x\n2,a,\n300,a,y\n4,b,x\n-5,b,x\n"
	for name, c := range map[string]struct {
		yaml     string
		limit    engine.Limit
		rows     string
		accepted bool
		observed string // of the last outcome
		status   engine.Status
	}{
		"a mean of the accepted rows": {
			yaml:  "- between: {column: n, min: 0, max: 9}\n- mean-between: {column: n, min: 2, max: 3}",
			limit: engine.Limit{Share: true, Value: 0.4}, accepted: true, observed: "2.3333333333333335",
		},
		"one row too many": {
			yaml:  "- between: {column: n, min: 0, max: 9}\n- row-count-between: {max: 3}",
			limit: engine.Limit{Value: 1}, observed: "3",
		},
		"the accepted rows fail": {
			yaml:  "- between: {column: n, min: 0, max: 9}\n- row-count-equals: 5",
			limit: engine.Limit{Value: 5}, observed: "3", status: engine.Fail,
		},
		"where mostly holds, the rows are set aside all the same": {
			yaml:  "- between: {column: n, min: 0}\n  mostly: 0.1\n- min-between: {column: n, min: 1}",
			limit: engine.Limit{Value: 1}, accepted: true, observed: "1",
		},
		"a second pass over the accepted rows": {
			yaml:  "- between: {column: n, max: 9}\n- median-between: {column: n, min: 1, max: 2}",
			limit: engine.Limit{Value: 1}, accepted: true, observed: "1.5",
		},
		"in segments": {
			yaml:  "- between: {column: n, max: 9}\n- max-between: {column: n, max: 9}\n  segments: [k]",
			limit: engine.Limit{Value: 1}, accepted: true,
		},
		"with a condition": {
			yaml:  "- between: {column: n, max: 9}\n- sum-between: {column: n, min: 0}\n  where: k == \"a\"",
			limit: engine.Limit{Value: 1}, accepted: true, observed: "3",
		},
		"no row is left": {
			yaml:  "- between: {column: n, min: 1000}\n- row-count-between: {min: 0}",
			limit: engine.Limit{Share: true, Value: 1}, observed: "0",
		},
		"cells that do not fit are set aside": {
			rows: "n,k\n1,a\nx,b\n2,c\n3,d\n4,e\n", yaml: "- not-null: n\n- max-between: {column: n, max: 9}",
			limit: engine.Limit{Value: 1}, accepted: true, observed: "4",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			if c.rows == "" {
				c.rows = rows
			}
			write(t, "a.csv", c.rows)
			opt := assay.Options{Reports: []string{"json", "text", "html", "markdown"}}
			opt.Quarantine = &assay.Quarantine{Accepted: "good.csv", Rejected: "bad.csv", MaxRejected: &c.limit}
			result, err := assay.Check(context.Background(), parse(t, "version: 1\ndata: {types: {n: int}}\nexpectations:\n"+c.yaml), assay.Files("a.csv"), opt)
			if err != nil {
				t.Fatal(err)
			}
			defer result.Close()
			last := result.Outcomes[len(result.Outcomes)-1]
			if result.Accepted != c.accepted || last.Status != c.status {
				t.Errorf("accepted: %t, %s is %s (%v)", result.Accepted, last.Check.ID, last.Status, last.Err)
			}
			if s, ok := last.Observed.(vector.Scalar); c.observed != "" && (!ok || s.Text() != c.observed) {
				t.Errorf("observed %v, want %s", last.Observed, c.observed)
			}
			for _, format := range opt.Reports {
				var b bytes.Buffer
				if err := assay.WriteReport(&b, result, format); err != nil || !strings.Contains(b.String(), "quarantine") && !strings.Contains(b.String(), " rejected") {
					t.Errorf("the report %s says nothing of the rows: %v\n%.300s", format, err, b.String())
				}
				if format != "json" {
					continue
				}
				again, err := reports.ReadJSON(&b)
				if err != nil || again.Accepted != result.Accepted || again.Quarantine == nil || again.Quarantine.Rejected != result.Quarantine.Rejected {
					t.Errorf("the saved result is read as %+v, %v", again, err)
				}
			}
		})
	}
}
