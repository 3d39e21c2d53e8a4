package keyed

import (
	"math/rand/v2"
	"testing"

	"assay/engine/vector"
)

// TestLookupAgreesWithMap looks keys that occur several times up among others, of
// which there are many, few or none.
func TestLookupAgreesWithMap(t *testing.T) {
	const seed = 78
	for round := range 24 {
		rng := rand.New(rand.NewPCG(seed, uint64(round)))
		env, _ := testEnv(t, []int64{1 << 30, 4096}[round%2])
		kind := []func([]int64) *vector.Vector{ints, texts}[round/2%2]
		present := round/4%2 == 0
		span := []int64{300, 20_000, 1 << 60}[round%3]
		own, theirs := map[int64]int64{}, map[int64]int64{}
		tables := [2][2]*Table{{NewLookup(env), NewLookup(env)}, {NewSet(env), NewSet(env)}}
		var batches [][]int64
		for which, count := range []map[int64]int64{own, theirs} {
			for part, table := range tables[which] {
				rows := rng.IntN(4000)
				if which == 1 && round%5 == 4 {
					rows = 0
				}
				batch := make([]int64, rows)
				for i := range batch {
					batch[i] = rng.Int64N(span)
					if span > 1<<40 && rng.IntN(2) == 0 {
						batch[i] = int64(i)
					}
					count[batch[i]]++
				}
				if which == 0 {
					batches = append(batches, batch)
				}
				if err := table.Add([]*vector.Vector{kind(batch)}, all(rows)); err != nil {
					t.Fatal(err)
				}
				if part == 1 {
					if err := tables[which][0].Merge(table); err != nil {
						t.Fatal(err)
					}
				}
			}
		}
		table := tables[0][0]
		if err := table.Compare(tables[1][0], present); err != nil {
			t.Fatal(err)
		}
		var rows int64
		for key, n := range own {
			if (theirs[key] > 0) == present {
				rows += n
			}
		}
		if table.Distinct() != int64(len(own)) || table.DuplicateRows() != rows {
			t.Fatalf("seed %d round %d: distinct %d, found %d; want %d, %d", seed, round, table.Distinct(), table.DuplicateRows(), len(own), rows)
		}
		marker := table.NewMarker()
		for _, batch := range batches {
			out := vector.NewMask(len(batch))
			marker.Mark([]*vector.Vector{kind(batch)}, all(len(batch)), out)
			for i, n := range batch {
				if out.Get(i) != ((theirs[n] > 0) == present) {
					t.Fatalf("seed %d round %d: %d marked %v", seed, round, n, out.Get(i))
				}
			}
		}
	}
}

// TestLookupOfAnotherType has keys of one word here and of two there; where one
// side has none, there is nothing to compare.
func TestLookupOfAnotherType(t *testing.T) {
	env, _ := testEnv(t, 1<<20)
	some, none := []int64{1, 2}, []int64{}
	for _, c := range []struct {
		own, theirs []int64
		want        error
	}{{some, some, errTypeChanged}, {none, some, nil}, {some, none, nil}} {
		table, other := NewLookup(env), NewSet(env)
		if err := table.Add([]*vector.Vector{ints(c.own)}, all(len(c.own))); err != nil {
			t.Fatal(err)
		}
		if err := other.Add([]*vector.Vector{texts(c.theirs)}, all(len(c.theirs))); err != nil {
			t.Fatal(err)
		}
		if err := table.Compare(other, false); err != c.want {
			t.Errorf("%v among %v: got %v, want %v", c.own, c.theirs, err, c.want)
		}
	}
}
