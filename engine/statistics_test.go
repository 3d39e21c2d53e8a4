package engine_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"assay/engine"
	"assay/engine/fold"
	"assay/engine/vector"
)

// knownTable is a table whose statistics a test makes up.
type knownTable struct {
	table
	known *engine.Statistics
	read  *[]int // the columns of the last scan
}

func (k knownTable) Statistics() *engine.Statistics { return k.known }

func (k knownTable) Scan(ctx context.Context, req engine.ScanRequest) (engine.Scan, error) {
	*k.read = nil
	for _, c := range req.Columns {
		*k.read = append(*k.read, c.Index)
	}
	return k.table.Scan(ctx, req)
}

// positive expects values above zero, which facts about x may prove.
func positive(column string) *engine.Check {
	return &engine.Check{ID: column, Mostly: 1, Kind: engine.Rows{
		Inputs: input(column), New: negative,
		Proven: func(f engine.ColumnStatistics) bool { return !f.Min.IsNull() && f.Min.I > 0 },
	}}
}

// ones is a table of two columns of three ones, of which just that is known.
func ones() knownTable {
	one := []cell{{value: 1}, {value: 1}, {value: 1}}
	facts := engine.ColumnStatistics{Rows: 3, Min: vector.IntScalar(1), Max: vector.IntScalar(1)}
	return knownTable{
		table: table{names: []string{"x", "y"}, columns: [][]cell{one, one}, splits: []int{2, 1}},
		known: &engine.Statistics{Rows: 3, Columns: []engine.ColumnStatistics{facts, facts}},
		read:  new([]int),
	}
}

// TestProvenColumnsAreNotRead checks what is read where statistics prove a pass,
// and where they may not be used.
func TestProvenColumnsAreNotRead(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(k *knownTable, checks []*engine.Check, opt *engine.RunOptions)
		proven []bool // of x and y
		read   []int
	}{
		{"both", func(*knownTable, []*engine.Check, *engine.RunOptions) {}, []bool{true, true}, nil},
		{"not to be used", func(_ *knownTable, _ []*engine.Check, opt *engine.RunOptions) { opt.NoStatistics = true }, []bool{false, false}, []int{0, 1}},
		{"nothing known", func(k *knownTable, _ []*engine.Check, _ *engine.RunOptions) { k.known = nil }, []bool{false, false}, []int{0, 1}},
		{"no bounds", func(k *knownTable, _ []*engine.Check, _ *engine.RunOptions) { k.known.Columns[1].Min = vector.Scalar{} }, []bool{true, false}, []int{1}},
		{"nulls not known", func(k *knownTable, _ []*engine.Check, _ *engine.RunOptions) { k.known.Columns[0].Nulls = -1 }, []bool{false, true}, []int{0}},
		{"unverified", func(k *knownTable, _ []*engine.Check, _ *engine.RunOptions) { k.known.Columns[0].Unverified = true }, []bool{true, true}, []int{0}},
		{"a condition", func(_ *knownTable, checks []*engine.Check, _ *engine.RunOptions) { checks[0].Where = whereEven }, []bool{false, true}, []int{0, 1}},
		{"as text", func(_ *knownTable, checks []*engine.Check, _ *engine.RunOptions) {
			kind := checks[0].Kind.(engine.Rows)
			kind.Inputs[0].Text = true
			kind.New = predicate(func([]*vector.Vector, int, *engine.Marks) error { return nil })
			checks[0].Kind = kind
		}, []bool{false, true}, []int{0}},
		{"two inputs", func(_ *knownTable, checks []*engine.Check, _ *engine.RunOptions) {
			kind := checks[0].Kind.(engine.Rows)
			kind.Inputs = input("x", "y")
			checks[0].Kind = kind
		}, []bool{false, true}, []int{0, 1}},
	} {
		data, checks, opt := ones(), []*engine.Check{positive("x"), positive("y")}, engine.RunOptions{KeepAll: true}
		c.change(&data, checks, &opt)
		res := runChecks(t, data, checks, opt)
		for i, o := range res.Outcomes {
			if o.Status != engine.Pass || (o.Evidence == engine.FromStatistics) != c.proven[i] {
				t.Errorf("%s: check %d is %v by %v", c.name, i, o.Status, o.Evidence)
			}
			if o.Counts.Elements != 3 && o.Check.Where == nil || o.All == nil || o.All.Len != 0 {
				t.Errorf("%s: check %d counts %+v", c.name, i, *o.Counts)
			}
		}
		if !slices.Equal(*data.read, c.read) {
			t.Errorf("%s: columns %v are read, want %v", c.name, *data.read, c.read)
		}
		if cells := res.Findings[engine.ValidCells].Counts.Elements; c.name != "as text" && cells != 6 {
			t.Errorf("%s: %d cells are valid, want 6", c.name, cells)
		}
		if !res.Columns[0].Read || !res.Columns[1].Read {
			t.Errorf("%s: columns are not marked as read: %+v", c.name, res.Columns)
		}
		res.Close()
	}
}

// TestColumnsAreReadOnce has checks that share their columns.
func TestColumnsAreReadOnce(t *testing.T) {
	data := ones()
	data.known = nil
	checks := []*engine.Check{positive("x"), positive("y"), positive("x")}
	for _, c := range checks {
		c.Where = whereEven
	}
	runChecks(t, data, checks, engine.RunOptions{})
	if slices.Sort(*data.read); !slices.Equal(*data.read, []int{0, 1}) {
		t.Errorf("columns %v are read", *data.read)
	}
}

// TestDataThatChanges checks that rows which the statistics did not count end
// the run.
func TestDataThatChanges(t *testing.T) {
	data := ones()
	data.known.Rows = 4
	plan, err := engine.Compile(data.Schema(), []*engine.Check{positive("x")}, nil, engine.PlanOptions{})
	if err != nil {
		t.Fatal(err)
	}
	_, err = engine.Run(context.Background(), plan, data, engine.RunOptions{})
	var changed *engine.DataError
	if !errors.As(err, &changed) || !strings.Contains(changed.Msg, "4 rows") {
		t.Errorf("got %v", err)
	}
	if want := "predicate over x, unless statistics prove a pass\n"; !strings.Contains(plan.String(), want) {
		t.Errorf("the plan lacks %q:\n%s", want, plan)
	}
}

// TestKnownFiguresProveAPass judges a figure that statistics tell: only where it
// passes is the data not looked at.
func TestKnownFiguresProveAPass(t *testing.T) {
	for _, c := range []struct {
		success bool
		where   *engine.Condition
		known   bool
		want    string
	}{{true, nil, true, "pass by statistics"}, {false, nil, true, "fail by data"}, {true, whereEven, true, "pass by data"}, {true, nil, false, "pass by data"}} {
		need := needTotal("x")
		if c.known {
			need[0].Known = func(int64, []engine.ColumnStatistics) fold.Accumulator { return &total{} }
		}
		check := &engine.Check{ID: "x", Where: c.where, Kind: engine.Fold{Needs: need, Judge: func([]fold.Accumulator) (engine.Observation, error) {
			return engine.Observation{Success: c.success}, nil
		}}}
		o := runChecks(t, ones(), []*engine.Check{check}, engine.RunOptions{}).Outcomes[0]
		if got := o.Status.String() + " by " + o.Evidence.String(); got != c.want {
			t.Errorf("success %v, where %v: %s, want %s", c.success, c.where != nil, got, c.want)
		}
	}
}

func TestJoinStatistics(t *testing.T) {
	type facts = engine.ColumnStatistics
	n := vector.IntScalar
	for _, c := range []struct {
		name       string
		a, b, want facts
	}{
		{"nothing", facts{}, facts{}, facts{}},
		{"bounds", facts{Rows: 3, Nulls: 1, Min: n(1), Max: n(5)}, facts{Rows: 4, Min: n(2), Max: n(7)}, facts{Rows: 7, Nulls: 1, Min: n(1), Max: n(7)}},
		{"nulls only", facts{Rows: 3, Nulls: 3}, facts{Rows: 4, Min: n(2), Max: n(7)}, facts{Rows: 7, Nulls: 3, Min: n(2), Max: n(7)}},
		{"no bounds", facts{Rows: 3, Nulls: 1}, facts{Rows: 4, Min: n(2), Max: n(7)}, facts{Rows: 7, Nulls: 1}},
		{"unknown nulls", facts{Rows: 3, Nulls: -1, Min: n(1), Max: n(1)}, facts{Rows: 4, Min: n(2), Max: n(7)}, facts{Rows: 7, Nulls: -1, Min: n(1), Max: n(7)}},
		{"unverified", facts{Rows: 3, Min: n(1), Max: n(1), Unverified: true}, facts{}, facts{Rows: 3, Min: n(1), Max: n(1), Unverified: true}},
		{"other types", facts{Rows: 3, Min: n(1), Max: n(1)}, facts{Rows: 3, Min: vector.StringScalar("a"), Max: vector.StringScalar("a")}, facts{Rows: 6}},
	} {
		if got := c.a.Join(c.b); got != c.want {
			t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
		}
		if got := c.b.Join(c.a); got != c.want {
			t.Errorf("%s, the other way round: %+v, want %+v", c.name, got, c.want)
		}
	}
}
