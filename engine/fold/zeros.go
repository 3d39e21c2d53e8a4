package fold

import (
	"fmt"

	"assay/engine/vector"
)

// Zeros counts the values of a column of numbers, and those that are 0.
type Zeros struct {
	values, zeros int64
	keep          vector.Mask
}

// NewZeros returns the count of nothing.
func NewZeros(*Env) Accumulator { return &Zeros{} }

// Update counts the selected values of one column.
func (z *Zeros) Update(in []*vector.Vector, n int, rows vector.Mask) error {
	v := in[0]
	var isZero func(row int) bool
	switch v.Lane {
	case vector.Null:
		return nil
	case vector.Int:
		isZero = func(row int) bool { return v.Ints[row] == 0 }
	case vector.Uint:
		isZero = func(row int) bool { return v.Uints[row] == 0 }
	case vector.Float:
		isZero = func(row int) bool { return v.Floats[row] == 0 }
	case vector.Decimal:
		isZero = func(row int) bool { return v.Decimals[row].Sign() == 0 }
	default:
		return fmt.Errorf("zeros of %s", v.Type)
	}
	z.keep = present(z.keep, v, n, rows)
	z.keep.Each(func(row int) bool {
		z.values++
		if isZero(row) {
			z.zeros++
		}
		return true
	})
	return nil
}

// Merge adds other's counts.
func (z *Zeros) Merge(other Accumulator) error {
	o := other.(*Zeros)
	z.values += o.values
	z.zeros += o.zeros
	return nil
}

// Values is the number of values.
func (z *Zeros) Values() int64 { return z.values }

// Zeros is the number of values that are 0.
func (z *Zeros) Zeros() int64 { return z.zeros }
