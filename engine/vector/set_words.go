package vector

import (
	"math/bits"
	"slices"
)

// wordSet is a set of 64-bit words, in the form that is fastest to look up: a
// bitmap where they lie close together, a list where they are few, a hash table
// otherwise.
type wordSet struct {
	// list holds the words, sorted and each once, where they are few.
	list []uint64
	// bitmap has a bit for each word of [base, base+span), and one more that
	// is clear.
	bitmap     []uint64
	base, span uint64
	// slots is the hash table; unused ones hold first, which is a word of the
	// set and looked for beforehand.
	slots []uint64
	first uint64
	shift uint
}

const (
	longestList  = 3       // above it, hashing is faster
	widestBitmap = 1 << 16 // 8 KiB
)

// newWordSet makes the set of words, which it sorts. Those of the Int lane are
// close together when they are so as signed numbers.
func newWordSet(words []uint64, lane Lane) wordSet {
	var flip uint64 // makes unsigned order the lane's
	if lane == Int {
		flip = 1 << 63
	}
	slices.SortFunc(words, func(a, b uint64) int { return order(a^flip, b^flip) })
	words = slices.Compact(words)
	if len(words) == 0 {
		return wordSet{}
	}
	base := words[0]
	span := words[len(words)-1] - base
	switch {
	case span < widestBitmap:
		return newBitmap(words, base, span+1)
	case len(words) <= longestList:
		return wordSet{list: words}
	}
	return newHashed(words)
}

func newBitmap(words []uint64, base, span uint64) wordSet {
	s := wordSet{base: base, span: span, bitmap: NewMask(int(span) + 1)}
	for _, x := range words {
		Mask(s.bitmap).Set(int(x - base))
	}
	return s
}

func newHashed(words []uint64) wordSet {
	size := bits.Len(uint(len(words))) + 2 // at most a quarter of the slots is used
	s := wordSet{slots: make([]uint64, 1<<size), first: words[0], shift: uint(64 - size)}
	for i := range s.slots {
		s.slots[i] = s.first
	}
	for _, x := range words[1:] {
		at := s.hash(x)
		for s.slots[at] != s.first {
			at = (at + 1) & uint64(len(s.slots)-1)
		}
		s.slots[at] = x
	}
	return s
}

// hash multiplies by 2^64 divided by the golden ratio and keeps the top bits
// (Knuth, The Art of Computer Programming, volume 3, section 6.4).
func (s *wordSet) hash(x uint64) uint64 { return (x * 0x9E3779B97F4A7C15) >> (s.shift & 63) }

func (s *wordSet) hashed(x uint64) bool {
	if x == s.first {
		return true
	}
	for at := s.hash(x); ; at++ {
		switch s.slots[at&uint64(len(s.slots)-1)] {
		case x:
			return true
		case s.first:
			return false
		}
	}
}

// inBitmap is 1 for a word of the set.
func (s *wordSet) inBitmap(x uint64) uint64 {
	at := min(x-s.base, s.span)
	return s.bitmap[at>>6] >> (at & 63) & 1
}

func (s *wordSet) contains(x uint64) bool {
	switch {
	case s.bitmap != nil:
		return s.inBitmap(x) != 0
	case s.slots != nil:
		return s.hashed(x)
	}
	return slices.Contains(s.list, x)
}

// markWords sets the rows whose value is in s, or with invert all ones those
// whose value is not.
func markWords[T int64 | uint64](s *wordSet, values []T, invert uint64, out Mask) {
	for w := range MaskWords(len(values)) {
		block := values[w<<6 : min(w<<6+64, len(values))]
		var word uint64
		switch {
		case s.bitmap != nil:
			for j, x := range block {
				word |= s.inBitmap(uint64(x)) << uint(j)
			}
		case s.slots != nil:
			for j, x := range block {
				word |= bit(s.hashed(uint64(x))) << uint(j)
			}
		default:
			for _, y := range s.list {
				for j, x := range block {
					word |= bit(uint64(x) == y) << uint(j)
				}
			}
		}
		out[w] |= (word ^ invert) & rowBits(w, len(values))
	}
}

// markFloats is markWords for floats.
func (s *wordSet) markFloats(values []float64, invert uint64, out Mask) {
	var words [64]uint64
	var found [1]uint64
	for w := range MaskWords(len(values)) {
		block := values[w<<6 : min(w<<6+64, len(values))]
		for j, f := range block {
			words[j] = floatWord(f)
		}
		found[0] = 0
		markWords(s, words[:len(block)], invert, found[:])
		out[w] |= found[0]
	}
}
