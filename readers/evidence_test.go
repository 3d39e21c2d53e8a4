package readers_test

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/decimal128"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"

	"assay/engine"
	"assay/engine/vector"
	"assay/expectations"
	"assay/readers"
)

// TestStatisticsChangeNothing checks random tables with and without statistics:
// the results differ in their evidence alone.
func TestStatisticsChangeNothing(t *testing.T) {
	proven, read := make(map[string]int), make(map[string]int)
	for seed := range uint64(150) {
		rng := rand.New(rand.NewPCG(seed, 4))
		paths := writeFiles(t, rng)
		opt := engine.RunOptions{MaxExamples: 3, Workers: 1 + rng.IntN(3), KeepAll: rng.IntN(4) == 0}
		var checks []*engine.Check
		with := runFiles(t, paths, opt, func(s *arrow.Schema) []*engine.Check {
			checks = randomChecks(t, rng, s)
			return checks
		})
		opt.NoStatistics = true
		without := runFiles(t, paths, opt, func(*arrow.Schema) []*engine.Check { return checks })
		for i := range with.Outcomes {
			tally := read
			if with.Outcomes[i].Evidence == engine.FromStatistics {
				tally = proven
				if with.Outcomes[i].Status != engine.Pass {
					t.Errorf("seed %d: statistics proved what did not pass", seed)
				}
			}
			tally[with.Outcomes[i].Check.Name]++
			if without.Outcomes[i].Evidence != engine.FromData {
				t.Errorf("seed %d: statistics were used although they were not to be", seed)
			}
		}
		compareResults(t, seed, with, without)
	}
	for _, name := range []string{"not-null", "null", "between", "min-between", "max-between", "row-count-between"} {
		if proven[name] == 0 || read[name] == 0 {
			t.Errorf("%s was proven %d times and read %d times", name, proven[name], read[name])
		}
	}
}

// writeFiles writes one to three files of one random schema.
func writeFiles(t *testing.T, rng *rand.Rand) []string {
	t.Helper()
	types := []arrow.DataType{
		arrow.PrimitiveTypes.Int64, arrow.PrimitiveTypes.Int8, arrow.PrimitiveTypes.Uint32, arrow.PrimitiveTypes.Uint64,
		arrow.PrimitiveTypes.Float64, arrow.PrimitiveTypes.Float32, arrow.FixedWidthTypes.Date32, arrow.FixedWidthTypes.Timestamp_us,
		arrow.FixedWidthTypes.Time64us, &arrow.Decimal128Type{Precision: 12, Scale: 2}, &arrow.Decimal128Type{Precision: 30, Scale: 3},
		arrow.BinaryTypes.String, arrow.BinaryTypes.String, arrow.BinaryTypes.String, arrow.FixedWidthTypes.Boolean,
	}
	var fields []arrow.Field
	for i := range 1 + rng.IntN(6) {
		fields = append(fields, arrow.Field{Name: fmt.Sprint("c", i), Type: types[rng.IntN(len(types))], Nullable: rng.IntN(4) > 0})
	}
	var paths []string
	dir := t.TempDir()
	for i := range 1 + rng.IntN(3) {
		folder := []string{"k=1", "k=2", "k=__HIVE_DEFAULT_PARTITION__"}[i]
		paths = append(paths, filepath.Join(dir, folder, "part.parquet"))
		writeFile(t, rng, paths[i], arrow.NewSchema(fields, nil))
	}
	if len(paths) > 1 {
		return []string{dir}
	}
	return paths
}

func writeFile(t *testing.T, rng *rand.Rand, path string, schema *arrow.Schema) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	b := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	rows := rng.IntN(60)
	for i, field := range schema.Fields() {
		nulls := []int{0, 0, 1, 5, 100}[rng.IntN(5)]
		for range rows {
			if field.Nullable && rng.IntN(100) < nulls {
				b.Field(i).AppendNull()
			} else {
				appendRandom(b.Field(i), rng)
			}
		}
	}
	props := parquet.NewWriterProperties(
		parquet.WithMaxRowGroupLength(int64(1+rng.IntN(60))),
		parquet.WithStats(rng.IntN(5) > 0),
		parquet.WithStoreDecimalAsInteger(rng.IntN(2) == 0),
	)
	w, err := pqarrow.NewFileWriter(schema, f, props, pqarrow.NewArrowWriterProperties(pqarrow.WithStoreSchema()))
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Write(b.NewRecordBatch()); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
}

func appendRandom(b array.Builder, rng *rand.Rand) {
	n := rng.IntN(30) - 5
	switch b := b.(type) {
	case *array.Int64Builder:
		b.Append(int64(n) << 58)
	case *array.Int8Builder:
		b.Append(int8(n))
	case *array.Uint32Builder:
		b.Append(uint32(n))
	case *array.Uint64Builder:
		b.Append(uint64(n))
	case *array.Float64Builder:
		if rare := rng.IntN(200); rare < 4 {
			b.Append([]float64{0, math.Copysign(0, -1), math.NaN(), math.Inf(n)}[rare])
		} else {
			b.Append(float64(n) + 50.5)
		}
	case *array.Float32Builder:
		b.Append(float32(n) + 50)
	case *array.Date32Builder:
		b.Append(arrow.Date32(n))
	case *array.TimestampBuilder:
		b.Append(arrow.Timestamp(n) * 1e9)
	case *array.Time64Builder:
		b.Append(arrow.Time64(n+5) * 1e6)
	case *array.Decimal128Builder:
		b.Append(decimal128.FromI64(int64(n) * 1e6))
	case *array.StringBuilder:
		if rng.IntN(60) == 0 {
			b.Append("a\xff")
		} else {
			b.Append([]string{"", "a", "é", "zz"}[rng.IntN(4)] + strconv.Itoa(n))
		}
	case *array.BooleanBuilder:
		b.Append(n > 3)
	}
}

// randomChecks are a few of every provable kind for each column.
func randomChecks(t *testing.T, rng *rand.Rand, s *arrow.Schema) []*engine.Check {
	t.Helper()
	var checks []*engine.Check
	add := func(name string, columns []arrow.Field, params map[string]any) {
		c := bind(t, name, columns, params, &engine.Env{Schema: s})
		c.ID = fmt.Sprint(len(checks))
		if rng.IntN(6) == 0 && s.NumFields() > 0 {
			c.Where = someRows(s.Field(rng.IntN(s.NumFields())).Name)
		}
		if rng.IntN(5) == 0 {
			c.Mostly, c.MostlyGiven = 0.9, true
		}
		checks = append(checks, c)
	}
	for _, f := range s.Fields() {
		column := map[string]any{"column": expectations.Column(f.Name)}
		if rng.IntN(3) > 0 {
			add("not-null", []arrow.Field{f}, column)
		}
		if rng.IntN(4) == 0 {
			add("null", []arrow.Field{f}, column)
		}
		if f.Type.ID() == arrow.BOOL {
			continue
		}
		for _, name := range []string{"between", "min-between", "max-between"} {
			if rng.IntN(3) == 0 {
				add(name, []arrow.Field{f}, map[string]any{"column": column["column"], "min": bound(f.Type, -1, rng), "max": bound(f.Type, 1, rng)})
			}
		}
	}
	low := int64(rng.IntN(40))
	add("row-count-between", nil, map[string]any{"min": &low})
	return checks
}

// bound is a literal for columns of a type: wide of the values mostly, and
// sometimes among them.
func bound(dt arrow.DataType, sign int, rng *rand.Rand) *vector.Literal {
	n := sign * 40
	if rng.IntN(3) == 0 {
		n = sign * rng.IntN(25)
	}
	switch dt.ID() {
	case arrow.STRING:
		if sign < 0 {
			return &vector.Literal{Kind: vector.LiteralString}
		}
		return &vector.Literal{Kind: vector.LiteralString, Text: []string{"~", "é3", "ÿ"}[rng.IntN(3)]}
	case arrow.DATE32:
		return &vector.Literal{Kind: vector.LiteralTime, Text: arrow.Date32(n).FormattedString()}
	case arrow.TIMESTAMP:
		return &vector.Literal{Kind: vector.LiteralTime, Text: arrow.Timestamp(int64(n) * 1e9).ToTime(arrow.Microsecond).Format("2006-01-02T15:04:05Z")}
	case arrow.TIME64:
		return &vector.Literal{Kind: vector.LiteralString, Text: fmt.Sprintf("00:00:%02d", n+5-min(0, n+5))}
	case arrow.INT64, arrow.UINT64:
		return &vector.Literal{Kind: vector.LiteralNumber, Text: strconv.FormatFloat(float64(n)*(1<<58), 'f', 0, 64)}
	case arrow.DECIMAL128:
		return &vector.Literal{Kind: vector.LiteralNumber, Text: strconv.Itoa(n * 5000)}
	case arrow.FLOAT64, arrow.FLOAT32:
		return &vector.Literal{Kind: vector.LiteralNumber, Text: strconv.Itoa(50 + n)}
	}
	return &vector.Literal{Kind: vector.LiteralNumber, Text: strconv.Itoa(n)}
}

// bind makes a check of a declaration of the catalogue.
func bind(t *testing.T, name string, columns []arrow.Field, params map[string]any, env *engine.Env) *engine.Check {
	t.Helper()
	d, ok := expectations.Builtin().Lookup(name)
	if !ok {
		t.Fatalf("no expectation %s", name)
	}
	p := d.NewParams()
	for _, info := range d.Params() {
		if v, ok := params[info.Name]; ok {
			info.Value(p).Set(reflect.ValueOf(v))
		}
	}
	kind, err := d.Build(p, columns, env)
	if err != nil {
		t.Fatalf("%s of %v: %v", name, columns, err)
	}
	return &engine.Check{Name: name, Severity: engine.Critical, Mostly: 1, Kind: kind}
}

// someRows selects the rows in which a column has a value.
func someRows(column string) *engine.Condition {
	return &engine.Condition{
		Text:   column + " is not null",
		Inputs: []engine.Input{{Column: column}},
		New:    func() engine.RowSelector { return notNull{} },
	}
}

type notNull struct{}

func (notNull) Select(in []*vector.Vector, rows int, out vector.Mask) error {
	in[0].MarkNull(out)
	out.Not(rows)
	return nil
}

func runFiles(t *testing.T, paths []string, opt engine.RunOptions, checks func(*arrow.Schema) []*engine.Check) *engine.Result {
	t.Helper()
	ctx := context.Background()
	src, err := readers.Open(ctx, readers.Request{Paths: paths})
	if err != nil {
		t.Fatal(err)
	}
	defer src.Close()
	plan, err := engine.Compile(src.Schema(), checks(src.Schema()), nil, engine.PlanOptions{})
	if err != nil {
		t.Fatal(err)
	}
	opt.TempDir = t.TempDir()
	r, err := engine.Run(ctx, plan, src, opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close() })
	return r
}

func compareResults(t *testing.T, seed uint64, a, b *engine.Result) {
	t.Helper()
	if a.Rows != b.Rows || a.Accepted != b.Accepted || !reflect.DeepEqual(a.Files, b.Files) || !reflect.DeepEqual(a.Columns, b.Columns) {
		t.Errorf("seed %d: the results are of %v, %v and %v, %v", seed, a.Files, a.Columns, b.Files, b.Columns)
	}
	for _, lists := range [][2][]engine.Outcome{{a.Outcomes, b.Outcomes}, {a.Findings, b.Findings}} {
		for i := range lists[0] {
			if x, y := plain(t, lists[0][i]), plain(t, lists[1][i]); x != y {
				t.Errorf("seed %d: %s is %s, and without statistics %s", seed, lists[0][i].Check.Name, x, y)
			}
		}
	}
}

// plain is an outcome without its evidence, written out.
func plain(t *testing.T, o engine.Outcome) string {
	t.Helper()
	text := fmt.Sprintf("%v %v %+v %+v %v", o.Status, o.Err, o.Counts, o.Observed, o.Examples)
	if o.All != nil {
		err := o.All.Each(func(e engine.Example) error {
			text += fmt.Sprintf(" %v", e)
			return nil
		})
		text += fmt.Sprint(o.All.Len, err)
	}
	return text
}
