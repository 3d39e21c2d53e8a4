package vector

import (
	"encoding/binary"
	"math"
	"unicode/utf8"
)

// LengthsOutside sets in out, a mask over v's rows, the rows of a plain Bytes
// vector whose length in code points is below min or above max (nil: no such
// bound), and leaves other bits as they are. A byte that is no UTF-8 counts as
// one. Of null rows nothing is promised. What is no text has no length in range.
func LengthsOutside(v *Vector, min, max *int64, out Mask) {
	if v.Lane != Bytes {
		orUnusable(v, out)
		return
	}
	lo, hi := int64(0), int64(math.MaxInt32)
	if min != nil && *min > lo {
		lo = *min
	}
	if max != nil && *max < hi {
		hi = *max
	}
	switch {
	case lo > hi:
		orAll(out, v.Len)
	case IsASCII(v.Data[v.Offsets[0]:v.Offsets[v.Len]]):
		sizesOutside(v.Offsets[:v.Len+1], lo, hi, out)
	default:
		codePointsOutside(v, lo, hi, out)
	}
}

// IsASCII reports whether text holds ASCII alone. It reads 32 bytes at a time.
func IsASCII(text []byte) bool {
	const high = 0x8080808080808080
	for len(text) >= 32 {
		if (binary.LittleEndian.Uint64(text)|binary.LittleEndian.Uint64(text[8:])|
			binary.LittleEndian.Uint64(text[16:])|binary.LittleEndian.Uint64(text[24:]))&high != 0 {
			return false
		}
		text = text[32:]
	}
	var all byte
	for _, c := range text {
		all |= c
	}
	return all < utf8.RuneSelf
}

func sizesOutside(offsets []int32, lo, hi int64, out Mask) {
	span := uint64(hi - lo)
	rows := len(offsets) - 1
	for w := range MaskWords(rows) {
		block := offsets[w<<6 : min(w<<6+64, rows)+1]
		from := block[0]
		var word uint64
		for j, to := range block[1:] {
			word |= bit(uint64(int64(to-from)-lo) > span) << (uint(j) & 63)
			from = to
		}
		out[w] |= word
	}
}

// codePointsOutside counts only where the size does not decide: n bytes are at
// least n/4 code points and at most n.
func codePointsOutside(v *Vector, lo, hi int64, out Mask) {
	for w := range MaskWords(v.Len) {
		var word uint64
		for i := w << 6; i < min(w<<6+64, v.Len); i++ {
			text := v.BytesAt(i)
			most := int64(len(text))
			least := (most + 3) / 4
			outside := most < lo || least > hi
			if !outside && (least < lo || most > hi) {
				n := int64(codePoints(text))
				outside = n < lo || n > hi
			}
			word |= bit(outside) << (uint(i) & 63)
		}
		out[w] |= word
	}
}

// codePoints counts them; where text is ASCII, eight at a time.
func codePoints(text []byte) int {
	const high = 0x8080808080808080
	whole, n := text, 0
	for len(text) >= 8 {
		if binary.LittleEndian.Uint64(text)&high == 0 {
			n, text = n+8, text[8:]
			continue
		}
		_, width := utf8.DecodeRune(text)
		n, text = n+1, text[width:]
	}
	if len(whole) >= 8 && binary.LittleEndian.Uint64(whole[len(whole)-8:])&high == 0 {
		return n + len(text)
	}
	return n + utf8.RuneCount(text)
}

// TextsRefused sets in out, a mask over v's rows, the rows of a plain Bytes
// vector whose text accept refuses, and leaves other bits as they are. Null rows
// are not looked at. What is no text is refused.
func TextsRefused(accept func(text []byte) bool, v *Vector, out Mask) {
	if v.Lane != Bytes {
		orUnusable(v, out)
		return
	}
	for w := range MaskWords(v.Len) {
		var word uint64
		for i := w << 6; i < min(w<<6+64, v.Len); i++ {
			if v.IsValid(i) && !accept(v.BytesAt(i)) {
				word |= 1 << (uint(i) & 63)
			}
		}
		out[w] |= word
	}
}

// orUnusable sets all rows of a vector that a kernel cannot read, so that a
// mistake never passes for an expected value. The Null lane has no values.
func orUnusable(v *Vector, out Mask) {
	if v.Lane != Null {
		orAll(out, v.Len)
	}
}
