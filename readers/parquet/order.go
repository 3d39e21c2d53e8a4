package parquet

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"math"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/parquet-go/parquet-go/format"
)

// order is how the stored values of a column compare, where the format says so
// and writers are known to agree.
type order uint8

const (
	noOrder order = iota
	signed32
	signed64
	unsigned32
	unsigned64
	float32s
	float64s
	bytewise
)

// order is the order of the bounds in a column's statistics. Decimals of bytes
// and half floats have one too, which writers have got wrong.
func (l layout) order() order {
	switch l.typ.ID() {
	case arrow.INT8, arrow.INT16, arrow.INT32, arrow.INT64, arrow.DATE32, arrow.TIME32, arrow.TIME64,
		arrow.TIMESTAMP, arrow.DURATION, arrow.DECIMAL128, arrow.DECIMAL256:
		return l.ordered(signed32, signed64)
	case arrow.UINT8, arrow.UINT16, arrow.UINT32, arrow.UINT64:
		return l.ordered(unsigned32, unsigned64)
	case arrow.FLOAT32:
		return float32s
	case arrow.FLOAT64:
		return float64s
	case arrow.STRING, arrow.BINARY, arrow.FIXED_SIZE_BINARY:
		return bytewise
	}
	return noOrder
}

// ordered is the order of integers by their physical type.
func (l layout) ordered(narrow, wide order) order {
	switch l.physical {
	case format.Int32:
		return narrow
	case format.Int64:
		return wide
	}
	return noOrder
}

// fits reports whether a bound is a value of the given width (0: any) that can
// be believed. No float zero can: its sign says nothing about that of the
// data's zeros.
func (o order) fits(v []byte, width int) bool {
	if v == nil || width > 0 && len(v) != width {
		return false
	}
	switch o {
	case float32s, float64s:
		f := o.float(v)
		return f != 0 && !math.IsNaN(f)
	}
	return true
}

func (o order) float(v []byte) float64 {
	if o == float32s {
		return float64(math.Float32frombits(binary.LittleEndian.Uint32(v)))
	}
	return math.Float64frombits(binary.LittleEndian.Uint64(v))
}

// compare compares two values that fit.
func (o order) compare(a, b []byte) int {
	switch o {
	case signed32:
		return cmp.Compare(int32(binary.LittleEndian.Uint32(a)), int32(binary.LittleEndian.Uint32(b)))
	case signed64:
		return cmp.Compare(int64(binary.LittleEndian.Uint64(a)), int64(binary.LittleEndian.Uint64(b)))
	case unsigned32:
		return cmp.Compare(binary.LittleEndian.Uint32(a), binary.LittleEndian.Uint32(b))
	case unsigned64:
		return cmp.Compare(binary.LittleEndian.Uint64(a), binary.LittleEndian.Uint64(b))
	case float32s, float64s:
		return cmp.Compare(o.float(a), o.float(b))
	}
	return bytes.Compare(a, b)
}

// mayHoldNaN reports whether values may be NaN, which is missing.
func (l layout) mayHoldNaN() bool {
	switch l.typ.ID() {
	case arrow.FLOAT16, arrow.FLOAT32, arrow.FLOAT64:
		return true
	}
	return false
}

// mayNotFit reports whether a stored value may have no place in the column's
// type.
func (l layout) mayNotFit() bool { return l.convert != nil && l.typ.ID() != arrow.STRING }
