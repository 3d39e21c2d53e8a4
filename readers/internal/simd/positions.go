package simd

import "math/bits"

// Positions lists where fields end: base plus the place of every bit of the
// Delimiter words, counted from the first block. It stops before the block in
// which the bits of the Newline words reach limit, or where out has less than
// 64 places left. It returns the number of blocks done, of positions written,
// and of newlines among them. What it leaves in out beyond these is arbitrary.
func Positions(blocks []Block, base uint32, limit int, out []uint32) (done, written, records int) {
	if len(blocks) == 0 {
		return 0, 0, 0
	}
	return positions(blocks, base, limit, out)
}

// positionsGeneric is positions in plain Go.
func positionsGeneric(blocks []Block, base uint32, limit int, out []uint32) (done, written, records int) {
	for i := range blocks {
		b := &blocks[i]
		lines := bits.OnesCount64(b.Newline)
		if records+lines >= limit || len(out)-written < BlockBytes {
			break
		}
		records += lines
		for mask := b.Delimiter; mask != 0; mask &= mask - 1 {
			out[written] = base + uint32(bits.TrailingZeros64(mask))
			written++
		}
		base += BlockBytes
		done++
	}
	return done, written, records
}
