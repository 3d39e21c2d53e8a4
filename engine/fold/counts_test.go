package fold_test

import (
	"cmp"
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine/fold"
	"assay/engine/vector"
)

func TestValueCountsAgreeWithSorting(t *testing.T) {
	const seed = 71
	for round := range 40 {
		rng := rand.New(rand.NewPCG(seed, uint64(round)))
		c := randomColumn(rng, []vector.Lane{vector.Int, vector.Uint, vector.Float, vector.Decimal}[round%4])
		env, _ := testEnv(t, []int64{1 << 30, 0}[rng.IntN(2)])
		counts := c.fill(t, rng, env, fold.NewValueCounts).(*fold.ValueCounts)
		rest := c.values
		profile := make(map[int64]int64)
		err := counts.Each(func(v vector.Scalar, n int64) error {
			for range n {
				if len(rest) == 0 || asRat(v).Cmp(rest[0]) != 0 {
					return fmt.Errorf("%v occurs %d times, and should not", v, n)
				}
				rest = rest[1:]
			}
			profile[n]++
			return nil
		})
		if err != nil || len(rest) > 0 || counts.Count() != int64(len(c.values)) {
			t.Fatalf("seed %d round %d: %v, %d values left", seed, round, err, len(rest))
		}
		var want float64
		for n, values := range profile {
			p := float64(n) / float64(len(c.values))
			want -= float64(values) * p * math.Log(p)
		}
		if got, _ := counts.Entropy(); math.Abs(got-want) > 1e-9 {
			t.Fatalf("seed %d round %d: entropy %v, want %v", seed, round, got, want)
		}
	}
}

func TestQuantilesAgreeWithSorting(t *testing.T) {
	const seed = 72
	for round := range 40 {
		rng := rand.New(rand.NewPCG(seed, uint64(round)))
		c := randomColumn(rng, []vector.Lane{vector.Int, vector.Uint, vector.Float, vector.Decimal}[round%4])
		env, _ := testEnv(t, []int64{1 << 30, 0}[rng.IntN(2)])
		q := c.fill(t, rng, env, fold.NewQuantiles).(*fold.Quantiles)
		if len(c.values) == 0 {
			continue
		}
		p := rng.Float64()
		at := p * float64(len(c.values)-1)
		low, high := c.values[int(at)], c.values[int(math.Ceil(at))]
		checkQuantile(t, q, p, fold.Lower, low)
		checkQuantile(t, q, p, fold.Higher, high)
		checkQuantile(t, q, p, fold.Nearest, c.values[int(math.RoundToEven(at))])
		mean := new(big.Rat).Add(low, high)
		checkQuantile(t, q, p, fold.Midpoint, mean.Quo(mean, big.NewRat(2, 1)))
		if t.Failed() {
			t.Fatalf("seed %d round %d", seed, round)
		}
	}
}

func checkQuantile(t *testing.T, q *fold.Quantiles, p float64, how fold.Interpolation, want *big.Rat) {
	t.Helper()
	got, err := q.Quantile(p, how)
	if err != nil {
		t.Fatal(err)
	}
	if x, _ := got.Number(); x != float(want) && !(how != fold.Midpoint && asRat(got).Cmp(want) == 0) {
		t.Errorf("%s quantile %v: %v, want %v", how, p, got, float(want))
	}
}

// textColumn is n texts of few kinds, some of them missing.
func textColumn(rng *rand.Rand, n, kinds int) (*vector.Vector, []string) {
	v := &vector.Vector{Lane: vector.Bytes, Type: arrow.BinaryTypes.String, Len: n, Offsets: []int32{0}, Valid: vector.NewMask(n)}
	texts := make([]string, n)
	for i := range n {
		text := fmt.Sprintf("%b", rng.IntN(kinds))
		if rng.IntN(5) > 0 {
			v.Valid.Set(i)
			texts[i] = text
		}
		v.Data = append(v.Data, text...)
		v.Offsets = append(v.Offsets, int32(len(v.Data)))
	}
	return v, texts
}

// weightsOf is 1 where a vector holds a value.
func weightsOf(v *vector.Vector) []uint32 {
	weights := make([]uint32, v.Len)
	v.Valid.Each(func(row int) bool { weights[row] = 1; return true })
	return weights
}

func TestValueCountsOfText(t *testing.T) {
	for _, weighted := range []bool{false, true} {
		rng := rand.New(rand.NewPCG(73, 1))
		env, _ := testEnv(t, 0)
		parts := []fold.Accumulator{fold.NewValueCounts(env), fold.NewValueCounts(env)}
		want := make(map[string]int64)
		for b := range 10 {
			v, texts := textColumn(rng, 500, 40)
			for i, text := range texts {
				if v.Valid.Get(i) {
					want[text]++
				}
			}
			var err error
			if weighted {
				err = parts[b%2].(fold.Weighted).UpdateWeighted(v, weightsOf(v))
			} else {
				err = parts[b%2].Update([]*vector.Vector{v}, v.Len, nil)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		counts := parts[0].(*fold.ValueCounts)
		if err := counts.Merge(parts[1]); err != nil {
			t.Fatal(err)
		}
		if err := counts.Finish(); err != nil {
			t.Fatal(err)
		}
		var seen []string
		if err := counts.Each(func(v vector.Scalar, n int64) error {
			if want[v.S] != n {
				t.Errorf("%q occurs %d times, want %d", v.S, n, want[v.S])
			}
			seen = append(seen, v.S)
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		if len(seen) != len(want) || !slices.IsSortedFunc(seen, cmp.Compare[string]) {
			t.Errorf("%d values, in order: %v", len(seen), slices.IsSorted(seen))
		}
	}
}

func TestPairCountsAgreeWithMaps(t *testing.T) {
	for round := range 20 {
		rng := rand.New(rand.NewPCG(74, uint64(round)))
		env, _ := testEnv(t, []int64{1 << 30, 0}[round%2])
		parts := []fold.Accumulator{fold.NewPairCounts(env), fold.NewPairCounts(env)}
		pairs, firsts, seconds := make(map[string]float64), make(map[string]float64), make(map[string]float64)
		margin := make(map[string]int64) // of the second column, missing first values included
		total := 0.0
		for b := range 6 {
			x, first := textColumn(rng, 300, 1+round)
			y, second := textColumn(rng, 300, 7)
			for i := range first {
				if y.Valid.Get(i) {
					margin[second[i]]++
				}
				if x.Valid.Get(i) && y.Valid.Get(i) {
					pairs[first[i]+"|"+second[i]]++
					firsts[first[i]]++
					seconds[second[i]]++
					total++
				}
			}
			if err := parts[b%2].Update([]*vector.Vector{x, y}, 300, nil); err != nil {
				t.Fatal(err)
			}
		}
		counts := parts[0].(*fold.PairCounts)
		if err := counts.Merge(parts[1]); err != nil {
			t.Fatal(err)
		}
		if err := counts.Finish(); err != nil {
			t.Fatal(err)
		}
		want := 0.0
		err := counts.Each(func(a, b vector.Scalar, n int64) error {
			if a.IsNull() || b.IsNull() {
				return nil
			}
			if pairs[a.S+"|"+b.S] != float64(n) {
				t.Errorf("(%s, %s) occurs %d times", a.S, b.S, n)
			}
			p := float64(n) / total
			want += p * math.Log(p/(firsts[a.S]/total*seconds[b.S]/total))
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if got, ok, err := counts.MutualInformation(); err != nil || !ok || math.Abs(got-max(want, 0)) > 1e-9 {
			t.Errorf("round %d: mutual information %v, %v, want %v", round, got, err, want)
		}
		if err := counts.Marginal(1, func(v vector.Scalar, n int64) error {
			if !v.IsNull() && margin[v.S] != n {
				t.Errorf("round %d: %s occurs %d times, want %d", round, v.S, n, margin[v.S])
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
}
