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
	// set.
	slots []uint64
	first uint64
	salt  uint64
	shift uint
	// single is set where every word is in the slot of its hash.
	single bool
}

const (
	longestList  = 2       // above it, hashing is faster
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

// newHashed makes the hash table. Of some, which differ in their salt, it takes
// one that is single if it can: then a row costs no mispredicted branch.
func newHashed(words []uint64) wordSet {
	s := wordSet{first: words[0]}
	size := tableBits(len(words))
	s.shift = uint(64 - size)
	for attempt := range uint64(saltAttempts) {
		s.salt = (2*attempt + 1) * golden
		s.slots = make([]uint64, 1<<size)
		if s.single = s.fill(words); s.single || len(words) > mostSingle {
			break
		}
	}
	return s
}

const (
	saltAttempts = 64
	mostSingle   = 64 // words for which a single table is tried
	// golden is 2^64 divided by the golden ratio, and odd.
	golden = 0x9E3779B97F4A7C15
)

// tableBits is the logarithm of the slots for n entries: four times as many, or
// so many that one table in five or so is single.
func tableBits(n int) int {
	if n <= mostSingle {
		return bits.Len(uint(max(4*n, n*n/4)))
	}
	return bits.Len(uint(n)) + 2
}

// fill puts words into the table, and reports whether it is single.
func (s *wordSet) fill(words []uint64) bool {
	single := true
	for i := range s.slots {
		s.slots[i] = s.first
	}
	for _, x := range words[1:] {
		at := s.hash(x)
		for s.slots[at] != s.first {
			at = (at + 1) & uint64(len(s.slots)-1)
			single = false
		}
		s.slots[at] = x
	}
	return single
}

// hash keeps the top bits of a product (Knuth, The Art of Computer Programming,
// volume 3, section 6.4).
func (s *wordSet) hash(x uint64) uint64 { return (x * s.salt) >> (s.shift & 63) }

// hashed looks x up in the table, where first is found in any unused slot.
func (s *wordSet) hashed(x uint64) bool {
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
				word |= s.inBitmap(uint64(x)) << (uint(j) & 63)
			}
		case s.single:
			for j, x := range block {
				x := uint64(x)
				word |= (bit(s.slots[s.hash(x)] == x) | bit(x == s.first)) << (uint(j) & 63)
			}
		case s.slots != nil:
			for j, x := range block {
				word |= bit(s.hashed(uint64(x))) << (uint(j) & 63)
			}
		default:
			for _, y := range s.list {
				for j, x := range block {
					word |= bit(uint64(x) == y) << (uint(j) & 63)
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
			words[j&63] = floatWord(f)
		}
		found[0] = 0
		markWords(s, words[:len(block)], invert, found[:])
		out[w] |= found[0]
	}
}
