package fold

import (
	"assay/engine/keyed"
	"assay/engine/vector"
)

// Keys is a set of the keys that rows have.
type Keys struct {
	table   *keyed.Table
	anyNull bool
	keep    vector.Mask
	null    vector.Mask
}

// NewKeys returns a maker of empty sets. Rows in which any column is null have
// no key (anyNull), or else those in which all are.
func NewKeys(anyNull bool) func(env *Env) Accumulator {
	return func(env *Env) Accumulator { return &Keys{table: keyed.NewSet(env), anyNull: anyNull} }
}

// Update takes in the keys of the selected rows.
func (k *Keys) Update(in []*vector.Vector, n int, rows vector.Mask) error {
	k.keep = k.keep.Grow(n)
	k.keep.Fill(n)
	k.keep.And(rows)
	k.null = k.null.Grow(n)
	if k.anyNull {
		vector.MarkAnyNull(k.null, in)
	} else {
		vector.MarkAllNull(k.null, in, n)
	}
	k.keep.AndNot(k.null)
	return k.table.Add(in, k.keep)
}

// Merge takes in what other has seen.
func (k *Keys) Merge(other Accumulator) error { return k.table.Merge(other.(*Keys).table) }

// Table is the set. Whoever takes it finishes it.
func (k *Keys) Table() *keyed.Table { return k.table }
