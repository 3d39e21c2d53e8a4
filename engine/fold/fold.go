// Package fold holds the accumulators: mergeable states that observe a column
// batch by batch. Their results do not depend on how rows were split among
// accumulators, nor on the order of merging.
package fold

import "assay/engine/vector"

// Accumulator observes rows. Its inputs stand in the order of the need that
// asked for it.
type Accumulator interface {
	// Update observes the rows of a batch that are set in rows (nil: all).
	// Null cells are in; whether they count is the accumulator's affair.
	Update(in []*vector.Vector, n int, rows vector.Mask) error
	// Merge takes in what other, of the same type and need, has observed.
	// other is not used afterwards.
	Merge(other Accumulator) error
}

// Finisher is an accumulator that has work left (sorting, reading back what it
// spilled) after the last Merge and before it is judged.
type Finisher interface {
	Finish() error
}
