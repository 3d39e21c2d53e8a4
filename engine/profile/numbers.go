package profile

import (
	"math"
	"unicode/utf8"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine/vector"
)

// isNumber reports whether values of t have a mean.
func isNumber(t arrow.DataType) bool {
	switch t.ID() {
	case arrow.DATE32, arrow.DATE64, arrow.TIME32, arrow.TIME64, arrow.TIMESTAMP, arrow.DURATION:
		return false
	}
	return true
}

// whole reports whether all values of v are whole numbers.
func (c *Column) whole(v *vector.Vector) bool { return v.Lane == vector.Int || v.Lane == vector.Uint }

// numbers are the finite values of the rows in keep, as far as a float holds
// them.
func (c *Column) numbers(v *vector.Vector, keep vector.Mask) []float64 {
	out := c.floats[:0]
	switch v.Lane {
	case vector.Int:
		keep.Each(func(row int) bool { out = append(out, float64(v.Ints[row])); return true })
	case vector.Uint:
		keep.Each(func(row int) bool { out = append(out, float64(v.Uints[row])); return true })
	case vector.Float:
		keep.Each(func(row int) bool {
			if f := v.Floats[row]; !math.IsInf(f, 0) {
				out = append(out, f)
			}
			return true
		})
	case vector.Decimal:
		keep.Each(func(row int) bool { out = append(out, v.FloatAt(row)); return true })
	}
	c.floats = out
	return out
}

// lengths takes in the lengths of texts, in characters, each as often as
// weights says (nil: once).
func (c *Column) lengths(v *vector.Vector, keep vector.Mask, weights []int64) {
	out := c.floats[:0]
	var counts []int64
	keep.Each(func(row int) bool {
		out = append(out, float64(utf8.RuneCount(v.BytesAt(row))))
		if weights != nil {
			counts = append(counts, weights[row])
		}
		return true
	})
	c.floats = out
	c.shape.add(out, counts, true)
}
