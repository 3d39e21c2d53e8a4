package rowexpr

import (
	"bytes"
	"encoding/binary"
	"math/bits"
)

// equalTexts compares lengths first; most texts differ there.
func equalTexts(_ int, out *value, in []*value) {
	a, b := in[0], in[1]
	for w, rows := range out.valid {
		var yes uint64
		for rows != 0 {
			bit := bits.TrailingZeros64(rows)
			rows &= rows - 1
			i := w<<6 + bit
			if a.to[i]-a.from[i] == b.to[i]-b.from[i] && bytes.Equal(a.bytes(i), b.bytes(i)) {
				yes |= 1 << bit
			}
		}
		out.bools[w] = yes
	}
}

// wordBytes is the length of texts that compare as one integer.
const wordBytes = 8

// shortText is a text of up to eight bytes.
type shortText struct {
	text       string
	want, mask uint64
}

func newShortText(text string) shortText {
	var padded [wordBytes]byte
	copy(padded[:], text)
	return shortText{
		text: text, want: binary.LittleEndian.Uint64(padded[:]),
		mask: uint64(1)<<(uint(len(text))*8) - 1, // all ones for eight bytes
	}
}

// differs is not zero where data[from:to] is another text. Unless it is at the
// end of data, no branch depends on what it holds.
func (s *shortText) differs(data []byte, from, to int32) uint64 {
	if int(from)+wordBytes <= len(data) {
		word := binary.LittleEndian.Uint64(data[from:])
		return (word^s.want)&s.mask | (uint64(to-from) ^ uint64(len(s.text)))
	}
	if string(data[from:to]) == s.text {
		return 0
	}
	return 1
}

// equalShort compares texts with a short one.
func equalShort(text string) kernel {
	s := newShortText(text)
	return func(n int, out *value, in []*value) {
		a := in[0]
		for w, rows := range out.valid {
			if a.offsets != nil {
				out.bools[w] = s.equalOffsets(a.data, a.offsets[w<<6:min(w<<6+64, n)+1]) & rows
				continue
			}
			var yes uint64
			for rows != 0 {
				bit := bits.TrailingZeros64(rows)
				rows &= rows - 1
				if s.differs(a.data, a.from[w<<6+bit], a.to[w<<6+bit]) == 0 {
					yes |= 1 << bit
				}
			}
			out.bools[w] = yes
		}
	}
}

// equalOffsets is the texts between offsets that are equal to s.
func (s *shortText) equalOffsets(data []byte, offsets []int32) (yes uint64) {
	from := offsets[0]
	for j, to := range offsets[1:] {
		var bit uint64
		if s.differs(data, from, to) == 0 {
			bit = 1
		}
		yes |= bit << j
		from = to
	}
	return yes
}
