package vector

import "math"

// OrderWords fills dst, whose memory is reused, with a word for each of the
// first n values of a flat vector, such that the words are in the order of the
// values. It reports false for lanes whose values do not fit a word. Rows
// without a value have some word.
func OrderWords(dst []uint64, v *Vector, n int) ([]uint64, bool) {
	if cap(dst) < n {
		dst = make([]uint64, n)
	}
	dst = dst[:n]
	switch v.Lane {
	case Null:
		clear(dst)
	case Int:
		for i, x := range v.Ints[:n] {
			dst[i] = uint64(x) ^ 1<<63
		}
	case Uint:
		copy(dst, v.Uints)
	case Float:
		for i, x := range v.Floats[:n] {
			dst[i] = FloatWord(x)
		}
	default:
		return dst, false
	}
	return dst, true
}

// FloatWord maps floats to words of the same order; both zeros are one.
func FloatWord(f float64) uint64 {
	b := math.Float64bits(f + 0)
	return b ^ (uint64(int64(b)>>63) | 1<<63)
}
