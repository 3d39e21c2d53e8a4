package vector

import "encoding/binary"

// load fills m, which is clear, from n bits of an Arrow bitmap, starting at bit
// offset. Bits are numbered from the least significant bit of the first byte.
func (m Mask) load(bitmap []byte, offset, n int) {
	bitmap = bitmap[offset>>3:]
	shift := uint(offset) & 7
	whole := n >> 6
	for w := range whole {
		word := binary.LittleEndian.Uint64(bitmap[w*8:])
		if shift != 0 {
			word = word>>shift | uint64(bitmap[w*8+8])<<(64-shift)
		}
		m[w] = word
	}
	for i := whole << 6; i < n; i++ {
		at := uint(i) + shift
		m[whole] |= uint64(bitmap[at>>3]>>(at&7)&1) << (uint(i) & 63)
	}
}
