package fold

import (
	"fmt"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine/vector"
)

// Weighted is an accumulator over one column that can observe a value many times
// at once.
type Weighted interface {
	Accumulator
	// UpdateWeighted observes each value as often as its weight says. Values
	// without weight may be null.
	UpdateWeighted(values *vector.Vector, weights []uint32) error
}

// weighing selects the values that have a weight.
func weighing(scratch vector.Mask, weights []uint32) vector.Mask {
	scratch = scratch.Grow(len(weights))
	for i, n := range weights {
		if n > 0 {
			scratch.Set(i)
		}
	}
	return scratch
}

// UpdateWeighted observes the values that occur at all.
func (e *Extremes) UpdateWeighted(values *vector.Vector, weights []uint32) error {
	e.weighing = weighing(e.weighing, weights)
	return e.Update([]*vector.Vector{values}, values.Len, e.weighing)
}

// UpdateWeighted takes in each value once, and counts how often it occurs beside.
func (d *Distinct) UpdateWeighted(values *vector.Vector, weights []uint32) error {
	for _, n := range weights {
		d.again += int64(max(n, 1) - 1)
	}
	d.weighing = weighing(d.weighing, weights)
	return d.Update([]*vector.Vector{values}, values.Len, d.weighing)
}

// UpdateWeighted adds each value times its weight.
func (m *Moments) UpdateWeighted(values *vector.Vector, weights []uint32) error {
	v := values
	if v.Lane == vector.Null {
		return nil
	}
	m.lane = v.Lane
	switch v.Lane {
	case vector.Int:
		m.ints.AddWeighted(v.Ints, weights, m.withSquares)
	case vector.Uint:
		m.ints.AddUnsignedWeighted(v.Uints, weights, m.withSquares)
	case vector.Float:
		m.floats.AddWeighted(v.Floats, weights, m.withSquares)
	case vector.Decimal:
		m.scale = v.Type.(arrow.DecimalType).GetScale()
		m.decimals.addWeighted(v.Decimals, weights, m.withSquares)
	default:
		return fmt.Errorf("moments of %s", v.Type)
	}
	return nil
}
