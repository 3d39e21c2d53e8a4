package vector

import (
	"encoding/binary"
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
			word |= (b0 | b1<<1 | b2<<2 | b3<<3 | b4<<4 | b5<<5 | b6<<6 | b7<<7) << (uint(j) & 63)
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

// outsideFloats is outsideIntegers on the bits of floats, or on order keys.
func outsideFloats(values []float64, within [2]float64, out Mask) {
	if within[0] >= 0 {
		outsidePositive(values, within, out)
		return
	}
	lo, hi := orderKey(within[0]), orderKey(within[1])
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

// outsidePositive is for bounds that are not negative. Positive floats are in
// the order of their bits, and negative ones, above them as unsigned integers,
// are outside. Adding zero makes -0 zero.
func outsidePositive(values []float64, within [2]float64, out Mask) {
	lo := floatWord(within[0])
	span := floatWord(within[1]) - lo
	for w := range len(values) >> 6 {
		block := (*[64]float64)(values[w<<6:])
		var word uint64
		for j := 0; j < 64; j += 4 {
			b0 := bit(floatWord(block[j])-lo > span)
			b1 := bit(floatWord(block[j+1])-lo > span)
			b2 := bit(floatWord(block[j+2])-lo > span)
			b3 := bit(floatWord(block[j+3])-lo > span)
			word |= (b0 | b1<<1 | b2<<2 | b3<<3) << uint(j)
		}
		out[w] |= word
	}
	for i := len(values) &^ 63; i < len(values); i++ {
		out[i>>6] |= bit(floatWord(values[i])-lo > span) << (uint(i) & 63)
	}
}

// outsideDecimals is outsideIntegers with 256 bits.
func outsideDecimals(values []decimal256.Num, within [2]decimal256.Num, out Mask) {
	lo := wordsOfNum(within[0])
	span, _ := wordsOfNum(within[1]).sub(lo)
	all := wordsOf(values)
	for w := range MaskWords(len(all)) {
		var word uint64
		for j, x := range all[w<<6 : min(w<<6+64, len(all))] {
			distance, _ := x.sub(lo)
			_, above := span.sub(distance)
			word |= above << (uint(j) & 63)
		}
		out[w] |= word
	}
}

// outside decides by the first eight bytes where these differ from those of
// both bounds.
func (r *textRange) outside(v *Vector, out Mask) {
	lo, hi := uint64(0), uint64(math.MaxUint64)
	if r.min != nil {
		lo = prefix(r.min, 0, len(r.min))
	}
	if r.max != nil {
		hi = prefix(r.max, 0, len(r.max))
	}
	for w := range MaskWords(v.Len) {
		var word uint64
		for i := w << 6; i < min(w<<6+64, v.Len); i++ {
			from, to := int(v.Offsets[i]), int(v.Offsets[i+1])
			p := prefix(v.Data, from, to)
			outside := bit(p < lo) | bit(p > hi)
			if p == lo || p == hi {
				outside = bit(!r.contains(v.Data[from:to]))
			}
			word |= outside << (uint(i) & 63)
		}
		out[w] |= word
	}
}

// prefix is the first eight bytes of data[from:to], or all and zeros, as a
// number that has the order of the bytes.
func prefix(data []byte, from, to int) uint64 {
	return bits.ReverseBytes64(head(data, from, to))
}

// head is the first eight bytes of data[from:to], or all and zeros, the first
// byte lowest.
func head(data []byte, from, to int) uint64 {
	n := uint(to - from)
	if from+8 <= len(data) {
		word := binary.LittleEndian.Uint64(data[from:])
		if n < 8 {
			word &= 1<<(n*8) - 1
		}
		return word
	}
	var word uint64
	for i, c := range data[from:min(to, from+8)] {
		word |= uint64(c) << (uint(i) * 8)
	}
	return word
}
