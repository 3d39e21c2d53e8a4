package radix

import (
	"math/rand/v2"
	"slices"
	"testing"
)

func TestSort(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 5))
	for _, n := range []int{0, 1, 255, 256, 1000, 5000} {
		for shift := range 64 {
			words := make([]uint64, n)
			for i := range words {
				words[i] = rng.Uint64() >> shift << (shift / 3)
			}
			want := slices.Sorted(slices.Values(words))
			Sort(words, make([]uint64, rng.IntN(n+2)))
			if !slices.Equal(words, want) {
				t.Fatalf("%d words of %d bits are not in order", n, 64-shift)
			}
		}
	}
}

func BenchmarkSort(b *testing.B) {
	rng := rand.New(rand.NewPCG(4, 5))
	random := make([]uint64, 1<<18)
	for i := range random {
		random[i] = rng.Uint64()
	}
	words, scratch := make([]uint64, len(random)), make([]uint64, len(random))
	b.SetBytes(int64(8 * len(words)))
	for b.Loop() {
		copy(words, random)
		Sort(words, scratch)
	}
}
