package engine_test

import (
	"math/rand/v2"
	"testing"

	"assay/engine"
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
		res := runChecks(t, data, checks, opt)
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
