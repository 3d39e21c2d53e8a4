package fold

import "assay/engine/vector"

// Rows counts rows. It reads no column.
type Rows struct{ count int64 }

// NewRows returns an empty count.
func NewRows(*Env) Accumulator { return &Rows{} }

// RowsOf returns a count of n rows.
func RowsOf(n int64) *Rows { return &Rows{count: n} }

// Update counts the selected rows.
func (r *Rows) Update(_ []*vector.Vector, n int, rows vector.Mask) error {
	if rows == nil {
		r.count += int64(n)
	} else {
		r.count += int64(rows.Count())
	}
	return nil
}

// Merge adds other's count.
func (r *Rows) Merge(other Accumulator) error {
	r.count += other.(*Rows).count
	return nil
}

// Count is the number of rows.
func (r *Rows) Count() int64 { return r.count }
