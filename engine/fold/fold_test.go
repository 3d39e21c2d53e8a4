package fold_test

import (
	"math"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/decimal256"

	"assay/engine/fold"
	"assay/engine/spill"
	"assay/engine/vector"
)

func testEnv(t testing.TB, memory int64) (*fold.Env, *spill.Dir) {
	t.Helper()
	dir, err := spill.NewDir(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { dir.Close() })
	return &fold.Env{Files: dir, Memory: spill.NewBudget(memory)}, dir
}

// column is random numbers of one lane: as vectors, and as rationals.
type column struct {
	batches []*vector.Vector
	rows    []vector.Mask // selected, nil: all
	weights [][]uint32    // of each value, nil: one
	values  []*big.Rat    // selected and not null
}

func randomColumn(rng *rand.Rand, lane vector.Lane) column {
	var c column
	scale := []int32{-2, 0, 2}[rng.IntN(3)]
	unit := map[int32]*big.Rat{-2: big.NewRat(100, 1), 0: big.NewRat(1, 1), 2: big.NewRat(1, 100)}[scale]
	for range 1 + rng.IntN(12) {
		n := rng.IntN(700)
		v := &vector.Vector{Lane: lane, Len: n, Type: arrow.PrimitiveTypes.Int64}
		if lane == vector.Decimal {
			v.Type = &arrow.Decimal256Type{Precision: 40, Scale: scale}
		}
		present := 4 // of 4 values
		if rng.IntN(2) == 0 {
			v.Valid, present = vector.NewMask(n), 3*rng.IntN(2)
		}
		var selected vector.Mask
		var weights []uint32
		switch rng.IntN(3) {
		case 0:
			selected = vector.NewMask(n)
		case 1:
			weights = make([]uint32, n)
		}
		for i := range n {
			var r *big.Rat
			switch lane {
			case vector.Int:
				x := []int64{rng.Int64N(100), -rng.Int64(), math.MinInt64, math.MaxInt64}[rng.IntN(4)]
				v.Ints = append(v.Ints, x)
				r = new(big.Rat).SetInt64(x)
			case vector.Uint:
				x := []uint64{rng.Uint64N(100), rng.Uint64(), math.MaxUint64}[rng.IntN(3)]
				v.Uints = append(v.Uints, x)
				r = new(big.Rat).SetInt(new(big.Int).SetUint64(x))
			case vector.Float:
				x := []float64{rng.NormFloat64(), 0, math.Copysign(0, -1), 1e300, float64(rng.IntN(5))}[rng.IntN(5)]
				v.Floats = append(v.Floats, x)
				r = new(big.Rat).SetFloat64(x)
			case vector.Decimal:
				x := big.NewInt(rng.Int64() - rng.Int64())
				if rng.IntN(4) == 0 {
					x.Mul(x, big.NewInt(1_000_000_007))
				}
				v.Decimals = append(v.Decimals, decimal256.FromBigInt(x))
				r = new(big.Rat).SetInt(x)
				r.Mul(r, unit)
			}
			keep := true
			if v.Valid != nil {
				if keep = rng.IntN(4) < present; keep {
					v.Valid.Set(i)
				}
			}
			if selected != nil {
				if rng.IntN(3) != 0 {
					selected.Set(i)
				} else {
					keep = false
				}
			}
			times := 1
			if weights != nil && keep {
				times = rng.IntN(4)
				weights[i] = uint32(times)
			}
			for range times {
				if keep {
					c.values = append(c.values, r)
				}
			}
		}
		c.batches = append(c.batches, v)
		c.rows = append(c.rows, selected)
		c.weights = append(c.weights, weights)
	}
	slices.SortFunc(c.values, func(a, b *big.Rat) int { return a.Cmp(b) })
	return c
}

// fill spreads the batches over several accumulators and merges them.
func (c column) fill(t *testing.T, rng *rand.Rand, env *fold.Env, new func(*fold.Env) fold.Accumulator) fold.Accumulator {
	t.Helper()
	workers := []fold.Accumulator{new(env), new(env), new(env)}
	for i, v := range c.batches {
		var err error
		if w := workers[rng.IntN(len(workers))]; c.weights[i] != nil {
			err = w.(fold.Weighted).UpdateWeighted(v, c.weights[i])
		} else {
			err = w.Update([]*vector.Vector{v}, v.Len, c.rows[i])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, w := range workers[1:] {
		if err := workers[0].Merge(w); err != nil {
			t.Fatal(err)
		}
	}
	if f, ok := workers[0].(fold.Finisher); ok {
		if err := f.Finish(); err != nil {
			t.Fatal(err)
		}
	}
	return workers[0]
}

func float(r *big.Rat) float64 {
	f, _ := r.Float64()
	return f
}

func TestAccumulatorsAgreeWithRationals(t *testing.T) {
	const seed = 31
	for round := range 60 {
		rng := rand.New(rand.NewPCG(seed, uint64(round)))
		c := randomColumn(rng, []vector.Lane{vector.Int, vector.Uint, vector.Float, vector.Decimal}[round%4])
		memory := []int64{1 << 30, 0}[rng.IntN(2)]
		env, _ := testEnv(t, memory)
		checkMoments(t, c, c.fill(t, rng, env, fold.NewMoments).(*fold.Moments))
		checkExtremes(t, c, c.fill(t, rng, env, fold.NewExtremes).(*fold.Extremes))
		checkMedian(t, c, c.fill(t, rng, env, fold.NewQuantiles).(*fold.Quantiles))
		checkMedian(t, c, c.fill(t, rng, env, fold.NewMedian).(*fold.Median))
		distinct := slices.CompactFunc(slices.Clone(c.values), func(a, b *big.Rat) bool { return a.Cmp(b) == 0 })
		if d := c.fill(t, rng, env, fold.NewDistinct).(*fold.Distinct); d.Count() != int64(len(distinct)) || d.Values() != int64(len(c.values)) {
			t.Errorf("%d distinct of %d, want %d of %d", d.Count(), d.Values(), len(distinct), len(c.values))
		}
		if t.Failed() {
			t.Fatalf("seed %d round %d, memory %d", seed, round, memory)
		}
	}
}

func checkMoments(t *testing.T, c column, m *fold.Moments) {
	n := len(c.values)
	sum, squares := new(big.Rat), new(big.Rat)
	for _, v := range c.values {
		sum.Add(sum, v)
		squares.Add(squares, new(big.Rat).Mul(v, v))
	}
	if m.Count() != int64(n) {
		t.Errorf("count %d, want %d", m.Count(), n)
	}
	if got := asRat(m.Sum()); n > 0 && float(got) != float(sum) {
		t.Errorf("sum %v, want %v", got, sum)
	}
	mean, ok := m.Mean()
	if ok != (n > 0) {
		t.Errorf("mean of %d values: %v", n, ok)
	}
	if n == 0 {
		return
	}
	count := new(big.Rat).SetInt64(int64(n))
	if want := float(new(big.Rat).Quo(sum, count)); mean != want {
		t.Errorf("mean %v, want %v", mean, want)
	}
	variance, ok := m.Variance()
	stdev, _ := m.Stdev()
	if ok != (n > 1) {
		t.Errorf("variance of %d values: %v", n, ok)
	}
	if n < 2 {
		return
	}
	sum.Mul(sum, sum).Quo(sum, count)
	want := squares.Sub(squares, sum).Quo(squares, new(big.Rat).SetInt64(int64(n-1)))
	if variance != float(want) {
		t.Errorf("variance %v, want %v", variance, float(want))
	}
	root := new(big.Rat).SetFloat64(stdev)
	if low, high := math.Nextafter(stdev, 0), math.Nextafter(stdev, math.Inf(1)); stdev > 0 &&
		(square(low).Cmp(want) > 0 || square(high).Cmp(want) < 0) {
		t.Errorf("the root of %v is not %v", float(want), root)
	}
}

func square(f float64) *big.Rat {
	r := new(big.Rat).SetFloat64(f)
	return r.Mul(r, r)
}

func asRat(s vector.Scalar) *big.Rat {
	switch s.Lane {
	case vector.Int:
		return new(big.Rat).SetInt64(s.I)
	case vector.Uint:
		return new(big.Rat).SetInt(new(big.Int).SetUint64(s.U))
	case vector.Float:
		return new(big.Rat).SetFloat64(s.F)
	}
	r, _ := s.Rat()
	return r
}

func checkExtremes(t *testing.T, c column, e *fold.Extremes) {
	if len(c.values) == 0 {
		if !e.Min().IsNull() || !e.Max().IsNull() {
			t.Errorf("extremes of nothing: %v, %v", e.Min(), e.Max())
		}
		return
	}
	if asRat(e.Min()).Cmp(c.values[0]) != 0 || asRat(e.Max()).Cmp(c.values[len(c.values)-1]) != 0 {
		t.Errorf("extremes %v, %v", e.Min(), e.Max())
	}
}

func checkMedian(t *testing.T, c column, q interface{ Median() (float64, bool, error) }) {
	got, ok, err := q.Median()
	n := len(c.values)
	if err != nil || ok != (n > 0) {
		t.Errorf("median of %d values: %v, %v", n, ok, err)
	}
	if n == 0 {
		return
	}
	sum := new(big.Rat).Add(c.values[(n-1)/2], c.values[n/2])
	if want := float(sum.Quo(sum, big.NewRat(2, 1))); got != want {
		t.Errorf("median %v, want %v", got, want)
	}
}

func TestExtremesOfText(t *testing.T) {
	env, _ := testEnv(t, 1<<20)
	e := fold.NewExtremes(env)
	v := &vector.Vector{Lane: vector.Bytes, Type: arrow.BinaryTypes.String, Len: 3, Data: []byte("pearamberfig"), Offsets: []int32{0, 4, 9, 12}}
	if err := e.Update([]*vector.Vector{v}, 3, nil); err != nil {
		t.Fatal(err)
	}
	if got := e.(*fold.Extremes); got.Min().S != "amber" || got.Max().S != "pear" {
		t.Errorf("extremes %v, %v", got.Min(), got.Max())
	}
}

func TestInfinitiesDoNotBecomeNumbers(t *testing.T) {
	env, _ := testEnv(t, 1<<20)
	m := fold.NewMoments(env)
	v := &vector.Vector{Lane: vector.Float, Type: arrow.PrimitiveTypes.Float64, Len: 2, Floats: []float64{1, math.Inf(1)}}
	if err := m.Update([]*vector.Vector{v}, 2, nil); err != nil {
		t.Fatal(err)
	}
	mean, _ := m.(*fold.Moments).Mean()
	variance, ok := m.(*fold.Moments).Variance()
	if !math.IsInf(mean, 1) || !math.IsNaN(variance) || !ok {
		t.Errorf("mean %v, variance %v", mean, variance)
	}
}

func TestRangeOfInfinities(t *testing.T) {
	inf := math.Inf(1)
	for _, c := range []struct{ low, high, want float64 }{
		{1, inf, inf}, {-inf, 1, inf}, {-inf, inf, inf}, {inf, inf, math.NaN()}, {-2, 1, 3},
	} {
		got, ok := fold.ExtremesOf(vector.FloatScalar(c.low), vector.FloatScalar(c.high)).Range()
		if !ok || got != c.want && !(math.IsNaN(got) && math.IsNaN(c.want)) {
			t.Errorf("from %v to %v: %v, %v", c.low, c.high, got, ok)
		}
	}
}

func BenchmarkUpdate(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 2))
	const rows = 8192
	floats := &vector.Vector{Lane: vector.Float, Type: arrow.PrimitiveTypes.Float64, Len: rows}
	ints := &vector.Vector{Lane: vector.Int, Type: arrow.PrimitiveTypes.Int64, Len: rows}
	for range rows {
		floats.Floats = append(floats.Floats, rng.Float64())
		ints.Ints = append(ints.Ints, rng.Int64())
	}
	for name, new := range map[string]func(*fold.Env) fold.Accumulator{
		"moments": fold.NewMoments, "sum": fold.NewSum, "extremes": fold.NewExtremes,
	} {
		for _, v := range []*vector.Vector{floats, ints} {
			b.Run("fold="+name+",type="+v.Type.String(), func(b *testing.B) {
				env, _ := testEnv(b, 1<<30)
				acc := new(env)
				b.SetBytes(rows * 8)
				for b.Loop() {
					if err := acc.Update([]*vector.Vector{v}, rows, nil); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
