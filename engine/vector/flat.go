package vector

import "encoding/binary"

// Flat turns a vector that Decode made with a dictionary into a plain one; others
// are returned as they are. The result shares v's validity, and is valid for as
// long as v is and until Flat is called again.
func (d *Decoder) Flat(v *Vector) *Vector {
	if v.Dict == nil {
		return v
	}
	f, s, dict := &d.flat, &d.plain, v.Dict
	*f = Vector{
		Type: v.Type, Lane: v.Lane, Len: v.Len,
		Valid: v.Valid, Invalid: v.Invalid, InvalidText: v.InvalidText,
	}
	switch v.Lane {
	case Int:
		s.ints = take(s.ints, dict.Ints, v.Index)
		f.Ints = s.ints
	case Uint:
		s.uints = take(s.uints, dict.Uints, v.Index)
		f.Uints = s.uints
	case Float:
		s.floats = take(s.floats, dict.Floats, v.Index)
		f.Floats = s.floats
	case Decimal:
		s.decimals = take(s.decimals, dict.Decimals, v.Index)
		f.Decimals = s.decimals
	case Bool:
		s.bools = takeBits(s.bools, dict.Bools, v.Index)
		f.Bools = s.bools
	case Bytes:
		s.takeBytes(dict, v.Index)
		f.Offsets, f.Data = s.offsets, s.data
	}
	return f
}

func take[T any](dst, from []T, index []int32) []T {
	dst = grow(dst, len(index))
	for i, at := range index {
		dst[i] = from[at]
	}
	return dst
}

func takeBits(dst, from Mask, index []int32) Mask {
	dst = dst.Grow(len(index))
	for i, at := range index {
		bit := from[at>>6] >> (uint(at) & 63) & 1
		dst[i>>6] |= bit << (uint(i) & 63)
	}
	return dst
}

func (s *scratch) takeBytes(from *Vector, index []int32) {
	s.offsets = grow(s.offsets, len(index)+1)
	total := int32(0)
	for i, at := range index {
		s.offsets[i] = total
		total += from.Offsets[at+1] - from.Offsets[at]
	}
	s.offsets[len(index)] = total
	const slack = 8 // short strings are copied as one word
	dst := grow(s.data, int(total)+slack)
	s.data = dst[:total]
	for i, at := range index {
		start, end := int(from.Offsets[at]), int(from.Offsets[at+1])
		to := dst[s.offsets[i]:]
		if end-start <= slack && start+slack <= len(from.Data) {
			binary.LittleEndian.PutUint64(to, binary.LittleEndian.Uint64(from.Data[start:]))
		} else {
			copy(to, from.Data[start:end])
		}
	}
}
