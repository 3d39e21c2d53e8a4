package fold

import (
	"fmt"

	"assay/engine/vector"
)

// Trues counts the rows in which a boolean is true.
type Trues struct {
	count int64
	keep  vector.Mask
}

// NewTrues returns the count of no row.
func NewTrues(*Env) Accumulator { return &Trues{} }

// Update counts the selected rows.
func (t *Trues) Update(in []*vector.Vector, n int, rows vector.Mask) error {
	v := in[0]
	switch v.Lane {
	case vector.Null:
		return nil
	case vector.Bool:
		t.keep = present(t.keep, v, n, rows)
		t.keep.And(v.Bools)
		t.count += int64(t.keep.Count())
		return nil
	}
	return fmt.Errorf("count of true values of %s", v.Type)
}

// Merge adds other's count.
func (t *Trues) Merge(other Accumulator) error {
	t.count += other.(*Trues).count
	return nil
}

// Count is the number of rows in which it is true.
func (t *Trues) Count() int64 { return t.count }
