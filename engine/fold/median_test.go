package fold_test

import (
	"cmp"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine/fold"
	"assay/engine/vector"
)

// medianOrders are ways in which many values may come: at random, of few kinds,
// sorted, or all different in one worker's share from those in another's.
var medianOrders = map[string]struct {
	value func(rng *rand.Rand, i int) float64
	again bool
}{
	"random":   {func(rng *rand.Rand, _ int) float64 { return rng.NormFloat64() }, false},
	"few":      {func(rng *rand.Rand, i int) float64 { return float64(i / 1000) }, false},
	"constant": {func(*rand.Rand, int) float64 { return 7 }, false},
	"mostly 0": {func(rng *rand.Rand, _ int) float64 { return max(rng.NormFloat64(), 0) }, false},
	"sorted":   {func(_ *rand.Rand, i int) float64 { return float64(i) }, true},
	"reversed": {func(_ *rand.Rand, i int) float64 { return float64(-i) }, true},
	"drifting": {func(rng *rand.Rand, i int) float64 { return float64(i)/100_000 + rng.Float64() }, true},
}

func TestMedianOfManyRows(t *testing.T) {
	const rows, batch = 1_500_001, 5000
	for name, order := range medianOrders {
		t.Run(name, func(t *testing.T) {
			rng := rand.New(rand.NewPCG(9, 9))
			values := make([]float64, rows)
			for i := range values {
				values[i] = order.value(rng, i)
			}
			env, _ := testEnv(t, 1<<30)
			fill := func(new func(*fold.Env) fold.Accumulator) *fold.Median {
				workers := []fold.Accumulator{new(env), new(env), new(env)}
				for from := 0; from < rows; from += batch {
					part := values[from:min(from+batch, rows)]
					v := &vector.Vector{Lane: vector.Float, Type: arrow.PrimitiveTypes.Float64, Len: len(part), Floats: part}
					if err := workers[from/batch%3].Update([]*vector.Vector{v}, len(part), nil); err != nil {
						t.Fatal(err)
					}
				}
				for _, w := range workers[1:] {
					if err := workers[0].Merge(w); err != nil {
						t.Fatal(err)
					}
				}
				if err := workers[0].(fold.Finisher).Finish(); err != nil {
					t.Fatal(err)
				}
				return workers[0].(*fold.Median)
			}
			m := fill(fold.NewMedian)
			again := m.Again()
			if (again != nil) != order.again {
				t.Errorf("another pass: %v, want %v", again != nil, order.again)
			}
			if again != nil {
				m = fill(again)
			}
			slices.SortFunc(values, cmp.Compare[float64])
			if got, ok, err := m.Median(); err != nil || !ok || got != values[rows/2] {
				t.Errorf("median %v, %v, %v; want %v", got, ok, err, values[rows/2])
			}
		})
	}
}

// TestMedianOfWeights takes in many dictionaries, in turns with plain values.
func TestMedianOfWeights(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 3))
	counts := make(map[float64]int64)
	env, _ := testEnv(t, 1<<30)
	m := fold.NewMedian(env).(*fold.Median)
	total := int64(0)
	for range 80 {
		v := &vector.Vector{Lane: vector.Float, Type: arrow.PrimitiveTypes.Float64, Len: 6000}
		weights := make([]uint32, v.Len)
		for i := range weights {
			v.Floats = append(v.Floats, rng.NormFloat64())
			weights[i] = rng.Uint32N(100)
			counts[v.Floats[i]] += int64(weights[i])
			total += int64(weights[i])
		}
		if err := m.UpdateWeighted(v, weights); err != nil {
			t.Fatal(err)
		}
		plain := &vector.Vector{Lane: vector.Float, Type: arrow.PrimitiveTypes.Float64, Len: 100, Floats: v.Floats[:100]}
		for _, f := range plain.Floats {
			counts[f]++
			total++
		}
		if err := m.Update([]*vector.Vector{plain}, plain.Len, nil); err != nil {
			t.Fatal(err)
		}
	}
	if err := m.Finish(); err != nil {
		t.Fatal(err)
	}
	if m.Again() != nil {
		t.Fatal("one pass was not enough")
	}
	atRank := func(rank int64) float64 {
		for _, f := range slices.Sorted(maps.Keys(counts)) {
			if rank -= counts[f]; rank < 0 {
				return f
			}
		}
		return math.NaN()
	}
	low, high := atRank((total-1)/2), atRank(total/2)
	if got, ok, err := m.Median(); err != nil || !ok || got != low+(high-low)/2 && got != (low+high)/2 {
		t.Errorf("median %v, %v, %v; want the mean of %v and %v", got, ok, err, low, high)
	}
}

func BenchmarkMedian(b *testing.B) {
	const rows = 8192
	rng := rand.New(rand.NewPCG(1, 2))
	v := &vector.Vector{Lane: vector.Float, Type: arrow.PrimitiveTypes.Float64, Len: rows}
	for range rows {
		v.Floats = append(v.Floats, rng.Float64())
	}
	env, _ := testEnv(b, 1<<30)
	m := fold.NewMedian(env)
	b.SetBytes(rows * 8)
	for b.Loop() {
		if err := m.Update([]*vector.Vector{v}, rows, nil); err != nil {
			b.Fatal(err)
		}
	}
}
