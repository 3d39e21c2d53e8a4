package engine_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"assay/engine"
	"assay/engine/fold"
	"assay/engine/vector"
)

// TestSegmentsAgreeWithNaiveLoops judges each group of rows with equal y by
// itself; missing values are a group, and cells that do not fit their type one
// for each text.
func TestSegmentsAgreeWithNaiveLoops(t *testing.T) {
	const seed = 7
	for round := range 8 {
		rng := rand.New(rand.NewPCG(seed, uint64(round)))
		data := randomTable(rng, rng.IntN(1500), 8)
		groups := make(map[cell][]bool)
		for i, y := range data.columns[1] {
			if y.null {
				y.value = 0
			}
			if groups[y] == nil {
				groups[y] = make([]bool, len(data.columns[1]))
			}
			groups[y][i] = true
		}
		opt := engine.RunOptions{
			Workers: 1 + rng.IntN(4), BatchRows: []int{0, 1, 3, 64}[rng.IntN(4)],
			MaxExamples: 5, KeepAll: true, AllowEmpty: true, TempDir: t.TempDir(),
		}
		var checks []*engine.Check
		want, failed := make(map[string][]verdict), make(map[string]int)
		for name, k := range kinds(data) {
			checks = append(checks, &engine.Check{ID: name, Mostly: 1, Segments: []string{"y"}, Kind: k.kind})
			want[name], failed[name] = bySegment(k.naive, groups, len(data.columns[1]))
		}
		var src engine.Source = data
		if round%2 == 1 {
			src = encodedTable{data, uint64(round)}
		}
		res := runChecks(t, src, checks, opt)
		for _, o := range res.Outcomes {
			compareOutcome(t, data, o, want[o.Check.ID])
			if s := o.Segments; s.Groups != len(groups) || s.Failed != failed[o.Check.ID] || s.Errors+s.Small != 0 {
				t.Errorf("%s: %+v, want %d of %d groups failed", o.Check.ID, *s, failed[o.Check.ID], len(groups))
			}
		}
		if err := res.Close(); err != nil {
			t.Error(err)
		}
		if t.Failed() {
			t.Fatalf("seed %d round %d: %d rows, options %+v", seed, round, len(data.columns[0]), opt)
		}
	}
}

// bySegment asks a naive loop about each group.
func bySegment(naive func([]bool) []verdict, groups map[cell][]bool, rows int) (all []verdict, failed int) {
	all = make([]verdict, rows)
	for _, selected := range groups {
		bad := false
		for i, v := range naive(selected) {
			if selected[i] {
				all[i] = v
				bad = bad || v == unexpected
			}
		}
		if bad {
			failed++
		}
	}
	return all, failed
}

// numberedGroups is a table whose row i has x as given and y of group(i).
func numberedGroups(rows int, x, group func(i int) int64) table {
	cells := [][]cell{make([]cell, rows), make([]cell, rows)}
	for i := range rows {
		cells[0][i].value, cells[1][i].value = x(i), group(i)
	}
	return table{names: []string{"x", "y"}, columns: cells, splits: []int{rows}}
}

// TestSmallGroupsAreNotJudged has a group just large enough, and one too small.
func TestSmallGroupsAreNotJudged(t *testing.T) {
	data := numberedGroups(5, func(int) int64 { return -1 }, func(i int) int64 { return int64(i / 3) })
	check := &engine.Check{ID: "x", Mostly: 1, Segments: []string{"y"}, MinGroupSize: 3, Kind: engine.Rows{Inputs: input("x"), New: negative}}
	o := runChecks(t, data, []*engine.Check{check}, engine.RunOptions{MaxExamples: 9}).Outcomes[0]
	if s := o.Segments; o.Status != engine.Fail || s.Groups != 2 || s.Small != 1 || s.Failed != 1 || s.Worst[0].Values[0].I != 0 {
		t.Errorf("%v, %+v", o.Status, s)
	}
}

// TestGroupsHaveALimit has as many groups as there may be, and one more.
func TestGroupsHaveALimit(t *testing.T) {
	one := func(int) int64 { return 1 }
	for rows, want := range map[int]engine.Status{engine.MaxSegments: engine.Pass, engine.MaxSegments + 1: engine.Error} {
		data := numberedGroups(rows, one, func(i int) int64 { return int64(i) })
		for _, src := range []engine.Source{data, encodedTable{data, 1}} {
			var checks []*engine.Check
			for name, k := range kinds(data) {
				checks = append(checks, &engine.Check{ID: name, Mostly: 1, Segments: []string{"y"}, Kind: k.kind})
			}
			checks = slices.DeleteFunc(checks, func(c *engine.Check) bool { return c.ID == "keyed" || c.ID == "null" })
			for _, o := range runChecks(t, src, checks, engine.RunOptions{}).Outcomes {
				if o.Status != want || want == engine.Error && o.Err.Code != "too-many-segments" {
					t.Errorf("%d groups, %s: %v %+v", rows, o.Check.ID, o.Status, o.Err)
				}
			}
		}
	}
}

// TestGroupThatCannotBeJudged is an error of the check, which names the group;
// errors stand before failures.
func TestGroupThatCannotBeJudged(t *testing.T) {
	data := numberedGroups(6, func(i int) int64 { return int64(i) }, func(i int) int64 { return int64(i % 3) })
	check := &engine.Check{ID: "sum", Segments: []string{"y"}, Kind: engine.Fold{Needs: needTotal("x"), Judge: func(filled []fold.Accumulator) (engine.Observation, error) {
		sum := filled[0].(*total).sum
		if sum == 5 {
			return engine.Observation{}, errors.New("no figure")
		}
		return engine.Observation{Success: sum != 3, Value: vector.IntScalar(sum)}, nil
	}}}
	res := runChecks(t, data, []*engine.Check{check}, engine.RunOptions{KeepAll: true})
	o := res.Outcomes[0]
	s := o.Segments
	if got := fmt.Sprintf("%v %s %d %d %d %v %v", o.Status, o.Err.Msg, s.Groups, s.Failed, s.Errors, s.Worst[0].Status, s.Worst[1].Status); got !=
		"error for y = 1, no figure 3 1 1 error fail" || res.Accepted || o.All != nil {
		t.Errorf("got %s, accepted: %v", got, res.Accepted)
	}
}

// TestEqualGroupsAreInOrder has groups that fail alike, which are shown in the
// order of their values.
func TestEqualGroupsAreInOrder(t *testing.T) {
	data := numberedGroups(9, func(int) int64 { return -1 }, func(i int) int64 { return int64(i*4%9) - 4 })
	check := &engine.Check{ID: "x", Mostly: 1, Segments: []string{"y"}, Kind: engine.Rows{Inputs: input("x"), New: negative}}
	for i, g := range runChecks(t, data, []*engine.Check{check}, engine.RunOptions{}).Outcomes[0].Segments.Worst {
		if g.Values[0].I != int64(i)-4 {
			t.Errorf("group %d is that of %d", i, g.Values[0].I)
		}
	}
}
