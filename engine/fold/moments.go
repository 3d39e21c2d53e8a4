package fold

import (
	"fmt"
	"math"
	"math/big"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/decimal256"

	"assay/engine/exact"
	"assay/engine/vector"
)

// Moments holds the count, the exact sum and, where asked for, the exact sum of
// squares of a column of numbers. What is derived of them is rounded once.
type Moments struct {
	withSquares bool
	lane        vector.Lane
	scale       int32 // of decimals
	floats      exact.Sum
	ints        exact.IntSum
	decimals    decimalSum
	keep        vector.Mask
}

// decimalSum is the sum of unscaled decimals.
type decimalSum struct {
	count          int64
	total, squares big.Int
}

// NewSum returns moments without squares.
func NewSum(*Env) Accumulator { return &Moments{} }

// NewMoments returns moments with squares.
func NewMoments(*Env) Accumulator { return &Moments{withSquares: true} }

// Update adds the selected values of one column.
func (m *Moments) Update(in []*vector.Vector, n int, rows vector.Mask) error {
	v := in[0]
	if v.Lane == vector.Null {
		return nil
	}
	m.lane = v.Lane
	keep := m.selected(v, n, rows)
	switch v.Lane {
	case vector.Int:
		m.ints.Add(v.Ints[:n], keep)
		if m.withSquares {
			m.ints.AddSquares(v.Ints[:n], keep)
		}
	case vector.Uint:
		m.ints.AddUnsigned(v.Uints[:n], keep)
		if m.withSquares {
			m.ints.AddUnsignedSquares(v.Uints[:n], keep)
		}
	case vector.Float:
		m.floats.Add(v.Floats[:n], keep)
		if m.withSquares {
			m.floats.AddSquares(v.Floats[:n], keep)
		}
	case vector.Decimal:
		m.scale = v.Type.(arrow.DecimalType).GetScale()
		m.decimals.add(v.Decimals[:n], keep, m.withSquares)
	default:
		return fmt.Errorf("moments of %s", v.Type)
	}
	return nil
}

// selected is the rows that are selected and hold a value; nil means all.
func (m *Moments) selected(v *vector.Vector, n int, rows vector.Mask) vector.Mask {
	m.keep = both(m.keep, v.Valid, rows)
	if v.Valid == nil && rows == nil {
		return nil
	}
	return m.keep
}

// both is the rows that are set in a and b, where nil means all.
func both(scratch, a, b vector.Mask) vector.Mask {
	scratch = scratch[:0]
	switch {
	case a == nil:
		return append(scratch, b...)
	case b == nil:
		return append(scratch, a...)
	}
	for w := range a {
		scratch = append(scratch, a[w]&b[w])
	}
	return scratch
}

// present is the rows that are selected and hold a value, in a mask that is
// never nil.
func present(scratch vector.Mask, v *vector.Vector, n int, rows vector.Mask) vector.Mask {
	scratch = both(scratch, v.Valid, rows)
	if v.Valid == nil && rows == nil {
		scratch = scratch.Grow(n)
		scratch.Fill(n)
	}
	return scratch
}

func (d *decimalSum) add(values []decimal256.Num, keep vector.Mask, squares bool) {
	var square big.Int
	for i, v := range values {
		if keep != nil && !keep.Get(i) {
			continue
		}
		n := v.BigInt()
		d.total.Add(&d.total, n)
		if squares {
			d.squares.Add(&d.squares, square.Mul(n, n))
		}
		d.count++
	}
}

// addWeighted adds each value times its weight.
func (d *decimalSum) addWeighted(values []decimal256.Num, weights []uint32, squares bool) {
	var square, times big.Int
	for i, w := range weights {
		if w == 0 {
			continue
		}
		n := values[i].BigInt()
		times.SetInt64(int64(w))
		if squares {
			d.squares.Add(&d.squares, square.Mul(square.Mul(n, n), &times))
		}
		d.total.Add(&d.total, n.Mul(n, &times))
		d.count += int64(w)
	}
}

// Merge adds what other holds.
func (m *Moments) Merge(other Accumulator) error {
	o := other.(*Moments)
	if m.lane == vector.Null {
		m.lane, m.scale = o.lane, o.scale
	}
	m.floats.Merge(&o.floats)
	m.ints.Merge(&o.ints)
	m.decimals.count += o.decimals.count
	m.decimals.total.Add(&m.decimals.total, &o.decimals.total)
	m.decimals.squares.Add(&m.decimals.squares, &o.decimals.squares)
	return nil
}

// Count is the number of values.
func (m *Moments) Count() int64 { return m.floats.Count() + m.ints.Count() + m.decimals.count }

// Sum is the sum: an int64 for integers where it fits and a decimal of scale 0
// where it does not, a decimal for decimals, a float64 for floats and for what no
// decimal has digits for. The sum of nothing is 0.
func (m *Moments) Sum() vector.Scalar {
	switch m.lane {
	case vector.Float:
		return vector.FloatScalar(m.floats.Float64())
	case vector.Decimal:
		return decimalScalar(&m.decimals.total, m.scale)
	}
	total := m.ints.Total()
	if total.IsInt64() {
		return vector.IntScalar(total.Int64())
	}
	return decimalScalar(total, 0)
}

// decimalBits is what a decimal holds beside its sign.
const decimalBits = 255

func decimalScalar(unscaled *big.Int, scale int32) vector.Scalar {
	if unscaled.BitLen() > decimalBits {
		f, _ := scaled(unscaled, scale).Float64()
		return vector.FloatScalar(f)
	}
	return vector.Scalar{
		Type: &arrow.Decimal256Type{Precision: decimal256.MaxPrecision, Scale: scale},
		Lane: vector.Decimal,
		D:    decimal256.FromBigInt(unscaled),
	}
}

// Total is the exact sum; it reports false where that is not finite.
func (m *Moments) Total() (*big.Rat, bool) {
	if _, infinite := m.floats.Infinite(); infinite {
		return nil, false
	}
	return m.total(), true
}

// total and squares are exact; infinite reports that they are not finite.
func (m *Moments) total() *big.Rat {
	switch m.lane {
	case vector.Float:
		return m.floats.Total()
	case vector.Decimal:
		return scaled(&m.decimals.total, m.scale)
	}
	return new(big.Rat).SetInt(m.ints.Total())
}

func (m *Moments) squares() *big.Rat {
	switch m.lane {
	case vector.Float:
		return m.floats.Squares()
	case vector.Decimal:
		return scaled(&m.decimals.squares, 2*m.scale)
	}
	return new(big.Rat).SetInt(m.ints.Squares())
}

// scaled is an unscaled number as one of a scale, which may be below 0: 1 is 0.01
// at scale 2, and 100 at scale -2.
func scaled(unscaled *big.Int, scale int32) *big.Rat {
	r := new(big.Rat).SetInt(unscaled)
	power := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(max(scale, -scale))), nil))
	if scale < 0 {
		return r.Mul(r, power)
	}
	return r.Quo(r, power)
}

// Mean is the arithmetic mean; it reports false where there is no value. With
// infinite values it is infinite, or NaN.
func (m *Moments) Mean() (float64, bool) {
	n := m.Count()
	if n == 0 {
		return 0, false
	}
	if f, ok := m.floats.Infinite(); ok {
		return f, true
	}
	mean := m.total()
	f, _ := mean.Quo(mean, new(big.Rat).SetInt64(n)).Float64()
	return f, true
}

// Variance is that of a sample, with n-1 in the denominator:
// (Σx² - (Σx)²/n) / (n-1). It reports false where there are fewer than two
// values, and is NaN where one is infinite.
func (m *Moments) Variance() (float64, bool) {
	v, finite, ok := m.variance()
	if !ok || !finite {
		return math.NaN(), ok
	}
	f, _ := v.Float64()
	return f, true
}

func (m *Moments) variance() (v *big.Rat, finite, ok bool) {
	n := m.Count()
	if n < 2 {
		return nil, false, false
	}
	if _, infinite := m.floats.Infinite(); infinite {
		return nil, false, true
	}
	sum := m.total()
	sum.Mul(sum, sum).Quo(sum, new(big.Rat).SetInt64(n))
	v = m.squares()
	v.Sub(v, sum)
	return v.Quo(v, new(big.Rat).SetInt64(n-1)), true, true
}

// rootBits is the precision of square roots before they are rounded.
const rootBits = 256

// Stdev is the square root of Variance.
func (m *Moments) Stdev() (float64, bool) {
	v, finite, ok := m.variance()
	if !ok || !finite {
		return math.NaN(), ok
	}
	f, _ := root(v).Float64()
	return f, true
}
