package parquet

import "math/bits"

// Pages store only the values that are there. The functions here move those of
// rows [at, at+n), which stand without gaps from at on, to the rows that hold a
// value. They work from the end, a run of values at a time.

// eachRun calls move for every run of set bits in [at, at+n), from the last to
// the first, with the run's bounds.
func eachRun(valid words, at, n int, move func(from, to int)) {
	for end := at + n; end > at; {
		base := (end - 1) &^ 63
		low := max(base, at)
		word := valid[base>>6] & lowBits(end-base)
		if low > base {
			word &^= lowBits(low - base)
		}
		for word != 0 {
			top := bits.Len64(word)
			length := bits.LeadingZeros64(^(word << (64 - top)))
			move(base+top-length, base+top)
			word &= lowBits(top - length)
		}
		end = low
	}
}

// expand moves values; set of the rows hold one.
func expand[T any](v []T, at, n, set int, valid words) {
	next := at + set
	eachRun(valid, at, n, func(from, to int) {
		length := to - from
		next -= length
		if next == from {
			return
		}
		if length < 8 {
			for i := length - 1; i >= 0; i-- {
				v[from+i] = v[next+i]
			}
			return
		}
		copy(v[from:to], v[next:next+length])
	})
}

// expandValues is expand over values of any width.
func expandValues(v []byte, width, at, n, set int, valid words) {
	switch width {
	case 1:
		expand(v, at, n, set, valid)
	case 2:
		expand(valuesOf[uint16](v), at, n, set, valid)
	case 4:
		expand(valuesOf[uint32](v), at, n, set, valid)
	case 8:
		expand(valuesOf[uint64](v), at, n, set, valid)
	case 16:
		expand(valuesOf[[2]uint64](v), at, n, set, valid)
	default:
		next := at + set
		eachRun(valid, at, n, func(from, to int) {
			next -= to - from
			copy(v[from*width:to*width], v[next*width:])
		})
	}
}

// expandEnds turns the ends of set values into the ends of n rows, where a row
// without a value ends where the one before it does. ends[at] is where the
// first one begins.
func expandEnds(ends []int32, at, n, set int, valid words) {
	next := at + set
	for row := at + n; row > at; row-- {
		ends[row] = ends[next]
		if valid.get(row - 1) {
			next--
		}
	}
}

// expandBits is expand over bits.
func expandBits(v words, at, n, set int, valid words) {
	next := at + set
	for row := at + n - 1; row >= at; row-- {
		if !valid.get(row) {
			continue
		}
		next--
		if v.get(next) {
			v.set(row)
		} else {
			v.clear(row)
		}
	}
}

// gather copies to dst the values that the indexes name, and fails at an index
// beyond them.
func gather[T any](dst, values []T, indexes []uint32) bool {
	dst = dst[:len(indexes)]
	for i, x := range indexes {
		if int(x) >= len(values) {
			return false
		}
		dst[i] = values[x]
	}
	return true
}

// gatherValues is gather over values of any width.
func gatherValues(dst, values []byte, width int, indexes []uint32) bool {
	switch width {
	case 1:
		return gather(dst, values, indexes)
	case 2:
		return gather(valuesOf[uint16](dst), valuesOf[uint16](values), indexes)
	case 4:
		return gather(valuesOf[uint32](dst), valuesOf[uint32](values), indexes)
	case 8:
		return gather(valuesOf[uint64](dst), valuesOf[uint64](values), indexes)
	case 16:
		return gather(valuesOf[[2]uint64](dst), valuesOf[[2]uint64](values), indexes)
	default:
		count := len(values) / width
		for i, x := range indexes {
			if int(x) >= count {
				return false
			}
			copy(dst[i*width:(i+1)*width], values[int(x)*width:])
		}
		return true
	}
}
