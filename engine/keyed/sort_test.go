package keyed

import (
	"math/rand/v2"
	"slices"
	"testing"
)

func TestSortPairs(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 7))
	for round := range 200 {
		pairs := make([][2]uint64, rng.IntN(3000))
		kinds := 1 + rng.IntN(4000)
		for i := range pairs {
			kind := uint64(rng.IntN(kinds))
			pairs[i] = [2]uint64{mix(kind) >> (partitionBits + round%8), mix(kind + uint64(rng.IntN(2)))}
		}
		want := slices.Clone(pairs)
		slices.SortFunc(want, comparePairs)
		if !slices.Equal(sortPairs(pairs), want) {
			t.Fatalf("round %d: %d pairs are not in order", round, len(pairs))
		}
	}
}
