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

// shortFloat reads a decimal number of up to sixteen characters, with digits
// and at most one point, from text[from:to]. It reports false for all else, and
// where the result would not be exact (Clinger's condition).
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
	case uint(n-9) < 8 && to >= 16:
		high, low := loadTail(text, to-8, n-8), binary.LittleEndian.Uint64(text[to-8:])
		scale := uint64(1e8)
		digits, after := dropPoint(low)
		if after < 8 {
			low, scale, fraction = digits, 1e7, after
		} else if digits, after = dropPoint(high); after < 8 {
			high, fraction = digits, 8+after
		}
		h, ok1 := eightDigits(high)
		l, ok2 := eightDigits(low)
		mantissa = h*scale + l
		if !ok1 || !ok2 || mantissa > 1<<53 {
			return 0, false
		}
	default:
		return 0, false
	}
	f := float64(int64(mantissa)) / powers[fraction]
	return math.Float64frombits(math.Float64bits(f) | sign), true
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
