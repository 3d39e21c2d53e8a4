// Package simd finds where the fields and records of a CSV text end, 64 bytes at
// a time.
package simd

//go:generate sh -c "cd asm && go run . -out ../kernels_amd64.s -stubs ../kernels_amd64.go -pkg simd"

import "math/bits"

// BlockBytes is the number of bytes that a Block describes.
const BlockBytes = 64

// Block says where in 64 bytes fields end, at delimiters and line feeds outside
// quotes, and where records do, at the line feeds among them: bit i is byte i.
type Block struct{ Ends, Lines uint64 }

// State is what a scan carries from one block to the next, and what it found.
// The kernels know the order of its fields.
type State struct {
	inside   uint64 // all ones within quotes
	start    uint64 // where a field may start because of what stands before the block
	closed   uint64 // 1 where the byte before the block is a closing quote
	returned uint64 // 1 where it is a carriage return behind one
	unclean  uint64
	odd      uint64
	lines    uint64
}

// Inside reports whether the text ends within quotes.
func (s *State) Inside() bool { return s.inside != 0 }

// Clean reports whether every quote stands where RFC 4180 has it: at the start
// or the end of a field, or doubled within quotes. Otherwise blocks are wrong.
func (s *State) Clean() bool { return s.unclean == 0 }

// Odd reports whether a byte is NUL or not ASCII.
func (s *State) Odd() bool { return s.odd != 0 }

// Lines is the number of line feeds, those within quotes among them.
func (s *State) Lines() int64 { return int64(s.lines) }

// Scan fills out for the text p from byte from on, where a field starts. The
// bits before it are clear, and whole blocks before it are left alone.
func Scan(p []byte, from int, quote, delimiter byte, out []Block) State {
	s := State{start: 1 << (uint(from) % BlockBytes)}
	b := from / BlockBytes
	if from%BlockBytes != 0 {
		s.partial(p, b, ^uint64(0)<<(uint(from)%BlockBytes), quote, delimiter, out)
		b++
	}
	whole := len(p) / BlockBytes
	if b < whole {
		scan(p[b*BlockBytes:whole*BlockBytes], quote, delimiter, &s, out[b:whole])
	}
	if b <= whole && len(p)%BlockBytes != 0 {
		s.partial(p, whole, ^uint64(0), quote, delimiter, out)
	}
	return s
}

// partial scans block b, of whose bytes only those in keep belong to the text.
func (s *State) partial(p []byte, b int, keep uint64, quote, delimiter byte, out []Block) {
	var block [BlockBytes]byte
	if n := copy(block[:], p[b*BlockBytes:]); n < BlockBytes {
		keep &= 1<<n - 1
	}
	m := classify(&block, quote, delimiter)
	out[b] = s.step(m.and(keep), keep)
}

// masks say where in a block the bytes of a kind stand.
type masks struct{ quote, delimiter, newline, carriage, odd uint64 }

func (m masks) and(keep uint64) masks {
	return masks{m.quote & keep, m.delimiter & keep, m.newline & keep, m.carriage & keep, m.odd & keep}
}

// step takes the next block; valid marks the bytes that belong to the text.
func (s *State) step(m masks, valid uint64) Block {
	separators := m.delimiter | m.newline
	s.odd |= m.odd
	s.lines += uint64(bits.OnesCount64(m.newline))
	if m.quote|s.inside|s.closed|s.returned == 0 {
		s.start = separators >> 63
		return Block{Ends: separators, Lines: m.newline}
	}
	in, after := insideQuotes(m.quote, s.inside)
	opens, closes := m.quote&in, m.quote&^in
	// A quote that reopens right after one that closed is text.
	s.unclean |= opens &^ (s.start | separators<<1 | m.quote<<1 | s.closed)
	// What stands behind a closing quote must begin a line end of two bytes.
	s.unclean |= s.returned &^ m.newline & valid
	behind := (closes<<1 | s.closed) &^ (separators | m.quote) & valid
	s.unclean |= behind &^ m.carriage
	returned := behind & m.carriage
	s.unclean |= returned << 1 &^ m.newline & valid
	b := Block{Ends: separators &^ in, Lines: m.newline &^ in}
	s.start, s.inside, s.closed, s.returned = b.Ends>>63, after, closes>>63, returned>>63
	return b
}

// insideQuotes marks the bytes that follow an odd number of quotes; inside says
// whether the block begins so, and is all ones or zero, as is the second result
// for the block's end. A quote that opens is inside, one that closes is not.
func insideQuotes(quotes, inside uint64) (mask, after uint64) {
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
