package csv

import (
	"encoding/binary"
	"math"
	"math/bits"
)

// The parsers in this file read cells eight bytes at a time, as words whose
// lowest byte is the first character.
const (
	everyByte = 0x0101010101010101
	topBits   = 0x80 * everyByte
	zeros     = '0' * everyByte
	points    = '.' * everyByte
)

// loadTail is the n bytes of text before end, 1 to 8 of them, with zero digits in
// front. At least eight bytes stand before end.
func loadTail(text []byte, end, n int) uint64 {
	word := binary.LittleEndian.Uint64(text[end-8:])
	shift := uint(8-n) * 8 & 63
	return word>>shift<<shift | zeros>>8>>((56-shift)&63)
}

// eightDigits reads eight ASCII digits at once: neighbours are joined to
// numbers of two, four and eight digits. The method is Daniel Lemire's,
// "Quickly parsing eight digits" (2018).
func eightDigits(word uint64) (uint64, bool) {
	const (
		tops  = 0xf0 * everyByte
		sixes = 0x06 * everyByte
	)
	ok := (word&tops)|((word+sixes)&tops)>>4 == zeros|zeros>>4
	word -= zeros
	word = word*10 + word>>8
	const pairs = 0x000000ff000000ff
	return ((word&pairs)*(100+1000000<<32) + (word>>16&pairs)*(1+10000<<32)) >> 32, ok
}

// dropPoint takes the first point out of a word that loadTail gave: what stands
// before it moves up. It returns how many characters follow the point, 8 where
// there is none.
func dropPoint(word uint64) (digits uint64, after int) {
	x := word ^ points
	found := (x - everyByte) &^ x & topBits
	if found == 0 {
		return word, 8
	}
	place := uint(bits.TrailingZeros64(found)) &^ 7 // of the point's lowest bit
	low := uint64(1)<<(place&63) - 1
	return word&^(low<<8|0xff) | word&low<<8 | '0', 7 - int(place>>3)
}

// shortFloat reads a decimal number of up to 24 characters, with digits and at
// most one point, from text[from:to]. It reports false for all else, and for what
// it cannot round exactly.
func shortFloat(text []byte, from, to int) (float64, bool) {
	var sign uint64
	if from < to && text[from] == '-' {
		sign = 1 << 63
		from++
	}
	n := to - from
	var mantissa uint64
	var fraction int
	switch {
	case uint(n-1) < 8 && to >= 8:
		digits, after := dropPoint(loadTail(text, to, n))
		m, ok := eightDigits(digits)
		if !ok || after < 8 && n == 1 {
			return 0, false
		}
		mantissa, fraction = m, after&7
	case uint(n-9) < 16 && to >= 24:
		var ok bool
		if mantissa, fraction, ok = longDecimal(text, to, n); !ok {
			return 0, false
		}
	default:
		return 0, false
	}
	if mantissa > 1<<53 {
		if fraction >= len(integerPowers) {
			return 0, false
		}
		return math.Float64frombits(quotient(mantissa, fraction) | sign), true
	}
	// Clinger's fast path: both numbers are exact, so is the rounding.
	f := float64(int64(mantissa)) / powers[fraction]
	return math.Float64frombits(math.Float64bits(f) | sign), true
}

// longDecimal reads the n characters of text before end, 9 to 24 of them, as an
// integer of at most 19 digits and how many of these stand behind the point.
func longDecimal(text []byte, end, n int) (mantissa uint64, fraction int, ok bool) {
	var head uint64 = zeros // what stands before the last sixteen
	middle, low := loadTail(text, end-8, min(n-8, 8)), binary.LittleEndian.Uint64(text[end-8:])
	if n > 16 {
		head = loadTail(text, end-16, n-16)
	}
	weights := [2]uint64{1e16, 1e8}
	if digits, after := dropPoint(low); after < 8 {
		low, weights, fraction = digits, [2]uint64{1e15, 1e7}, after
	} else if digits, after = dropPoint(middle); after < 8 {
		middle, weights, fraction = digits, [2]uint64{1e15, 1e8}, 8+after
	} else if digits, after = dropPoint(head); after < 8 {
		head, fraction = digits, 16+after
	}
	h, ok1 := eightDigits(head)
	m, ok2 := eightDigits(middle)
	l, ok3 := eightDigits(low)
	return h*weights[0] + m*weights[1] + l, fraction, ok1 && ok2 && ok3 && h < 1000 && fraction < len(powers)
}

// quotient is the bits of the float64 nearest to n divided by 10 to a power
// up to 19, for n above 0: a division of 128 bits by 64, rounded half to even.
func quotient(n uint64, power int) uint64 {
	d := integerPowers[power]
	zn, zd := bits.LeadingZeros64(n), bits.LeadingZeros64(d)
	// Both have their top bit set, so that q has at least 63 bits.
	high, low := n<<zn>>1, n<<zn<<63
	q, rest := bits.Div64(high, low, d<<zd)
	exponent := 1023 + zd - zn // of q taken as a number from 1/2 on, below 2
	if q>>63 == 0 {
		q <<= 1
		exponent--
	}
	// 53 bits stay; what is dropped is compared with half of the last one.
	const dropped, half = 1<<11 - 1, 1 << 10
	tail := q & dropped
	q >>= 11
	if tail > half || tail == half && (rest != 0 || q&1 != 0) {
		q++ // may carry into the exponent, which is then right
	}
	return uint64(exponent)<<52 + q - 1<<52
}

// shortInt reads an integer of up to sixteen digits with at most a minus from
// text[from:to]. It reports false for all else.
func shortInt(text []byte, from, to int) (int64, bool) {
	var neg int64
	if from < to && text[from] == '-' {
		neg = -1
		from++
	}
	n := to - from
	switch {
	case uint(n-1) < 8 && to >= 8:
		m, ok := eightDigits(loadTail(text, to, n))
		return int64(m) ^ neg - neg, ok
	case uint(n-9) < 8 && to >= 16:
		h, ok1 := eightDigits(loadTail(text, to-8, n-8))
		l, ok2 := eightDigits(binary.LittleEndian.Uint64(text[to-8:]))
		return int64(h*1e8+l) ^ neg - neg, ok1 && ok2
	}
	return 0, false
}

// Patterns of dates and times: 0 stands for any digit.
const (
	datePattern  = 0x2d30302d30303030 // 0000-00-
	clockPattern = 0x30303a30303a3030 // 00:00:00
)

// digitPairs reads the numbers of two digits in a word of the form of pattern,
// each into the byte of its first digit.
func digitPairs(word, pattern uint64) (pairs uint64, ok bool) {
	// Above 9 where pattern has a digit, above 0 elsewhere, adding reaches
	// the top bit.
	marks := ^pattern >> 3 & everyByte // 1 where pattern has a digit, of '0', '-' and ':'
	x := word ^ pattern
	bad := (x + (0x7f*everyByte - 9*marks)) | x
	return x*10 + x>>8, bad&topBits == 0
}
