// Package simd finds the structural bytes of a text 64 at a time.
package simd

//go:generate sh -c "cd asm && go run . -out ../kernels_amd64.s -stubs ../kernels_amd64.go -pkg simd"

import "encoding/binary"

// BlockBytes is the number of bytes that a Block describes.
const BlockBytes = 64

// Block says where in 64 bytes the structural ones stand: bit i is byte i.
type Block struct {
	Quote, Delimiter, Newline uint64
	// Odd marks the bytes that are not ASCII, and NUL.
	Odd uint64
}

// Classify fills out[i] for bytes 64·i to 64·i+63 of p, and returns the number
// of blocks filled: the whole blocks of p, as far as out has room.
func Classify(p []byte, quote, delimiter, newline byte, out []Block) int {
	blocks := min(len(p)/BlockBytes, len(out))
	if blocks > 0 {
		classify(p[:blocks*BlockBytes], quote, delimiter, newline, out[:blocks])
	}
	return blocks
}

// ClassifyTail describes the last, partial block of a text.
func ClassifyTail(p []byte, quote, delimiter, newline byte) Block {
	var padded [BlockBytes]byte
	n := copy(padded[:], p)
	var out [1]Block
	classify(padded[:], quote, delimiter, newline, out[:])
	valid := uint64(1)<<n - 1
	b := out[0]
	return Block{Quote: b.Quote & valid, Delimiter: b.Delimiter & valid, Newline: b.Newline & valid, Odd: b.Odd & valid}
}

// classifyGeneric is classify in plain Go, 8 bytes at a time.
func classifyGeneric(p []byte, quote, delimiter, newline byte, out []Block) {
	q, d, n := spread(quote), spread(delimiter), spread(newline)
	for i := range out {
		block := p[i*BlockBytes : i*BlockBytes+BlockBytes]
		var b Block
		for at := 0; at < BlockBytes; at += 8 {
			word := binary.LittleEndian.Uint64(block[at:])
			b.Quote |= equalBytes(word, q) << at
			b.Delimiter |= equalBytes(word, d) << at
			b.Newline |= equalBytes(word, n) << at
			b.Odd |= (gatherTopBits(word&topBits) | equalBytes(word, 0)) << at
		}
		out[i] = b
	}
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

// InsideQuotes marks the bytes that follow an odd number of quotes; inside
// says whether the block begins so, and is all ones or zero, as is the second
// result for the block's end. A quote that opens is inside, one that closes is
// not.
func InsideQuotes(quotes, inside uint64) (mask, after uint64) {
	x := quotes
	x ^= x << 1
	x ^= x << 2
	x ^= x << 4
	x ^= x << 8
	x ^= x << 16
	x ^= x << 32
	x ^= inside
	return x, uint64(int64(x) >> 63)
}
