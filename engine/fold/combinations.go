package fold

import (
	"assay/engine/keyed"
	"assay/engine/vector"
)

// Combinations counts the different combinations of values of several columns,
// exactly. Rows in which all are missing are left out.
type Combinations struct {
	table *keyed.Table
	keep  vector.Mask
}

// NewCombinations returns the count of no row.
func NewCombinations(env *Env) Accumulator { return &Combinations{table: keyed.NewTable(env)} }

// Update takes in the selected rows.
func (c *Combinations) Update(in []*vector.Vector, n int, rows vector.Mask) error {
	c.keep = c.keep.Grow(n)
	for _, v := range in {
		switch {
		case v.Lane == vector.Null:
		case v.Valid == nil:
			c.keep.Fill(n)
		default:
			c.keep.Or(v.Valid)
		}
	}
	c.keep.And(rows)
	return c.table.Add(in, c.keep)
}

// Merge takes in what other has seen.
func (c *Combinations) Merge(other Accumulator) error {
	return c.table.Merge(other.(*Combinations).table)
}

// Finish counts.
func (c *Combinations) Finish() error { return c.table.Finish() }

// Rows is the number of rows that hold a value.
func (c *Combinations) Rows() int64 { return c.table.Keys() }

// Count is the number of different combinations.
func (c *Combinations) Count() int64 { return c.table.Distinct() }

// Once is the number of combinations that occur in just one row.
func (c *Combinations) Once() int64 { return c.table.Keys() - c.table.DuplicateRows() }
