package simd

import (
	"encoding/binary"
	"math/bits"
)

// scanGeneric continues s over the whole blocks of p in plain Go, 8 bytes at a
// time.
func scanGeneric(p []byte, quote, delimiter byte, s *State, out []Block) {
	for i := range out {
		m := classify((*[BlockBytes]byte)(p[i*BlockBytes:]), quote, delimiter)
		out[i] = s.step(m, ^uint64(0))
	}
}

func classify(block *[BlockBytes]byte, quote, delimiter byte) masks {
	var m masks
	q, d, n, r := spread(quote), spread(delimiter), spread('\n'), spread('\r')
	for at := 0; at < BlockBytes; at += 8 {
		word := binary.LittleEndian.Uint64(block[at:])
		m.quote |= equalBytes(word, q) << at
		m.delimiter |= equalBytes(word, d) << at
		m.newline |= equalBytes(word, n) << at
		m.carriage |= equalBytes(word, r) << at
		m.odd |= (gatherTopBits(word&topBits) | equalBytes(word, 0)) << at
	}
	return m
}

const (
	lowBits = 0x0101010101010101
	topBits = 0x8080808080808080
)

// spread repeats a byte in every byte of a word.
func spread(b byte) uint64 { return lowBits * uint64(b) }

// equalBytes has bit i set where byte i of word equals that of want.
func equalBytes(word, want uint64) uint64 {
	x := word ^ want
	// The top bit of each byte of t is set where the byte of x is not zero.
	t := (x&^topBits + ^uint64(topBits)) | x
	return gatherTopBits(^t & topBits)
}

// gatherTopBits moves the top bit of byte i to bit i. The multiplication adds
// up shifted copies that do not meet.
func gatherTopBits(word uint64) uint64 { return (word >> 7) * 0x0102040810204080 >> 56 }

// headsGeneric is heads in plain Go.
func headsGeneric(blocks []Block, base uint32, fields, keep, limit int, out []uint32) (records int, regular bool) {
	seen := 0
	for _, b := range blocks {
		for ends := b.Ends; ends != 0; ends &= ends - 1 {
			at := uint(bits.TrailingZeros64(ends))
			if seen++; seen <= keep {
				out[records*(keep+1)+seen] = base + uint32(at)
			}
			if b.Lines>>at&1 == 0 {
				continue
			}
			if seen != fields {
				return records, false
			}
			records++
			out[records*(keep+1)] = base + uint32(at)
			if seen = 0; records == limit {
				return records, true
			}
		}
		base += BlockBytes
	}
	return records, true
}
