package engine_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"assay/engine"
	"assay/engine/fold"
	"assay/engine/vector"
)

func input(names ...string) []engine.Input {
	var in []engine.Input
	for _, n := range names {
		in = append(in, engine.Input{Column: n})
	}
	return in
}

func predicate(f engine.PredicateFunc) func() engine.Predicate {
	return func() engine.Predicate { return f }
}

// negative finds values below zero unexpected.
var negative = predicate(func(in []*vector.Vector, rows int, out *engine.Marks) error {
	for i := range rows {
		if in[0].Ints[i] < 0 {
			out.Unexpected.Set(i)
		}
	}
	return nil
})

// descending finds the later of two values unexpected where it is smaller.
var descending = predicate(func(in []*vector.Vector, rows int, out *engine.Marks) error {
	for i := range rows {
		if in[1].Ints[i] < in[0].Ints[i] {
			out.Unexpected.Set(i)
		}
	}
	return nil
})

// even selects the rows where y is even.
type even struct{}

func (even) Select(in []*vector.Vector, rows int, out vector.Mask) error {
	for i := range rows {
		if in[0].IsValid(i) && in[0].Ints[i]%2 == 0 {
			out.Set(i)
		}
	}
	return nil
}

var whereEven = &engine.Condition{Text: "y % 2 == 0", Inputs: input("y"), New: func() engine.RowSelector { return even{} }}

// total adds up x.
type total struct{ sum, count int64 }

func (t *total) Update(in []*vector.Vector, n int, rows vector.Mask) error {
	for i := range n {
		if in[0].IsValid(i) && (rows == nil || rows.Get(i)) {
			t.sum += in[0].Ints[i]
			t.count++
		}
	}
	return nil
}

func (t *total) Merge(other fold.Accumulator) error {
	o := other.(*total)
	t.sum += o.sum
	t.count += o.count
	return nil
}

func needTotal(columns ...string) []engine.Need {
	return []engine.Need{{Key: "total", Inputs: input(columns...), New: func(*fold.Env) fold.Accumulator { return &total{} }}}
}

// reference says what a row-wise check must find: by row, whether it is in the
// domain, ignored, or unexpected.
type verdict uint8

const (
	outside verdict = iota
	ignored
	expected
	unexpected
)

// kinds are the row-wise kinds under test, each with a naive twin.
func kinds(t table) map[string]struct {
	kind  engine.Kind
	naive func(selected []bool) []verdict
} {
	x := t.columns[0]
	each := func(judge func(i int, c cell) verdict) func([]bool) []verdict {
		return func(selected []bool) []verdict {
			out := make([]verdict, len(x))
			for i, c := range x {
				if selected[i] {
					out[i] = judge(i, c)
				}
			}
			return out
		}
	}
	type row = struct {
		kind  engine.Kind
		naive func(selected []bool) []verdict
	}
	return map[string]row{
		"rows": {engine.Rows{Inputs: input("x"), New: negative}, each(func(_ int, c cell) verdict {
			switch {
			case c.null:
				return ignored
			case c.invalid || c.value < 0:
				return unexpected
			}
			return expected
		})},
		"null": {engine.Rows{Inputs: input("x"), Ignore: engine.IgnoreNone, JudgesNull: true, New: predicate(
			func(in []*vector.Vector, rows int, out *engine.Marks) error {
				in[0].MarkNull(out.Unexpected)
				return nil
			})}, each(func(_ int, c cell) verdict {
			if c.null {
				return unexpected
			}
			return expected
		})},
		"ordered": {engine.Ordered{Input: engine.Input{Column: "x"}, New: descending}, func(selected []bool) []verdict {
			out := make([]verdict, len(x))
			var last *int64
			for i, c := range x {
				switch {
				case !selected[i]:
				case c.null:
					out[i] = ignored
				case c.invalid:
					out[i] = unexpected
				default:
					out[i] = expected
					if last != nil && c.value < *last {
						out[i] = unexpected
					}
					last = &c.value
				}
			}
			return out
		}},
		"keyed": {engine.Keyed{Inputs: input("x")}, func(selected []bool) []verdict {
			count := make(map[int64]int)
			for i, c := range x {
				if selected[i] && !c.null && !c.invalid {
					count[c.value]++
				}
			}
			return each(func(_ int, c cell) verdict {
				switch {
				case c.null:
					return ignored
				case c.invalid || count[c.value] > 1:
					return unexpected
				}
				return expected
			})(selected)
		}},
		"prepare": {engine.Prepare{
			Needs: needTotal("x"),
			Rows:  engine.Rows{Inputs: input("x")},
			Build: func(filled []fold.Accumulator) (func() engine.Predicate, error) {
				sum := filled[0].(*total)
				return predicate(func(in []*vector.Vector, rows int, out *engine.Marks) error {
					for i := range rows {
						if in[0].Ints[i]*sum.count > sum.sum {
							out.Unexpected.Set(i)
						}
					}
					return nil
				}), nil
			},
		}, func(selected []bool) []verdict {
			var sum, count int64
			for i, c := range x {
				if selected[i] && !c.null && !c.invalid {
					sum += c.value
					count++
				}
			}
			return each(func(_ int, c cell) verdict {
				switch {
				case c.null:
					return ignored
				case c.invalid || c.value*count > sum:
					return unexpected
				}
				return expected
			})(selected)
		}},
	}
}

func TestRowWiseKindsAgreeWithNaiveLoops(t *testing.T) {
	const seed = 42
	for round := range 12 {
		rng := rand.New(rand.NewPCG(seed, uint64(round)))
		data := randomTable(rng, rng.IntN(3000), []int{10, 5000}[round%2])
		opt := engine.RunOptions{
			Workers: 1 + rng.IntN(4), BatchRows: []int{0, 1, 2, 3, 64, 1024}[rng.IntN(6)],
			MaxExamples: 5, KeepAll: true, AllowEmpty: true, TempDir: t.TempDir(),
		}
		var checks []*engine.Check
		want := make(map[string][]verdict)
		for name, k := range kinds(data) {
			for _, where := range []*engine.Condition{nil, whereEven} {
				c := &engine.Check{ID: fmt.Sprintf("%s where %v", name, where != nil), Mostly: 1, Where: where, Kind: k.kind}
				selected := make([]bool, len(data.columns[0]))
				for i, y := range data.columns[1] {
					selected[i] = where == nil || !y.null && !y.invalid && y.value%2 == 0
				}
				checks = append(checks, c)
				want[c.ID] = k.naive(selected)
			}
		}
		for _, src := range []engine.Source{data, encodedTable{data, uint64(round)}} {
			res := runChecks(t, src, checks, opt)
			for _, o := range res.Outcomes {
				compareOutcome(t, data, o, want[o.Check.ID])
			}
			if err := res.Close(); err != nil {
				t.Error(err)
			}
		}
		if left, err := os.ReadDir(opt.TempDir); err != nil || len(left) > 0 {
			t.Errorf("temporary files stay: %v %v", left, err)
		}
		if t.Failed() {
			t.Fatalf("seed %d round %d: %d rows, options %+v", seed, round, len(data.columns[0]), opt)
		}
	}
}

func runChecks(t *testing.T, data engine.Source, checks []*engine.Check, opt engine.RunOptions) *engine.Result {
	t.Helper()
	plan, err := engine.Compile(data.Schema(), checks, nil, engine.PlanOptions{})
	if err != nil {
		t.Fatal(err)
	}
	res, err := engine.Run(context.Background(), plan, data, opt)
	if err != nil {
		t.Fatal(err)
	}
	return res
}

// compareOutcome demands the counts and every unexpected row, in order.
func compareOutcome(t *testing.T, data table, o engine.Outcome, want []verdict) {
	t.Helper()
	var counts engine.RowCounts
	var rows []int64
	for i, v := range want {
		if v == outside {
			continue
		}
		counts.Elements++
		switch v {
		case ignored:
			counts.Missing++
		case unexpected:
			counts.Unexpected++
			rows = append(rows, int64(i))
		}
	}
	counts.OfElements = o.Counts.OfElements
	if *o.Counts != counts {
		t.Errorf("%s: counts %+v, want %+v", o.Check.ID, *o.Counts, counts)
	}
	if (o.Status == engine.Pass) != (counts.Unexpected == 0) {
		t.Errorf("%s: status %v with %d unexpected", o.Check.ID, o.Status, counts.Unexpected)
	}
	var got []int64
	err := o.All.Each(func(e engine.Example) error {
		got = append(got, e.At.Row)
		cell := data.columns[0][e.At.Row]
		if e.At.Record != e.At.Row+1 || e.At.Line != e.At.Row+1 || e.At.Offset != e.At.Row*10 {
			t.Errorf("%s: address %+v", o.Check.ID, e.At)
		}
		v := e.Values[0]
		if v.Invalid != cell.invalid || v.IsNull() != cell.null || !cell.null && !cell.invalid && v.I != cell.value {
			t.Errorf("%s: row %d shows %+v, is %+v", o.Check.ID, e.At.Row, v, cell)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	if !slices.Equal(got, rows) || o.All.Len != int64(len(rows)) {
		t.Errorf("%s: unexpected rows %v, said to be %d, want %v", o.Check.ID, got, o.All.Len, rows)
	}
	if n := min(5, len(rows)); len(o.Examples) != n {
		t.Errorf("%s: %d examples, want %d", o.Check.ID, len(o.Examples), n)
	}
	for i, e := range o.Examples {
		if e.At.Row != rows[i] {
			t.Errorf("%s: example %d is row %d, want %d", o.Check.ID, i, e.At.Row, rows[i])
		}
	}
}

func TestFoldOverInvalidCellsIsAnError(t *testing.T) {
	data := table{names: []string{"x"}, columns: [][]cell{{{value: 1}, {invalid: true}}}, splits: []int{2}}
	judged := false
	check := &engine.Check{ID: "sum", Severity: engine.Info, Kind: engine.Fold{Needs: needTotal("x"), Judge: func([]fold.Accumulator) (engine.Observation, error) {
		judged = true
		return engine.Observation{Success: true}, nil
	}}}
	res := runChecks(t, data, []*engine.Check{check}, engine.RunOptions{})
	o := res.Outcomes[0]
	if o.Status != engine.Error || judged || !strings.Contains(o.Err.Msg, "1 cell of x") {
		t.Errorf("got %v, judged %v, %+v", o.Status, judged, o.Err)
	}
	if res.Accepted {
		t.Error("accepted although a check could not be evaluated")
	}
}

func TestNeedsAreShared(t *testing.T) {
	data := table{names: []string{"x"}, columns: [][]cell{{{value: 1}, {value: 2}}}, splits: []int{2}}
	made := 0
	need := needTotal("x")
	need[0].New = func(*fold.Env) fold.Accumulator { made++; return &total{} }
	fold1 := func() engine.Kind {
		return engine.Fold{Needs: need, Judge: func(filled []fold.Accumulator) (engine.Observation, error) {
			sum := filled[0].(*total).sum
			return engine.Observation{Success: sum == 3, Value: vector.IntScalar(sum)}, nil
		}}
	}
	checks := []*engine.Check{{ID: "a", Kind: fold1()}, {ID: "b", Kind: fold1()}}
	res := runChecks(t, data, checks, engine.RunOptions{Workers: 1})
	for _, o := range res.Outcomes {
		if o.Status != engine.Pass {
			t.Errorf("%s: %v", o.Check.ID, o.Status)
		}
	}
	if made != 1 {
		t.Errorf("%d accumulators were made for one need of one worker", made)
	}
}

func TestFindings(t *testing.T) {
	data := table{names: []string{"x"}, columns: [][]cell{{{value: 1}, {value: 7, invalid: true}, {value: 3}}}, splits: []int{1, 2}, bad: map[int]string{2: "3 cells, header has 1"}}
	res := runChecks(t, data, []*engine.Check{{ID: "x", Mostly: 0, MostlyGiven: true, Kind: engine.Rows{Inputs: input("x"), New: negative}}}, engine.RunOptions{MaxExamples: 3})
	var got []string
	for _, f := range res.Findings {
		line := fmt.Sprintf("%s %v", f.Check.ID, f.Status)
		for _, e := range f.Examples {
			line += fmt.Sprintf(" row %d %s", e.At.Row, e.Reason)
		}
		got = append(got, line)
	}
	want := []string{"not-empty pass", "well-formed-rows fail row 2 3 cells, header has 1", "valid-cells fail row 1 x is not int64"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if res.Accepted || res.Outcomes[0].Status != engine.Pass {
		t.Errorf("accepted %v, x %v", res.Accepted, res.Outcomes[0].Status)
	}
}

func TestEmptyDataIsRejected(t *testing.T) {
	data := table{names: []string{"x"}, columns: [][]cell{nil}}
	checks := []*engine.Check{{ID: "x", Mostly: 1, Kind: engine.Rows{Inputs: input("x"), New: negative}}}
	for allow, want := range map[bool]bool{false: false, true: true} {
		res := runChecks(t, data, checks, engine.RunOptions{AllowEmpty: allow})
		if res.Accepted != want {
			t.Errorf("allow empty %v: accepted %v", allow, res.Accepted)
		}
	}
}

func TestTolerance(t *testing.T) {
	five := int64(5)
	one := int64(1)
	cells := make([]cell, 100)
	for i := range 5 {
		cells[i*7].value = -1
	}
	data := table{names: []string{"x"}, columns: [][]cell{cells}, splits: []int{100}}
	for name, c := range map[string]struct {
		check engine.Check
		want  engine.Status
	}{
		"none":               {engine.Check{Mostly: 1}, engine.Fail},
		"mostly met":         {engine.Check{Mostly: 0.95, MostlyGiven: true}, engine.Pass},
		"mostly missed":      {engine.Check{Mostly: 0.96, MostlyGiven: true}, engine.Fail},
		"count met":          {engine.Check{Mostly: 1, MaxUnexpected: &five}, engine.Pass},
		"count missed":       {engine.Check{Mostly: 1, MaxUnexpected: &one}, engine.Fail},
		"both, one missed":   {engine.Check{Mostly: 0.5, MostlyGiven: true, MaxUnexpected: &one}, engine.Fail},
		"both, other missed": {engine.Check{Mostly: 0.99, MostlyGiven: true, MaxUnexpected: &five}, engine.Fail},
	} {
		check := c.check
		check.ID, check.Kind = name, engine.Rows{Inputs: input("x"), New: negative}
		res := runChecks(t, data, []*engine.Check{&check}, engine.RunOptions{})
		if got := res.Outcomes[0].Status; got != c.want {
			t.Errorf("%s: got %v, want %v", name, got, c.want)
		}
	}
}

func TestEvaluationErrorNamesTheFirstRow(t *testing.T) {
	cells := make([]cell, 500)
	cells[333].value, cells[420].value = 1, 1
	data := table{names: []string{"x"}, columns: [][]cell{cells}, splits: []int{100, 100, 100, 100, 100}}
	overflow := predicate(func(in []*vector.Vector, rows int, out *engine.Marks) error {
		for i := range rows {
			if in[0].Ints[i] == 1 {
				return &engine.RowError{Row: i, Err: errors.New("overflow")}
			}
		}
		return nil
	})
	for range 20 {
		res := runChecks(t, data, []*engine.Check{{ID: "x", Kind: engine.Rows{Inputs: input("x"), New: overflow}}}, engine.RunOptions{Workers: 4, BatchRows: 7})
		o := res.Outcomes[0]
		if o.Status != engine.Error || o.Err.Msg != "overflow, first at record 334" || res.Accepted {
			t.Fatalf("got %v %+v, accepted %v", o.Status, o.Err, res.Accepted)
		}
	}
}

// overflows cannot say whether a row is selected where y is 99.
type overflows struct{}

func (overflows) Select(in []*vector.Vector, rows int, out vector.Mask) error {
	for i := range rows {
		if in[0].Ints[i] == 99 {
			return &engine.RowError{Row: i, Err: errors.New("overflow")}
		}
		out.Set(i)
	}
	return nil
}

// quiet is a sequence in which nothing is unexpected.
type quiet struct{}

func (quiet) Begin()                     {}
func (quiet) Next(uint64, []uint64) bool { return false }

// TestConditionThatFailsIsAnError has a row condition that cannot be evaluated
// for two rows: whatever the check, nothing is said of the data.
func TestConditionThatFailsIsAnError(t *testing.T) {
	x, y := make([]cell, 500), make([]cell, 500)
	y[333].value, y[420].value = 99, 99
	data := table{names: []string{"x", "y"}, columns: [][]cell{x, y}, splits: []int{100, 100, 100, 100, 100}}
	where := &engine.Condition{Text: "y", Inputs: input("y"), New: func() engine.RowSelector { return overflows{} }}
	var checks []*engine.Check
	add := func(name string, kind engine.Kind) {
		checks = append(checks,
			&engine.Check{ID: name, Mostly: 1, Where: where, Kind: kind},
			&engine.Check{ID: name + " by x", Mostly: 1, Where: where, Kind: kind, Segments: []string{"x"}})
	}
	for name, k := range kinds(data) {
		add(name, k.kind)
	}
	add("sorted", engine.Sorted{Values: input("x"), New: func() engine.Sequence { return quiet{} }})
	add("fold", engine.Fold{Needs: needTotal("x"), Judge: func([]fold.Accumulator) (engine.Observation, error) {
		return engine.Observation{Success: true}, nil
	}})
	for range 10 {
		res := runChecks(t, data, checks, engine.RunOptions{Workers: 4, BatchRows: 7})
		for _, o := range res.Outcomes {
			if o.Status != engine.Error || o.Err.Msg != "overflow, first at record 334" {
				t.Errorf("%s: %v %+v", o.Check.ID, o.Status, o.Err)
			}
		}
		if res.Accepted || t.Failed() {
			t.Fatalf("accepted: %v", res.Accepted)
		}
	}
}

func TestNothingIsJudgedBehindAnError(t *testing.T) {
	cells := make([]cell, 500)
	cells[150].value = 1
	data := table{names: []string{"x"}, columns: [][]cell{cells}, splits: []int{100, 100, 100, 100, 100}}
	batches := 0
	fails := predicate(func(in []*vector.Vector, rows int, out *engine.Marks) error {
		batches++
		if i := slices.Index(in[0].Ints, 1); i >= 0 {
			return &engine.RowError{Row: i, Err: errors.New("too slow")}
		}
		return nil
	})
	res := runChecks(t, data, []*engine.Check{{ID: "x", Kind: engine.Rows{Inputs: input("x"), New: fails}}}, engine.RunOptions{Workers: 1, BatchRows: 100})
	if o := res.Outcomes[0]; o.Status != engine.Error || batches != 2 {
		t.Errorf("got %v after %d batches, not after 2", o.Status, batches)
	}
}

func TestShownColumnsStandInForInputs(t *testing.T) {
	cells := []cell{{value: 1}, {value: -2}}
	data := table{names: []string{"x", "y"}, columns: [][]cell{cells, {{value: 30}, {value: 40}}}, splits: []int{2}}
	kind := engine.Rows{Inputs: input("x"), Shown: input("y"), New: negative}
	o := runChecks(t, data, []*engine.Check{{ID: "x", Kind: kind}}, engine.RunOptions{MaxExamples: 5}).Outcomes[0]
	if len(o.Examples) != 1 || o.Examples[0].Values[0].I != 40 {
		t.Errorf("the examples are %v", o.Examples)
	}
}

func TestPanicIsAnErrorOfTheRun(t *testing.T) {
	data := table{names: []string{"x"}, columns: [][]cell{{{value: 1}}}, splits: []int{1}}
	boom := predicate(func([]*vector.Vector, int, *engine.Marks) error { panic("boom") })
	plan, err := engine.Compile(data.Schema(), []*engine.Check{{ID: "x", Kind: engine.Rows{Inputs: input("x"), New: boom}}}, nil, engine.PlanOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if res, err := engine.Run(context.Background(), plan, data, engine.RunOptions{}); err == nil || !strings.Contains(err.Error(), "boom") {
		t.Errorf("got %v, %v", res, err)
	}
}

func TestCancelledRunHasNoResult(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	cells := make([]cell, 100_000)
	data := table{names: []string{"x"}, columns: [][]cell{cells}, splits: slices.Repeat([]int{10}, 10_000)}
	plan, err := engine.Compile(data.Schema(), []*engine.Check{{ID: "x", Kind: engine.Rows{Inputs: input("x"), New: negative}}}, nil, engine.PlanOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := engine.Run(ctx, plan, data, engine.RunOptions{Workers: 2}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

// TestCompileProvesThatColumnsExist lays out both passes.
func TestCompileProvesThatColumnsExist(t *testing.T) {
	data := table{names: []string{"x"}}
	for name, kind := range map[string]engine.Kind{
		"first pass":  engine.Rows{Inputs: input("z"), New: negative},
		"second pass": engine.Prepare{Needs: needTotal("x"), Rows: engine.Rows{Inputs: input("z")}},
	} {
		if _, err := engine.Compile(data.Schema(), []*engine.Check{{ID: "z", Kind: kind}}, nil, engine.PlanOptions{}); err == nil || !strings.Contains(err.Error(), `no column "z"`) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestPlanSaysWhatIsShared(t *testing.T) {
	data := table{names: []string{"x", "y"}}
	var checks []*engine.Check
	for name, k := range kinds(randomTable(rand.New(rand.NewPCG(1, 1)), 1, 10)) {
		checks = append(checks, &engine.Check{ID: name, Where: whereEven, Kind: k.kind})
	}
	plan, err := engine.Compile(data.Schema(), checks, nil, engine.PlanOptions{})
	if err != nil {
		t.Fatal(err)
	}
	text := plan.String()
	for _, want := range []string{"pass 1: reads 2 of 2 columns", "column x (int64)", "row condition, evaluated once: y % 2 == 0", "pass 2, where the first finds"} {
		if !strings.Contains(text, want) {
			t.Errorf("the plan lacks %q:\n%s", want, text)
		}
	}
}
