package vector

import "math/bits"

// Mask is a bitmap over the rows of a batch: row i is bit i%64 of word i/64.
// A mask that belongs to n rows has MaskWords(n) words, and the bits beyond
// n are zero. A nil Mask is used by fields that document what nil means.
type Mask []uint64

// MaskWords is the number of words a mask over n rows has.
func MaskWords(n int) int { return (n + 63) / 64 }

// NewMask returns a mask over n rows with no bit set.
func NewMask(n int) Mask { return make(Mask, MaskWords(n)) }

// Grow returns m resized to n rows with every bit clear, reusing its memory.
func (m Mask) Grow(n int) Mask {
	words := MaskWords(n)
	if cap(m) < words {
		return make(Mask, words)
	}
	m = m[:words]
	clear(m)
	return m
}

// Get reports whether bit i is set.
func (m Mask) Get(i int) bool { return m[i>>6]>>(uint(i)&63)&1 != 0 }

// Set sets bit i.
func (m Mask) Set(i int) { m[i>>6] |= 1 << (uint(i) & 63) }

// Clear clears bit i.
func (m Mask) Clear(i int) { m[i>>6] &^= 1 << (uint(i) & 63) }

// Fill sets the first n bits and clears the rest of the last word.
func (m Mask) Fill(n int) {
	for w := range m {
		m[w] = ^uint64(0)
	}
	m.Trim(n)
}

// Trim clears the bits of the last word that lie beyond row n.
func (m Mask) Trim(n int) {
	if tail := uint(n) & 63; tail != 0 && len(m) > 0 {
		m[len(m)-1] &= 1<<tail - 1
	}
}

// Not inverts m, a mask over n rows.
func (m Mask) Not(n int) {
	for w := range m {
		m[w] = ^m[w]
	}
	m.Trim(n)
}

// And keeps the bits of m that are set in other. A nil other keeps all.
func (m Mask) And(other Mask) {
	if other == nil {
		return
	}
	for w := range m {
		m[w] &= other[w]
	}
}

// AndNot clears the bits of m that are set in other. A nil other clears none.
func (m Mask) AndNot(other Mask) {
	if other == nil {
		return
	}
	for w := range m {
		m[w] &^= other[w]
	}
}

// Or sets the bits of m that are set in other. A nil other sets none.
func (m Mask) Or(other Mask) {
	if other == nil {
		return
	}
	for w := range m {
		m[w] |= other[w]
	}
}

// Count is the number of bits set.
func (m Mask) Count() int {
	n := 0
	for _, w := range m {
		n += bits.OnesCount64(w)
	}
	return n
}

// Any reports whether any bit is set.
func (m Mask) Any() bool {
	for _, w := range m {
		if w != 0 {
			return true
		}
	}
	return false
}

// Each calls visit with the rows whose bit is set, in order, until it
// returns false.
func (m Mask) Each(visit func(row int) bool) {
	for w, word := range m {
		for word != 0 {
			if !visit(w<<6 + bits.TrailingZeros64(word)) {
				return
			}
			word &= word - 1
		}
	}
}
