package vector

import (
	"github.com/apache/arrow-go/v18/arrow/decimal256"
)

// Gather copies the given rows of a flat vector, all of which hold values,
// into dst, whose memory is reused, and returns it.
func Gather(dst, v *Vector, rows []int32) *Vector {
	dst.Type, dst.Lane, dst.Len = v.Type, v.Lane, len(rows)
	dst.Ints = gather(dst.Ints, v.Ints, rows, v.Lane == Int)
	dst.Uints = gather(dst.Uints, v.Uints, rows, v.Lane == Uint)
	dst.Floats = gather(dst.Floats, v.Floats, rows, v.Lane == Float)
	dst.Decimals = gather[decimal256.Num](dst.Decimals, v.Decimals, rows, v.Lane == Decimal)
	switch v.Lane {
	case Bool:
		dst.Bools = dst.Bools.Grow(len(rows))
		for to, from := range rows {
			if v.Bools.Get(int(from)) {
				dst.Bools.Set(to)
			}
		}
	case Bytes:
		dst.Data = dst.Data[:0]
		dst.Offsets = append(dst.Offsets[:0], 0)
		for _, from := range rows {
			dst.Data = append(dst.Data, v.BytesAt(int(from))...)
			dst.Offsets = append(dst.Offsets, int32(len(dst.Data)))
		}
	}
	return dst
}

func gather[T any](dst, src []T, rows []int32, used bool) []T {
	dst = dst[:0]
	if !used {
		return dst
	}
	for _, from := range rows {
		dst = append(dst, src[from])
	}
	return dst
}

// Slice is a view of rows [from, to) of a flat vector in which every row holds
// a value. Bool vectors cannot be sliced.
func (v *Vector) Slice(from, to int) Vector {
	s := Vector{Type: v.Type, Lane: v.Lane, Len: to - from}
	switch v.Lane {
	case Int:
		s.Ints = v.Ints[from:to]
	case Uint:
		s.Uints = v.Uints[from:to]
	case Float:
		s.Floats = v.Floats[from:to]
	case Decimal:
		s.Decimals = v.Decimals[from:to]
	case Bytes:
		s.Offsets, s.Data = v.Offsets[from:to+1], v.Data
	}
	return s
}
