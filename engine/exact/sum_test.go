package exact

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"
)

// naive adds with rationals.
func naive(values []float64) (sum, squares *big.Rat) {
	sum, squares = new(big.Rat), new(big.Rat)
	for _, v := range values {
		r := new(big.Rat).SetFloat64(v)
		sum.Add(sum, r)
		squares.Add(squares, new(big.Rat).Mul(r, r))
	}
	return sum, squares
}

func randomFloat(rng *rand.Rand) float64 {
	switch rng.IntN(6) {
	case 0:
		edges := []float64{0, math.Copysign(0, -1), math.MaxFloat64, -math.MaxFloat64, math.SmallestNonzeroFloat64, 1, -1, 0x1p-1022, 0x1p-1023, 1e308, 0.1}
		return edges[rng.IntN(len(edges))]
	case 1:
		for {
			if f := math.Float64frombits(rng.Uint64()); !math.IsNaN(f) && !math.IsInf(f, 0) {
				return f
			}
		}
	}
	return rng.NormFloat64() * math.Pow(10, float64(rng.IntN(12)-6))
}

func TestSumAgreesWithRationals(t *testing.T) {
	const seed = 9
	for round := range 200 {
		rng := rand.New(rand.NewPCG(seed, uint64(round)))
		values := make([]float64, rng.IntN(60))
		for i := range values {
			values[i] = randomFloat(rng)
		}
		cut := rng.IntN(len(values) + 1)
		var a, b Sum
		for _, part := range []struct {
			sum    *Sum
			values []float64
		}{{&a, values[cut:]}, {&b, values[:cut]}} {
			part.sum.Add(part.values, nil)
			part.sum.AddSquares(part.values, nil)
		}
		a.Merge(&b)
		sum, squares := naive(values)
		if a.Total().Cmp(sum) != 0 || a.Squares().Cmp(squares) != 0 || a.Count() != int64(len(values)) {
			t.Fatalf("seed %d round %d: %v: got %v, %v; want %v, %v", seed, round, values, a.Total(), a.Squares(), sum, squares)
		}
		if want, _ := sum.Float64(); a.Float64() != want {
			t.Fatalf("seed %d round %d: rounded to %v, want %v", seed, round, a.Float64(), want)
		}
	}
}

func TestSumOfInfinities(t *testing.T) {
	inf := math.Inf(1)
	for _, c := range []struct {
		values []float64
		want   float64
	}{{[]float64{1, inf}, inf}, {[]float64{-inf, 5}, -inf}, {[]float64{inf, -inf}, math.NaN()}} {
		var s Sum
		s.Add(c.values, nil)
		if got := s.Float64(); got != c.want && !(math.IsNaN(got) && math.IsNaN(c.want)) {
			t.Errorf("%v: got %v", c.values, got)
		}
	}
}

func TestKeepSelects(t *testing.T) {
	var f Sum
	var n, u IntSum
	keep := []uint64{0b101}
	u.AddUnsigned([]uint64{1, 2, 4}, keep)
	u.AddUnsignedSquares([]uint64{1, 2, 4}, keep)
	f.Add([]float64{1, 2, 4}, keep)
	f.AddSquares([]float64{1, 2, 4}, keep)
	n.Add([]int64{-1, 2, 4}, keep)
	n.AddSquares([]int64{-1, 2, 4}, keep)
	if f.Float64() != 5 || f.Count() != 2 || f.Squares().Cmp(big.NewRat(17, 1)) != 0 {
		t.Errorf("floats: %v of %d, squares %v", f.Float64(), f.Count(), f.Squares())
	}
	if n.Total().Int64() != 3 || n.Count() != 2 || n.Squares().Int64() != 17 {
		t.Errorf("ints: %v of %d, squares %v", n.Total(), n.Count(), n.Squares())
	}
	if u.Total().Int64() != 5 || u.Count() != 2 || u.Squares().Int64() != 17 {
		t.Errorf("unsigned: %v of %d, squares %v", u.Total(), u.Count(), u.Squares())
	}
}

func TestIntSumAgreesWithBigInt(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 4))
	for range 200 {
		var signed, a, unsigned IntSum
		want, squares, uwant := new(big.Int), new(big.Int), new(big.Int)
		for range rng.IntN(50) {
			v := []int64{math.MinInt64, math.MaxInt64, 0, -1, rng.Int64(), -rng.Int64()}[rng.IntN(6)]
			half := []*IntSum{&signed, &a}[rng.IntN(2)]
			half.Add([]int64{v}, nil)
			half.AddSquares([]int64{v}, nil)
			unsigned.AddUnsigned([]uint64{uint64(v)}, nil)
			b := big.NewInt(v)
			want.Add(want, b)
			squares.Add(squares, new(big.Int).Mul(b, b))
			uwant.Add(uwant, new(big.Int).SetUint64(uint64(v)))
		}
		signed.Merge(&a)
		if signed.Total().Cmp(want) != 0 || signed.Squares().Cmp(squares) != 0 || unsigned.Total().Cmp(uwant) != 0 {
			t.Fatalf("got %v, %v, %v; want %v, %v, %v", signed.Total(), signed.Squares(), unsigned.Total(), want, squares, uwant)
		}
	}
}

func TestWeightsAgreeWithRationals(t *testing.T) {
	rng := rand.New(rand.NewPCG(6, 6))
	for round := range 200 {
		var floats Sum
		var signed, unsigned IntSum
		n := rng.IntN(30)
		f, i, u, weights := make([]float64, n), make([]int64, n), make([]uint64, n), make([]uint32, n)
		want := make([]*big.Rat, 6) // sums and sums of squares
		for k := range want {
			want[k] = new(big.Rat)
		}
		count := int64(0)
		for k := range n {
			f[k] = randomFloat(rng)
			i[k] = []int64{math.MinInt64, math.MaxInt64, 0, -1, rng.Int64(), -rng.Int64()}[rng.IntN(6)]
			u[k] = uint64(i[k])
			weights[k] = []uint32{0, 1, math.MaxUint32, rng.Uint32()}[rng.IntN(4)]
			count += int64(weights[k])
			w := new(big.Rat).SetInt64(int64(weights[k]))
			for at, r := range []*big.Rat{new(big.Rat).SetFloat64(f[k]), new(big.Rat).SetInt64(i[k]), new(big.Rat).SetInt(new(big.Int).SetUint64(u[k]))} {
				square := new(big.Rat).Mul(r, r)
				want[at].Add(want[at], r.Mul(r, w))
				want[3+at].Add(want[3+at], square.Mul(square, w))
			}
		}
		floats.AddWeighted(f, weights, true)
		signed.AddWeighted(i, weights, true)
		unsigned.AddUnsignedWeighted(u, weights, true)
		got := []*big.Rat{
			floats.Total(), new(big.Rat).SetInt(signed.Total()), new(big.Rat).SetInt(unsigned.Total()),
			floats.Squares(), new(big.Rat).SetInt(signed.Squares()), new(big.Rat).SetInt(unsigned.Squares()),
		}
		for k := range want {
			if got[k].Cmp(want[k]) != 0 {
				t.Fatalf("round %d, sum %d: %v, want %v", round, k, got[k], want[k])
			}
		}
		if floats.Count() != count || signed.Count() != count || unsigned.Count() != count {
			t.Fatalf("round %d: counts %d, %d, %d, want %d", round, floats.Count(), signed.Count(), unsigned.Count(), count)
		}
	}
}

func FuzzSum(f *testing.F) {
	f.Add(1.5, -0.1, 1e300)
	f.Fuzz(func(t *testing.T, a, b, c float64) {
		values := []float64{a, b, c}
		for _, v := range values {
			if math.IsNaN(v) || math.IsInf(v, 0) {
				return
			}
		}
		var s Sum
		s.Add(values, nil)
		if want, _ := naive(values); s.Total().Cmp(want) != 0 {
			t.Errorf("%v: got %v, want %v", values, s.Total(), want)
		}
	})
}

func BenchmarkSum(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 2))
	values := make([]float64, 8192)
	for i := range values {
		values[i] = rng.Float64() * 60
	}
	for name, add := range map[string]func(*Sum){
		"sum":     func(s *Sum) { s.Add(values, nil) },
		"squares": func(s *Sum) { s.AddSquares(values, nil) },
	} {
		b.Run("of="+name, func(b *testing.B) {
			var s Sum
			b.SetBytes(int64(len(values) * 8))
			for b.Loop() {
				add(&s)
			}
		})
	}
}
