package fold

import "assay/engine/vector"

// Cells counts the rows of one column, and those that hold a value.
type Cells struct {
	rows, values int64
	keep         vector.Mask
}

// NewCells returns the count of no rows.
func NewCells(*Env) Accumulator { return &Cells{} }

// CellsOf returns a count of rows, of which so many hold a value.
func CellsOf(rows, values int64) *Cells { return &Cells{rows: rows, values: values} }

// Update counts the selected rows.
func (c *Cells) Update(in []*vector.Vector, n int, rows vector.Mask) error {
	selected := int64(n)
	if rows != nil {
		selected = int64(rows.Count())
	}
	c.rows += selected
	switch v := in[0]; {
	case v.Lane == vector.Null:
	case v.Valid == nil:
		c.values += selected
	default:
		c.keep = both(c.keep, v.Valid, rows)
		c.values += int64(c.keep.Count())
	}
	return nil
}

// Merge adds other's counts.
func (c *Cells) Merge(other Accumulator) error {
	o := other.(*Cells)
	c.rows += o.rows
	c.values += o.values
	return nil
}

// Rows is the number of rows.
func (c *Cells) Rows() int64 { return c.rows }

// Values is the number of rows that hold a value.
func (c *Cells) Values() int64 { return c.values }
