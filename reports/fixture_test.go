package reports_test

import (
	"fmt"
	"time"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/profile"
	"assay/engine/vector"
)

// fixtures are results as the engine makes them, one for each thing that a
// report must get right.
func fixtures() map[string]*engine.Result {
	return map[string]*engine.Result{
		"accepted": accepted(),
		"rejected": rejected(),
		"hostile":  hostile(),
		"empty":    empty(),
		"many":     many(),
		"divided":  dividedRows(),
	}
}

func base(outcomes ...engine.Outcome) *engine.Result {
	r := &engine.Result{
		Version:  "0.0.0-test",
		Suite:    engine.SuiteInfo{Name: "orders", Description: "Orders accepted for training.", Path: "orders.yaml", Digest: "sha256:0123456789abcdef"},
		Files:    []engine.FileResult{{Path: "data/orders.csv", Format: "csv", Bytes: 812_345, Records: 10_000}},
		Columns:  []engine.ColumnInfo{{Name: "user_id", Type: "int64", Read: true}, {Name: "age", Type: "int64", Read: true}, {Name: "note", Type: "utf8"}},
		Rows:     10_000,
		Outcomes: outcomes,
		Findings: findings(10_000),
	}
	r.Profile = profiles()
	judge(r)
	return r
}

// profiles describe the columns of base: one exactly, one by estimates, one of
// text.
func profiles() []profile.Summary {
	mean := 41.25
	return []profile.Summary{
		{
			Rows: 10_000, Distinct: 9_876, DistinctError: 0.0081, Min: vector.IntScalar(1), Max: vector.IntScalar(1 << 40),
			Histogram: &profile.Histogram{Low: 0, Width: 1 << 36, Counts: []int64{9_000, 10, 0, 5, 985}},
		},
		{
			Rows: 10_000, Nulls: 2, Invalid: 1, Distinct: 90, Min: vector.IntScalar(-5), Max: vector.IntScalar(200), Mean: &mean,
			Histogram: &profile.Histogram{Low: -5, Width: 9, Counts: []int64{3, 500, 800, 20, 0, 1}},
		},
		{
			Rows: 10_000, Nulls: 9_990, Distinct: 3, Min: vector.StringScalar("<b>bold</b>"), Max: vector.StringScalar("z"),
			Values: []profile.Frequency{
				{Value: vector.StringScalar("<b>bold</b>"), Count: 6}, {Value: vector.StringScalar("=1+1"), Count: 3},
				{Value: vector.StringScalar("z"), Cut: true, Count: 1},
			},
			Histogram: &profile.Histogram{Low: 0, Width: 1, Counts: []int64{1, 9}},
		},
	}
}

func judge(r *engine.Result) {
	r.Accepted = true
	for _, o := range append(r.Outcomes, r.Findings...) {
		r.Accepted = r.Accepted && !r.FailOn.Rejects(o.Status, o.Check.Severity)
	}
}

func findings(rows int64) []engine.Outcome {
	expect := []string{"at least one row", "every row as the header says", "every cell of its column's type"}
	var list []engine.Outcome
	for s := engine.NotEmpty; s <= engine.ValidCells; s++ {
		o := engine.Outcome{
			Check:  &engine.Check{ID: s.String(), Name: s.String(), Severity: engine.Critical, Mostly: 1, Expect: expect[s], Kind: s},
			Counts: &engine.RowCounts{Elements: rows},
		}
		if s == engine.NotEmpty {
			o.Counts, o.Observed = nil, vector.IntScalar(rows)
		}
		list = append(list, o)
	}
	return list
}

func notNull() engine.Outcome {
	return engine.Outcome{
		Check: &engine.Check{
			ID: "not-null.user_id", Name: "not-null", Alias: "expect_column_values_to_not_be_null",
			Params: []engine.Param{{Name: "column", Alias: "column", Value: "user_id"}}, Columns: []string{"user_id"},
			Expect: "no missing values", Severity: engine.Critical, Mostly: 1,
			At: engine.Position{File: "orders.yaml", Line: 4, Col: 5}, Kind: engine.Rows{},
		},
		Counts:   &engine.RowCounts{Elements: 10_000, OfElements: true},
		Evidence: engine.FromStatistics,
	}
}

func mean(value float64, status engine.Status) engine.Outcome {
	return engine.Outcome{
		Check: &engine.Check{
			ID: "mean-between.price", Name: "mean-between", Alias: "expect_column_mean_to_be_between",
			Params: []engine.Param{
				{Name: "column", Alias: "column", Value: "price"},
				{Name: "min", Alias: "min_value", Value: vector.Literal{Kind: vector.LiteralNumber, Text: "10.0"}},
				{Name: "max", Alias: "max_value", Value: vector.Literal{Kind: vector.LiteralNumber, Text: "+50"}},
			},
			Columns: []string{"price"}, Expect: "a mean between 10.0 and 50", Severity: engine.Critical, Mostly: 1,
			At: engine.Position{File: "orders.yaml", Line: 8, Col: 5}, Kind: engine.Fold{},
		},
		Status:   status,
		Observed: vector.FloatScalar(value),
	}
}

func accepted() *engine.Result {
	tolerated := between(3, engine.Pass)
	tolerated.Check.Severity = engine.Critical
	return base(notNull(), tolerated, mean(32, engine.Pass))
}

// dividedRows accepts the data without the rows that a critical check found.
func dividedRows() *engine.Result {
	aside := between(4, engine.Fail)
	aside.Check.Severity, aside.Check.Where, aside.SetAside = engine.Critical, nil, true
	r := base(notNull(), aside, mean(32, engine.Pass))
	r.Quarantine = &engine.QuarantineResult{
		AcceptedPath: "out/good.parquet", Accepted: 9_996, RejectedPath: "out/bad.csv", Rejected: 4,
		MaxRejected: &engine.Limit{Share: true, Value: 0.01},
	}
	r.Accepted = true
	return r
}

// between fails for the first n of some odd ages.
func between(n int64, status engine.Status) engine.Outcome {
	ages := []int64{150, -5, 200, 200, 9007199254740993, 101}
	most := int64(120)
	o := engine.Outcome{
		Check: &engine.Check{
			ID: "between.age", Name: "between", Alias: "expect_column_values_to_be_between",
			Params: []engine.Param{
				{Name: "column", Alias: "column", Value: []string{"age", "years"}},
				{Name: "min", Alias: "min_value", Value: vector.Literal{Kind: vector.LiteralNumber, Text: "18"}},
				{Name: "max", Alias: "max_value", Value: vector.Literal{Kind: vector.LiteralNumber, Text: "9007199254740993"}},
			},
			Columns: []string{"age"}, Expect: "between 18 and 99", Severity: engine.Warning,
			Mostly: 0.999, MostlyGiven: true, MaxUnexpected: &most,
			Where: &engine.Condition{Text: `status == "active"`},
			Notes: []string{"ask the sales team"}, Meta: map[string]any{"owner": "sales", "since": 2024},
			At: engine.Position{File: "orders.yaml", Line: 5, Col: 5}, Kind: engine.Rows{},
		},
		Status: status,
		Counts: &engine.RowCounts{Elements: 10_000, Missing: 2, Unexpected: n},
	}
	row := func(i int64) engine.Example {
		return engine.Example{
			At:     engine.Address{Record: 13 + 76*i, Row: 12 + 76*i, Line: 14 + 77*i, Offset: 250 + 1000*i},
			Values: []vector.Scalar{vector.IntScalar(ages[i%int64(len(ages))])},
		}
	}
	for i := range min(n, 20) {
		o.Examples = append(o.Examples, row(i))
	}
	o.All = engine.NewFailureLog(n, func(visit func(engine.Example) error) error {
		for i := range n {
			if err := visit(row(i)); err != nil {
				return err
			}
		}
		return nil
	})
	return o
}

func rejected() *engine.Result {
	country := engine.Outcome{
		Check: &engine.Check{
			ID: "country-known", Name: "in-set", Alias: "expect_column_values_to_be_in_set",
			Params: []engine.Param{
				{Name: "column", Alias: "column", Value: "country"},
				{Name: "values", Alias: "value_set", Value: []vector.Literal{{Kind: vector.LiteralString, Text: "FR"}, {Kind: vector.LiteralNumber, Text: "007.50"}, {Kind: vector.LiteralNull}, {Kind: vector.LiteralBool, Text: "true"}}},
			},
			Columns: []string{"country"}, Expect: `one of "FR", 007.50, null, true`, Severity: engine.Critical, Mostly: 1,
			At: engine.Position{File: "orders.yaml", Line: 12, Col: 5}, Notes: []string{"first", "second"}, Kind: engine.Rows{},
		},
		Status: engine.Fail,
		Counts: &engine.RowCounts{Elements: 10_000, Unexpected: 4},
	}
	for i, c := range []string{"XX", "YY", "XX", "XX"} {
		country.Examples = append(country.Examples, example(int64(i*100), vector.StringScalar(c)))
	}
	pair := engine.Outcome{
		Check: &engine.Check{
			ID: "pair-greater.total,price", Name: "pair-greater", Alias: "expect_column_pair_values_a_to_be_greater_than_b",
			Params:  []engine.Param{{Name: "a", Alias: "column_A", Value: "total"}, {Name: "b", Alias: "column_B", Value: "price"}, {Name: "or_equal", Alias: "or_equal", Value: true}},
			Columns: []string{"total", "price"}, Expect: "total at least price", Severity: engine.Info, Mostly: 1,
			At: engine.Position{File: "orders.yaml", Line: 15, Col: 5}, Kind: engine.Rows{},
		},
		Status: engine.Fail, Counts: &engine.RowCounts{Elements: 10_000, Unexpected: 2},
		Examples: []engine.Example{
			example(5, vector.FloatScalar(1e16), vector.FloatScalar(2.5)),
			example(70, vector.Scalar{}, vector.FloatScalar(200)),
		},
	}
	compound := engine.Outcome{
		Check: &engine.Check{
			ID: "compound-unique.day,shop", Name: "compound-unique", Alias: "expect_compound_columns_to_be_unique",
			Params:  []engine.Param{{Name: "columns", Alias: "column_list", Value: []string{"day", "shop"}}},
			Columns: []string{"day", "shop"}, Expect: "no combination twice", Severity: engine.Critical, Mostly: 1,
			At: engine.Position{File: "orders.yaml", Line: 18, Col: 5}, Kind: engine.Keyed{},
		},
		Status: engine.Fail, Counts: &engine.RowCounts{Elements: 10_000, Unexpected: 2},
		Examples: []engine.Example{
			example(1, vector.Scalar{Type: arrow.FixedWidthTypes.Date32, Lane: vector.Int, I: 19754}, vector.StringScalar("Paris")),
			example(2, vector.Scalar{Type: arrow.FixedWidthTypes.Date32, Lane: vector.Int, I: 19754}, vector.StringScalar("Paris")),
		},
	}
	order := engine.Outcome{
		Check: &engine.Check{
			ID: "columns-in-order", Name: "columns-in-order", Alias: "expect_table_columns_to_match_ordered_list",
			Params: []engine.Param{{Name: "columns", Alias: "column_list", Value: []string{"age", "user_id"}}},
			Expect: "the columns age, user_id, in this order", Severity: engine.Critical, Mostly: 1, Kind: engine.Fold{},
		},
		Status: engine.Fail, Observed: []string{"user_id", "age", "note"},
		Details: map[string]any{"missing": []string{}, "unexpected": []string{"note"}},
	}
	missing := engine.Outcome{
		Check: &engine.Check{
			ID: "not-null.prise", Name: "not-null", Alias: "expect_column_values_to_not_be_null",
			Params: []engine.Param{{Name: "column", Alias: "column", Value: "prise"}}, Columns: []string{"prise"},
			Expect: "no missing values", Severity: engine.Info, Mostly: 1, At: engine.Position{File: "orders.yaml", Line: 21, Col: 15},
			Err: &engine.CheckError{Code: "missing-column", Msg: `the data has no column "prise"`, Hint: `did you mean "price"?`},
		},
		Status: engine.Error,
	}
	r := base(notNull(), between(312, engine.Fail), country, mean(80.625, engine.Fail), pair, compound, order, missing)
	r.Findings[engine.ValidCells].Status = engine.Fail
	r.Findings[engine.ValidCells].Counts.Unexpected = 1
	bad := vector.StringScalar("n/a")
	bad.Invalid = true
	r.Findings[engine.ValidCells].Examples = []engine.Example{{
		At: engine.Address{Record: 40, Row: 39, Line: 41, Offset: 900}, Values: []vector.Scalar{bad}, Reason: "age is not int64",
	}}
	r.Suite.Params = []engine.Param{{Name: "max_age", Value: vector.Literal{Kind: vector.LiteralNumber, Text: "99"}}, {Name: "a", Value: "b"}}
	r.Timing = &engine.Timing{Started: time.Date(2024, 2, 1, 10, 0, 0, 0, time.UTC), Elapsed: 312 * time.Millisecond, BytesRead: 812_345, Spilled: 4096, Workers: 2, Passes: 1}
	judge(r)
	return r
}

// example is an unexpected row of a format without lines.
func example(row int64, values ...vector.Scalar) engine.Example {
	return engine.Example{At: engine.Address{Record: row + 1, Row: row, Offset: -1}, Values: values}
}

// hostile holds text that must not reach a terminal as it is.
func hostile() *engine.Result {
	o := between(0, engine.Fail)
	c := o.Check
	c.ID, c.Columns = "between.\x1b[2Jage\n", []string{"\x1b[2Jage\n"}
	c.Expect = "between \x07 and \u202e99 <script>"
	c.Notes = []string{"a note\x1b]0;title\x07 of\nseveral lines, one of which is so long that it cannot stand on one line of the report and must be broken"}
	c.Where.Text = "a == \"\x1b\""
	o.Counts.Unexpected, o.All = 4, nil
	long := ""
	for i := range 400 {
		long += fmt.Sprint(i, " ")
	}
	for i, s := range []string{"\x1b[31mred\x1b[0m", "broken \xff\xfe utf-8", long, "日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語"} {
		o.Examples = append(o.Examples, example(int64(i), vector.StringScalar(s)))
	}
	o.Details = map[string]any{"\x1bkey": "\x1bvalue"}
	r := base(o)
	r.Files[0].Path = "data/\x1b[1morders.csv"
	r.Suite.Name = "orders\r\nACCEPTED"
	return r
}

// empty is data without rows under a suite that fails on warnings.
func empty() *engine.Result {
	o := between(0, engine.Pass)
	o.Counts = &engine.RowCounts{}
	m := mean(0, engine.Fail)
	m.Observed = vector.Scalar{}
	m.Check.Severity = engine.Warning
	r := base(o, m)
	r.Rows, r.Files[0].Records, r.Files[0].Bytes, r.Files[0].BlankLines = 0, 0, -1, 3
	r.Findings = findings(0)
	r.Findings[engine.NotEmpty].Status = engine.Fail
	r.FailOn = engine.FailOnNever
	judge(r)
	return r
}

// many has more passes than are listed, over several files.
func many() *engine.Result {
	var list []engine.Outcome
	for i := range 30 {
		o := notNull()
		o.Check.ID = fmt.Sprintf("not-null.c%d", i)
		list = append(list, o)
	}
	exists := engine.Outcome{Check: &engine.Check{
		ID: "column-exists.age", Name: "column-exists", Alias: "expect_column_to_exist",
		Params: []engine.Param{{Name: "column", Alias: "column", Value: "age"}}, Columns: []string{"age"},
		Expect: "column age", Severity: engine.Critical, Mostly: 1, Kind: engine.Fold{},
	}}
	typed := engine.Outcome{Check: &engine.Check{
		ID: "of-type.age", Name: "of-type", Alias: "expect_column_values_to_be_of_type",
		Params: []engine.Param{{Name: "column", Alias: "column", Value: "age"}, {Name: "type", Alias: "type_", Value: "int64"}}, Columns: []string{"age"},
		Expect: "values of type int64", Severity: engine.Critical, Mostly: 1, Kind: engine.Rows{},
	}, Counts: &engine.RowCounts{Elements: 10_000}, Observed: vector.StringScalar("int64")}
	r := base(append(list, exists, typed)...)
	r.Files = []engine.FileResult{
		{Path: "data/day=1/part-0.parquet", Format: "parquet", Bytes: 400_000, Records: 6_000},
		{Path: "data/day=2/part-0.parquet", Format: "parquet", Bytes: 412_345, Records: 4_000},
	}
	return r
}
