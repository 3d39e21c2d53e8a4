package engine_test

import (
	"slices"
	"testing"

	"assay/engine"
	"assay/engine/fold"
)

// TestPlanText lays out a check of each kind.
func TestPlanText(t *testing.T) {
	data := table{names: []string{"x", "y", "unread"}}
	sum := func(known bool, columns ...string) engine.Fold {
		need := needTotal(columns...)
		if known {
			need[0].Known = func(int64, []engine.ColumnStatistics) fold.Accumulator { return nil }
		}
		return engine.Fold{Needs: need}
	}
	part := engine.Need{Key: "part", Within: "total", Inputs: input("x"), New: func(*fold.Env) fold.Accumulator { return &total{} }}
	prepare := engine.Prepare{Needs: needTotal("y"), Rows: engine.Rows{Inputs: input("y")}}
	text := input("y")
	text[0].Text = true
	proven := engine.Rows{Inputs: text, New: negative, Proven: func(engine.ColumnStatistics) bool { return true }}
	checks := []*engine.Check{
		{ID: "sum", Kind: sum(true, "x")},
		{ID: "keyed", Kind: engine.Keyed{Inputs: input("y", "x")}},
		{ID: "known where", Where: whereEven, Kind: sum(true, "x")},
		{ID: "rows", Kind: proven},
		{ID: "rows where", Where: whereEven, Kind: proven},
		{ID: "ordered", Kind: engine.Ordered{Input: engine.Input{Column: "x"}, New: descending}},
		{ID: "prepare", Kind: prepare},
		{ID: "segments", Name: "sum of x", Segments: []string{"y"}, Kind: sum(false, "x")},
		{ID: "part of the sum", Kind: engine.Fold{Needs: []engine.Need{part}}},
		{ID: "failed", Err: &engine.CheckError{Code: "no", Msg: "no"}},
	}
	for _, c := range []struct {
		checks []*engine.Check
		want   string
	}{
		{checks, `pass 1: reads 2 of 3 columns
  column x (int64)
  column y (int64)
  column y (int64, as text)
  row condition, evaluated once: y % 2 == 0
  accumulator total over x, unless statistics prove a pass
  keys of y, x, in memory up to the budget, then in temporary files
  accumulator total over x
  predicate over y, unless statistics prove a pass
  predicate over y
  order of x
  accumulator total over y
  sum of x for each group of y, up to 1000 groups
pass 2, where the first finds that it is needed: reads 2 of 3 columns
  column x (int64)
  column y (int64)
  rows with equal keys of y, x
  predicate over y
10 expectations, 13 checks with the built-in findings
1 expectation cannot be evaluated on this data
`},
		{checks[4:5], `pass 1: reads 1 of 3 columns
  column y (int64, as text)
  column y (int64)
  row condition, evaluated once: y % 2 == 0
  predicate over y
1 expectation, 4 checks with the built-in findings
`},
		{nil, `pass 1: reads 0 of 3 columns
0 expectations, 3 checks with the built-in findings
`},
	} {
		plan, err := engine.Compile(data.Schema(), c.checks, nil, engine.PlanOptions{})
		if err != nil {
			t.Fatal(err)
		}
		if got := plan.String(); got != c.want {
			t.Errorf("got\n%s\nwant\n%s", got, c.want)
		}
	}
}

// TestProgressKnowsTotals tells of data whose size is known, and of others.
func TestProgressKnowsTotals(t *testing.T) {
	known := ones()
	for _, c := range []struct {
		data engine.Source
		rows int64
	}{{known, 3}, {known.table, -1}} {
		var said []engine.Progress
		runChecks(t, c.data, []*engine.Check{positive("x")}, engine.RunOptions{NoStatistics: true, Progress: func(p engine.Progress) { said = append(said, p) }})
		if len(said) == 0 || slices.ContainsFunc(said, func(p engine.Progress) bool { return p.TotalRows != c.rows || p.TotalBytes != -1 }) {
			t.Errorf("want %d rows in all, got %+v", c.rows, said)
		}
	}
}
