package rowexpr

import (
	"errors"
	"sync"

	"github.com/apache/arrow-go/v18/arrow/decimal256"

	"assay/engine/vector"
)

// newLeaf returns the value of a column: masks of its own, and slices that
// will be those of the column.
func newLeaf(lane vector.Lane, n int) value {
	v := value{valid: vector.NewMask(n)}
	if lane == vector.Bool {
		v.bools = vector.NewMask(n)
	}
	return v
}

// load makes v rows [first, first+n) of a column.
func (v *value) load(col *vector.Vector, lane vector.Lane, first, n int) error {
	words := vector.MaskWords(n)
	v.resize(words)
	if col.Lane == vector.Null {
		v.clear()
		v.borrow(emptyColumn(), lane, 0, n)
		return nil
	}
	if col.Lane != lane || col.Dict != nil && lane != vector.Bytes {
		return errors.New("its values do not have the form that its type announces")
	}
	if col.Valid == nil {
		v.valid.Fill(n)
	} else {
		copy(v.valid, col.Valid[first>>6:])
		v.valid.Trim(n)
	}
	if lane == vector.Bool {
		copy(v.bools, col.Bools[first>>6:])
		v.bools.And(v.valid)
		return nil
	}
	if col.Dict != nil {
		v.loadEntries(col, first, n)
		return nil
	}
	v.borrow(col, lane, first, n)
	return nil
}

// borrow takes n rows, from row first, of the slices of a lane.
func (v *value) borrow(col *vector.Vector, lane vector.Lane, first, n int) {
	switch lane {
	case vector.Int:
		v.ints = col.Ints[first : first+n]
	case vector.Uint:
		v.uints = col.Uints[first : first+n]
	case vector.Float:
		v.floats = col.Floats[first : first+n]
	case vector.Decimal:
		v.decimals = wordsOf(col.Decimals[first : first+n])
	case vector.Bytes:
		v.data = col.Data
		v.offsets = col.Offsets[first : first+n+1]
		v.from, v.to = v.offsets[:n], v.offsets[1:]
	}
}

// emptyColumn lends slices to columns that hold no value in a batch. It is
// only read.
var emptyColumn = sync.OnceValue(func() *vector.Vector {
	return &vector.Vector{
		Ints: make([]int64, chunkRows), Uints: make([]uint64, chunkRows), Floats: make([]float64, chunkRows),
		Decimals: make([]decimal256.Num, chunkRows), Offsets: make([]int32, chunkRows+1),
	}
})
