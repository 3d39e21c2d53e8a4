package keyed

import (
	"math"
	"math/rand/v2"
	"testing"

	"assay/engine/vector"
)

// TestDenseAgreesWithMap adds integers that lie close to each other, or whose
// range turns out to be wide on the way, to tables that are merged.
func TestDenseAgreesWithMap(t *testing.T) {
	const seed = 31
	for round := range 60 {
		rng := rand.New(rand.NewPCG(seed, uint64(round)))
		env, _ := testEnv(t, []int64{1 << 30, 20_000, 100_000}[rng.IntN(3)])
		origins := []int64{0, -70_000, math.MaxInt64 - 500_000, math.MinInt64, 1 << 40}
		origin := origins[rng.IntN(len(origins))]
		span := []int64{1, 300, 400_000}[rng.IntN(3)]
		jump := rng.IntN(3) == 0
		count := make(map[int64]int)
		var batches [][]int64
		tables := make([]*Table, 1+rng.IntN(4))
		for i := range tables {
			tables[i] = NewTable(env)
		}
		for b := range rng.IntN(20) {
			if jump && b == 9 {
				origin = origins[rng.IntN(len(origins))]
			}
			batch := make([]int64, rng.IntN(1000))
			for i := range batch {
				batch[i] = origin + rng.Int64N(span)
				count[batch[i]]++
			}
			batches = append(batches, batch)
			if err := tables[b%len(tables)].Add([]*vector.Vector{ints(batch)}, all(len(batch))); err != nil {
				t.Fatal(err)
			}
		}
		table := tables[0]
		for _, other := range tables[1:] {
			if err := table.Merge(other); err != nil {
				t.Fatal(err)
			}
		}
		if err := table.Finish(); err != nil {
			t.Fatal(err)
		}
		var keys, duplicates int64
		for _, n := range count {
			keys += int64(n)
			if n > 1 {
				duplicates += int64(n)
			}
		}
		if table.Keys() != keys || table.Distinct() != int64(len(count)) || table.DuplicateRows() != duplicates {
			t.Fatalf("seed %d round %d: %d keys, %d distinct, %d duplicates; want %d, %d, %d", seed, round,
				table.Keys(), table.Distinct(), table.DuplicateRows(), keys, len(count), duplicates)
		}
		marker := table.NewMarker()
		for _, batch := range batches {
			out := vector.NewMask(len(batch))
			marker.Mark([]*vector.Vector{ints(batch)}, all(len(batch)), out)
			for i, n := range batch {
				if out.Get(i) != (count[n] > 1) {
					t.Fatalf("seed %d round %d: %d marked %v, occurs %d times", seed, round, n, out.Get(i), count[n])
				}
			}
		}
	}
}
