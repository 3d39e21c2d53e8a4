package fold

import (
	"bytes"
	"cmp"
	"fmt"

	"github.com/apache/arrow-go/v18/arrow/decimal256"

	"assay/engine/vector"
)

// Extremes holds the least and the greatest value of a column.
type Extremes struct {
	min, max vector.Scalar
	keep     vector.Mask
	weighing vector.Mask
}

// NewExtremes returns extremes of nothing.
func NewExtremes(*Env) Accumulator { return &Extremes{} }

// ExtremesOf returns the extremes of values of which min is the least and max
// the greatest.
func ExtremesOf(min, max vector.Scalar) *Extremes { return &Extremes{min: min, max: max} }

// Update takes in the selected values of one column.
func (e *Extremes) Update(in []*vector.Vector, n int, rows vector.Mask) error {
	v := in[0]
	var low, high int
	switch v.Lane {
	case vector.Null:
		return nil
	case vector.Int:
		low, high = extremes(v.Ints[:n], e.selected(v, n, rows), cmp.Compare[int64])
	case vector.Uint:
		low, high = extremes(v.Uints[:n], e.selected(v, n, rows), cmp.Compare[uint64])
	case vector.Float:
		low, high = extremes(v.Floats[:n], e.selected(v, n, rows), cmp.Compare[float64])
	case vector.Decimal:
		low, high = extremes(v.Decimals[:n], e.selected(v, n, rows), compareDecimals)
	case vector.Bytes:
		low, high = e.byText(v, e.selected(v, n, rows))
	case vector.Bool:
		low, high = e.byBool(v, e.selected(v, n, rows))
	default:
		return fmt.Errorf("extremes of %s", v.Type)
	}
	if low < 0 {
		return nil
	}
	return e.include(v.At(low), v.At(high))
}

func compareDecimals(a, b decimal256.Num) int { return a.Cmp(b) }

func (e *Extremes) selected(v *vector.Vector, n int, rows vector.Mask) vector.Mask {
	e.keep = present(e.keep, v, n, rows)
	return e.keep
}

// extremes finds the rows of the least and the greatest value, -1 where none is
// kept.
func extremes[T any](values []T, keep vector.Mask, compare func(a, b T) int) (low, high int) {
	low, high = -1, -1
	keep.Each(func(row int) bool {
		if low < 0 {
			low, high = row, row
			return true
		}
		if compare(values[row], values[low]) < 0 {
			low = row
		}
		if compare(values[row], values[high]) > 0 {
			high = row
		}
		return true
	})
	return low, high
}

func (e *Extremes) byText(v *vector.Vector, keep vector.Mask) (low, high int) {
	low, high = -1, -1
	keep.Each(func(row int) bool {
		if low < 0 {
			low, high = row, row
			return true
		}
		text := v.BytesAt(row)
		if bytes.Compare(text, v.BytesAt(low)) < 0 {
			low = row
		}
		if bytes.Compare(text, v.BytesAt(high)) > 0 {
			high = row
		}
		return true
	})
	return low, high
}

func (e *Extremes) byBool(v *vector.Vector, keep vector.Mask) (low, high int) {
	low, high = -1, -1
	keep.Each(func(row int) bool {
		set := v.Bools.Get(row)
		if low < 0 || !set && v.Bools.Get(low) {
			low = row
		}
		if high < 0 || set && !v.Bools.Get(high) {
			high = row
		}
		return true
	})
	return low, high
}

// include widens e by two values.
func (e *Extremes) include(low, high vector.Scalar) error {
	if e.min.IsNull() {
		e.min, e.max = low, high
		return nil
	}
	below, ok := vector.CompareScalars(low, e.min)
	above, ok2 := vector.CompareScalars(high, e.max)
	if !ok || !ok2 {
		return fmt.Errorf("values of %s and %s have no order", low.Type, e.min.Type)
	}
	if below < 0 {
		e.min = low
	}
	if above > 0 {
		e.max = high
	}
	return nil
}

// Merge takes in what other has seen.
func (e *Extremes) Merge(other Accumulator) error {
	o := other.(*Extremes)
	if o.min.IsNull() {
		return nil
	}
	return e.include(o.min, o.max)
}

// Min is the least value, null where there was none.
func (e *Extremes) Min() vector.Scalar { return unsigned(e.min) }

// Max is the greatest value, null where there was none.
func (e *Extremes) Max() vector.Scalar { return unsigned(e.max) }

// unsigned takes the sign off a zero: which of two equal zeros was met first says
// nothing about the data.
func unsigned(s vector.Scalar) vector.Scalar {
	if s.F == 0 {
		s.F = 0
	}
	return s
}

// Range is the greatest number less the least, rounded once; it reports false
// where there is none, and is NaN where both are the same infinity.
func (e *Extremes) Range() (float64, bool) {
	if e.min.IsNull() {
		return 0, false
	}
	low, ok := e.min.Rat()
	high, ok2 := e.max.Rat()
	if !ok || !ok2 { // an infinity
		return e.max.F - e.min.F, true
	}
	f, _ := high.Sub(high, low).Float64()
	return f, true
}
