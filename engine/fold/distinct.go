package fold

import (
	"assay/engine/keyed"
	"assay/engine/vector"
)

// Distinct counts the different values of one column, exactly.
type Distinct struct {
	table    *keyed.Table
	again    int64 // values that were counted, and not put in the table
	keep     vector.Mask
	weighing vector.Mask
}

// NewDistinct returns an empty count.
func NewDistinct(env *Env) Accumulator { return &Distinct{table: keyed.NewSet(env)} }

// Update takes in the selected values of one column.
func (d *Distinct) Update(in []*vector.Vector, n int, rows vector.Mask) error {
	v := in[0]
	if v.Lane == vector.Null {
		return nil
	}
	d.keep = present(d.keep, v, n, rows)
	return d.table.Add(in, d.keep)
}

// Merge takes in what other has seen.
func (d *Distinct) Merge(other Accumulator) error {
	o := other.(*Distinct)
	d.again += o.again
	return d.table.Merge(o.table)
}

// Finish counts.
func (d *Distinct) Finish() error { return d.table.Finish() }

// Count is the number of different values.
func (d *Distinct) Count() int64 { return d.table.Distinct() }

// Values is the number of values, equal ones among them.
func (d *Distinct) Values() int64 { return d.table.Keys() + d.again }
