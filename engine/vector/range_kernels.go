package vector

import (
	"math"
	"math/bits"

	"github.com/apache/arrow-go/v18/arrow/decimal256"
)

// Outside sets in out, a mask over v's rows, the rows whose value lies outside
// r, and leaves other bits as they are. v is plain and of the type that r was
// made for; of null rows nothing is promised. A vector of another lane has all
// of its rows set.
func (r *Range) Outside(v *Vector, out Mask) {
	switch {
	case v.Lane == Null:
	case r.empty || v.Lane != r.lane:
		orAll(out, v.Len)
	case v.Lane == Int:
		outsideIntegers(v.Ints[:v.Len], r.ints, out)
	case v.Lane == Uint:
		outsideIntegers(v.Uints[:v.Len], r.uints, out)
	case v.Lane == Float:
		outsideFloats(v.Floats[:v.Len], r.floats, out)
	case v.Lane == Decimal:
		outsideDecimals(v.Decimals[:v.Len], r.decimals, out)
	case v.Lane == Bytes:
		r.text.outside(v, out)
	}
}

// orAll sets the first n bits.
func orAll(out Mask, n int) {
	for w := range n >> 6 {
		out[w] = ^uint64(0)
	}
	if tail := uint(n) & 63; tail != 0 {
		out[n>>6] |= 1<<tail - 1
	}
}

// bit is 1 for true; compilers make it one instruction.
func bit(b bool) uint64 {
	var x uint64
	if b {
		x = 1
	}
	return x
}

// outsideIntegers makes one comparison of two: x is outside [lo, hi] where
// x - lo, taken as unsigned, is above hi - lo.
func outsideIntegers[T int64 | uint64](values []T, within [2]T, out Mask) {
	lo := uint64(within[0])
	span := uint64(within[1]) - lo
	for w := range len(values) >> 6 {
		block := (*[64]T)(values[w<<6:])
		var word uint64
		for j := 0; j < 64; j += 8 {
			b0 := bit(uint64(block[j])-lo > span)
			b1 := bit(uint64(block[j+1])-lo > span)
			b2 := bit(uint64(block[j+2])-lo > span)
			b3 := bit(uint64(block[j+3])-lo > span)
			b4 := bit(uint64(block[j+4])-lo > span)
			b5 := bit(uint64(block[j+5])-lo > span)
			b6 := bit(uint64(block[j+6])-lo > span)
			b7 := bit(uint64(block[j+7])-lo > span)
			word |= (b0 | b1<<1 | b2<<2 | b3<<3 | b4<<4 | b5<<5 | b6<<6 | b7<<7) << uint(j)
		}
		out[w] |= word
	}
	for i := len(values) &^ 63; i < len(values); i++ {
		out[i>>6] |= bit(uint64(values[i])-lo > span) << (uint(i) & 63)
	}
}

// orderKey maps floats to integers of the same order, -0 just below +0.
func orderKey(f float64) uint64 {
	b := math.Float64bits(f)
	return b ^ uint64(int64(b)>>63)>>1
}

// outsideFloats is outsideIntegers on order keys, which is faster than two
// comparisons of floats.
func outsideFloats(values []float64, within [2]float64, out Mask) {
	lo, hi := orderKey(within[0]), orderKey(within[1])
	if within[0] == 0 {
		lo = orderKey(math.Copysign(0, -1))
	}
	if within[1] == 0 {
		hi = orderKey(0)
	}
	span := hi - lo
	for w := range len(values) >> 6 {
		block := (*[64]float64)(values[w<<6:])
		var word uint64
		for j := 0; j < 64; j += 4 {
			b0 := bit(orderKey(block[j])-lo > span)
			b1 := bit(orderKey(block[j+1])-lo > span)
			b2 := bit(orderKey(block[j+2])-lo > span)
			b3 := bit(orderKey(block[j+3])-lo > span)
			word |= (b0 | b1<<1 | b2<<2 | b3<<3) << uint(j)
		}
		out[w] |= word
	}
	for i := len(values) &^ 63; i < len(values); i++ {
		out[i>>6] |= bit(orderKey(values[i])-lo > span) << (uint(i) & 63)
	}
}

// outsideDecimals is outsideIntegers with 256 bits.
func outsideDecimals(values []decimal256.Num, within [2]decimal256.Num, out Mask) {
	lo := within[0].Array()
	span, _ := sub256(within[1].Array(), lo)
	for w := range MaskWords(len(values)) {
		var word uint64
		for j, x := range values[w<<6 : min(w<<6+64, len(values))] {
			distance, _ := sub256(x.Array(), lo)
			_, above := sub256(span, distance)
			word |= above << uint(j)
		}
		out[w] |= word
	}
}

// sub256 is a - b, and 1 where b is above a, both unsigned.
func sub256(a, b [4]uint64) (diff [4]uint64, borrow uint64) {
	diff[0], borrow = bits.Sub64(a[0], b[0], 0)
	diff[1], borrow = bits.Sub64(a[1], b[1], borrow)
	diff[2], borrow = bits.Sub64(a[2], b[2], borrow)
	diff[3], borrow = bits.Sub64(a[3], b[3], borrow)
	return diff, borrow
}

func (r *textRange) outside(v *Vector, out Mask) {
	for w := range MaskWords(v.Len) {
		var word uint64
		for i := w << 6; i < min(w<<6+64, v.Len); i++ {
			word |= bit(!r.contains(v.BytesAt(i))) << (uint(i) & 63)
		}
		out[w] |= word
	}
}
