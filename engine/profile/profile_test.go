package profile

import (
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine/fold"
	"assay/engine/vector"
)

// columns make n values of a column at random.
var columns = map[string]func(rng *rand.Rand, n int) *vector.Vector{
	"floats": func(rng *rand.Rand, n int) *vector.Vector {
		return floatVector(n, func(int) float64 { return rng.NormFloat64() * 1e3 })
	},
	"odd floats": func(rng *rand.Rand, n int) *vector.Vector {
		odd := []float64{0, math.Copysign(0, -1), -5e-324, 1e300, -1e300, math.Inf(1), math.Inf(-1), 3, 0.1}
		return floatVector(n, func(int) float64 { return odd[rng.IntN(len(odd))] })
	},
	"one float": func(_ *rand.Rand, n int) *vector.Vector { return floatVector(n, func(int) float64 { return 1e300 }) },
	"few integers": func(rng *rand.Rand, n int) *vector.Vector {
		return intVector(n, arrow.PrimitiveTypes.Int64, func(int) int64 { return rng.Int64N(9) - 4 })
	},
	"extreme integers": func(rng *rand.Rand, n int) *vector.Vector {
		odd := []int64{math.MinInt64, math.MaxInt64, 0, 1, -1}
		return intVector(n, arrow.PrimitiveTypes.Int64, func(int) int64 { return odd[rng.IntN(len(odd))] })
	},
	"timestamps": func(rng *rand.Rand, n int) *vector.Vector {
		return intVector(n, arrow.FixedWidthTypes.Timestamp_ns, func(int) int64 { return 1_700_000_000e9 + rng.Int64N(86_400e9) })
	},
	"growing": func(_ *rand.Rand, n int) *vector.Vector {
		return intVector(n, arrow.PrimitiveTypes.Int64, func(i int) int64 { return int64(i) * int64(i) })
	},
	"few texts": func(rng *rand.Rand, n int) *vector.Vector {
		return textVector(n, func(int) string { return []string{"", "a", "été", "a long text"}[rng.IntN(4)] })
	},
	"many texts": func(rng *rand.Rand, n int) *vector.Vector {
		return textVector(n, func(int) string { return fmt.Sprint(rng.IntN(n)) })
	},
	"booleans": func(rng *rand.Rand, n int) *vector.Vector {
		v := &vector.Vector{Type: arrow.FixedWidthTypes.Boolean, Lane: vector.Bool, Len: n, Bools: vector.NewMask(n)}
		for i := range n {
			if rng.IntN(3) == 0 {
				v.Bools.Set(i)
			}
		}
		return v
	},
}

func floatVector(n int, value func(i int) float64) *vector.Vector {
	v := &vector.Vector{Type: arrow.PrimitiveTypes.Float64, Lane: vector.Float, Len: n}
	for i := range n {
		v.Floats = append(v.Floats, value(i))
	}
	return v
}

func intVector(n int, t arrow.DataType, value func(i int) int64) *vector.Vector {
	v := &vector.Vector{Type: t, Lane: vector.Int, Len: n}
	for i := range n {
		v.Ints = append(v.Ints, value(i))
	}
	return v
}

func textVector(n int, value func(i int) string) *vector.Vector {
	v := &vector.Vector{Type: arrow.BinaryTypes.String, Lane: vector.Bytes, Len: n, Offsets: []int32{0}}
	for i := range n {
		v.Data = append(v.Data, value(i)...)
		v.Offsets = append(v.Offsets, int32(len(v.Data)))
	}
	return v
}

// TestSummaryIsOfTheValuesAlone splits the same rows over accumulators in many
// ways, which must not show.
func TestSummaryIsOfTheValuesAlone(t *testing.T) {
	const rows = 5000
	for name, make := range columns {
		t.Run(name, func(t *testing.T) {
			rng := rand.New(rand.NewPCG(1, 2))
			v := make(rng, rows)
			v.Valid = vector.NewMask(rows)
			v.Valid.Fill(rows)
			for range rows / 50 {
				v.Valid.Clear(rng.IntN(rows))
			}
			want := summarise(t, v, func(int) int { return 0 }, 1)
			if want.Rows != rows || want.Nulls == 0 {
				t.Fatalf("%d rows, %d nulls", want.Rows, want.Nulls)
			}
			for workers := 2; workers <= 5; workers++ {
				got := summarise(t, v, func(int) int { return rng.IntN(workers) }, workers)
				if !reflect.DeepEqual(got, want) {
					t.Errorf("of %d workers:\n%+v %+v\nof one:\n%+v %+v", workers, got, got.Histogram, want, want.Histogram)
				}
			}
			checkTotals(t, want)
		})
	}
}

// checkTotals compares what a summary says in several ways.
func checkTotals(t *testing.T, s Summary) {
	t.Helper()
	values := s.Rows - s.Nulls
	if h := s.Histogram; h != nil {
		var n int64
		for _, c := range h.Counts {
			n += c
		}
		if infinite := math.IsInf(s.Max.F, 0); n > values || n < values && !infinite {
			t.Errorf("the histogram holds %d of %d values", n, values)
		}
		if len(h.Counts) > mostBars {
			t.Errorf("%d bars", len(h.Counts))
		}
	}
	var n int64
	for _, f := range s.Values {
		n += f.Count
	}
	if s.DistinctError == 0 && s.Distinct <= topValues && n != values {
		t.Errorf("the most frequent values are %d of %d", n, values)
	}
}

// summarise deals the rows of v, 7 at a time, to the worker that pick names.
func summarise(t *testing.T, v *vector.Vector, pick func(i int) int, workers int) Summary {
	t.Helper()
	var accs []*Column
	for range workers {
		accs = append(accs, New(nil, 1000))
	}
	for from := 0; from < v.Len; from += 7 {
		rows := vector.NewMask(v.Len)
		for i := from; i < min(from+7, v.Len); i++ {
			rows.Set(i)
		}
		if err := accs[pick(from)].Update([]*vector.Vector{v}, v.Len, rows); err != nil {
			t.Fatal(err)
		}
	}
	for _, a := range accs[1:] {
		if err := accs[0].Merge(a); err != nil {
			t.Fatal(err)
		}
	}
	return accs[0].Summary()
}

func TestDictionariesCountAsTheirValues(t *testing.T) {
	dict := textVector(4, func(i int) string { return []string{"a", "bb", "ccc", "unused"}[i] })
	coded := &vector.Vector{Type: dict.Type, Lane: vector.Bytes, Len: 100, Dict: dict}
	var texts []string
	for i := range coded.Len {
		coded.Index = append(coded.Index, int32(i%7%3))
		texts = append(texts, string(dict.BytesAt(i%7%3)))
	}
	flat := textVector(100, func(i int) string { return texts[i] })
	one := func(int) int { return 0 }
	if got, want := summarise(t, coded, one, 1), summarise(t, flat, one, 1); !reflect.DeepEqual(got, want) {
		t.Errorf("coded: %+v\nflat: %+v", got, want)
	}
}

func TestDistinctIsWithinItsError(t *testing.T) {
	for _, n := range []int{1, 1000, 1001, 5000, 40_000, 300_000, 2_000_000} {
		d := newDistinct(1000)
		for i := range n {
			d.countOne(mix(uint64(i)), 1, func() Frequency { return Frequency{Value: vector.IntScalar(int64(i))} })
		}
		got, relative := d.count()
		if (relative == 0) != (n <= 1000) {
			t.Errorf("%d values: error %v", n, relative)
		}
		if off := math.Abs(float64(got)/float64(n) - 1); off > 3*relative {
			t.Errorf("%d values: estimated %d, off by %.2f%%", n, got, off*100)
		}
	}
}

func TestHistogramOfIntegersHasABarForEach(t *testing.T) {
	v := intVector(100, arrow.PrimitiveTypes.Int64, func(i int) int64 { return int64(i % 10) })
	h := summarise(t, v, func(int) int { return 0 }, 1).Histogram
	if h.Low != 0 || h.Width != 1 || len(h.Counts) != 10 || h.Counts[3] != 10 {
		t.Errorf("%+v", h)
	}
}

func TestLongTextsAreCut(t *testing.T) {
	long := ""
	for range 100 {
		long += "é"
	}
	v := textVector(2, func(int) string { return "x" + long })
	f := summarise(t, v, func(int) int { return 0 }, 1).Values[0]
	if !f.Cut || f.Count != 2 || len(f.Value.S) > valueBytes || []rune(f.Value.S)[len([]rune(f.Value.S))-1] != 'é' {
		t.Errorf("%+v", f)
	}
}

var _ fold.Accumulator = (*Column)(nil)

func BenchmarkProfile(b *testing.B) {
	for _, name := range []string{"floats", "few integers", "few texts", "many texts"} {
		b.Run("column="+name, func(b *testing.B) {
			const rows = 8192
			v := columns[name](rand.New(rand.NewPCG(3, 4)), rows)
			c := New(nil, 1000)
			for b.Loop() {
				if err := c.Update([]*vector.Vector{v}, rows, nil); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/rows, "ns/value")
		})
	}
}
