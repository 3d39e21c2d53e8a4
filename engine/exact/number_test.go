package exact

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"
)

// randomNumber is a number, and the same as a rational.
func randomNumber(rng *rand.Rand) (Number, *big.Rat) {
	switch rng.IntN(6) {
	case 0:
		n := []int64{0, math.MinInt64, math.MaxInt64, rng.Int64() - rng.Int64()}[rng.IntN(4)]
		return FromInt(n), new(big.Rat).SetInt64(n)
	case 1:
		n := []uint64{math.MaxUint64, rng.Uint64()}[rng.IntN(2)]
		return FromUint(n), new(big.Rat).SetInt(new(big.Int).SetUint64(n))
	case 2:
		n := big.NewInt(rng.Int64() - rng.Int64())
		n.Mul(n, big.NewInt(rng.Int64()))
		return FromBig(n), new(big.Rat).SetInt(n)
	default:
		f := []float64{rng.NormFloat64(), -1e300, math.SmallestNonzeroFloat64, math.Copysign(0, -1), math.MaxFloat64}[rng.IntN(5)]
		return FromFloat(f), new(big.Rat).SetFloat64(f)
	}
}

func TestPowersAgreeWithRationals(t *testing.T) {
	const seed = 3
	for round := range 60 {
		rng := rand.New(rand.NewPCG(seed, uint64(round)))
		var parts [2]Powers
		var values []*big.Rat
		mean := new(big.Rat)
		for range 1 + rng.IntN(30) {
			n, r := randomNumber(rng)
			parts[rng.IntN(2)].Add(n)
			values = append(values, r)
			mean.Add(mean, r)
		}
		parts[0].Merge(&parts[1])
		count := new(big.Rat).SetInt64(int64(len(values)))
		mean.Quo(mean, count)
		if parts[0].Count() != int64(len(values)) {
			t.Fatalf("count %d, want %d", parts[0].Count(), len(values))
		}
		for power := 2; power <= 4; power++ {
			want := new(big.Rat)
			for _, v := range values {
				term := big.NewRat(1, 1)
				for range power {
					term.Mul(term, new(big.Rat).Sub(v, mean))
				}
				want.Add(want, term)
			}
			if got := parts[0].Central(power); got.Cmp(want.Quo(want, count)) != 0 {
				t.Fatalf("seed %d round %d power %d: %v, want %v", seed, round, power, got, want)
			}
		}
	}
}

func TestProductsAgreeWithRationals(t *testing.T) {
	const seed = 4
	for round := range 60 {
		rng := rand.New(rand.NewPCG(seed, uint64(round)))
		var parts [2]Products
		var sums [5]big.Rat // x, y, xx, xy, yy
		n := 1 + rng.IntN(30)
		for range n {
			x, rx := randomNumber(rng)
			y, ry := randomNumber(rng)
			parts[rng.IntN(2)].Add(x, y)
			for i, term := range []*big.Rat{rx, ry, new(big.Rat).Mul(rx, rx), new(big.Rat).Mul(rx, ry), new(big.Rat).Mul(ry, ry)} {
				sums[i].Add(&sums[i], term)
			}
		}
		parts[0].Merge(&parts[1])
		count := new(big.Rat).SetInt64(int64(n))
		want := func(product, a, b *big.Rat) *big.Rat {
			p := new(big.Rat).Mul(count, product)
			return p.Sub(p, new(big.Rat).Mul(a, b))
		}
		x, y, xy := parts[0].Spread()
		if x.Cmp(want(&sums[2], &sums[0], &sums[0])) != 0 || y.Cmp(want(&sums[4], &sums[1], &sums[1])) != 0 || xy.Cmp(want(&sums[3], &sums[0], &sums[1])) != 0 {
			t.Fatalf("seed %d round %d: the spreads differ", seed, round)
		}
	}
}

func BenchmarkPowers(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 2))
	numbers := make([]Number, 8192)
	for i := range numbers {
		numbers[i] = FromFloat(rng.NormFloat64())
	}
	b.SetBytes(8192 * 8)
	for b.Loop() {
		var p Powers
		for _, n := range numbers {
			p.Add(n)
		}
	}
}
