// Package vector holds the columns of a batch in the form that kernels work
// on. Arrow has dozens of types; a kernel sees one of six lanes, each a plain
// slice, and the logical type beside it. Integers narrower than 64 bits,
// dates, times and timestamps are widened to int64 once per batch, and shared
// by every kernel that reads the column.
package vector

import "github.com/apache/arrow-go/v18/arrow"
import "github.com/apache/arrow-go/v18/arrow/decimal256"

// Lane is the physical form in which a vector holds its values.
type Lane uint8

// The lanes, and the slice of a Vector that each fills.
const (
	// Null is a column that has no values at all: no slice is filled and
	// every row is null.
	Null     Lane = iota
	Int           // Ints: signed integers, uint8 to uint32, date32 and date64 (days), time, timestamp, duration
	Uint          // Uints: uint64
	Float         // Floats: float16, float32, float64
	Decimal       // Decimals: decimal128 and decimal256, unscaled
	Bool          // Bools
	Bytes         // Offsets and Data: string and binary
	Unusable      // a type that cannot be judged (nested); Build must refuse it
)

// Vector is one column of a batch. It is read-only to kernels, and valid
// until the batch is replaced by the next one.
type Vector struct {
	// Type is the logical type. Timestamps keep their unit and zone here,
	// decimals their scale.
	Type arrow.DataType
	Lane Lane
	Len  int

	// Valid has a bit for each row that holds a value; nil means all do.
	// Null, NaN and invalid cells have none. What the value slices hold
	// there is unspecified.
	Valid Mask
	// Invalid has a bit for each cell that was there but does not fit the
	// column's type; nil means none.
	Invalid Mask

	Ints     []int64
	Uints    []uint64
	Floats   []float64
	Decimals []decimal256.Num
	Bools    Mask
	// Offsets has Len+1 entries into Data.
	Offsets []int32
	Data    []byte

	// Dict, where set, holds the distinct values; row i has value
	// Index[i] of it, and the slices above are empty. The engine hides
	// dictionaries from predicates and accumulators that do not ask for
	// them (see Flat).
	Dict  *Vector
	Index []int32

	// InvalidText is the text of an invalid cell, as written.
	InvalidText func(row int) string
}

// IsValid reports whether row i holds a value.
func (v *Vector) IsValid(i int) bool {
	if v.Lane == Null {
		return false
	}
	return v.Valid == nil || v.Valid.Get(i)
}

// IsInvalid reports whether row i is a cell that does not fit the type.
func (v *Vector) IsInvalid(i int) bool { return v.Invalid != nil && v.Invalid.Get(i) }

// BytesAt is the value of row i of the Bytes lane. It aliases the vector.
func (v *Vector) BytesAt(i int) []byte { return v.Data[v.Offsets[i]:v.Offsets[i+1]] }

// MarkNull sets in out the rows that hold no value and are not invalid cells,
// and leaves other bits as they are.
func (v *Vector) MarkNull(out Mask) {
	if v.Lane != Null && v.Valid == nil {
		return
	}
	for w := range out {
		null := ^uint64(0)
		if v.Lane != Null {
			null &^= v.Valid[w]
		}
		if v.Invalid != nil {
			null &^= v.Invalid[w]
		}
		out[w] |= null
	}
	out.Trim(v.Len)
}
