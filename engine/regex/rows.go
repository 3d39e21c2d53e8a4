package regex

import "assay/engine/vector"

// atOnce is how many texts are matched side by side: a step waits for the memory
// that the step before it reads, and meanwhile other texts make theirs.
const atOnce = 4

// NotMatching sets in out the rows of a flat vector of the Bytes lane whose
// value contains no match. Rows without a value are unspecified; the error is
// nil.
func (m *Matcher) NotMatching(v *vector.Vector, _, out vector.Mask) error {
	if v.Lane != vector.Bytes {
		return nil
	}
	for w := range out {
		var word uint64
		row, end := w<<6, min(w<<6+64, v.Len)
		for ; row+atOnce <= end && !m.slow; row += atOnce {
			word |= m.fourNotMatching(v, row) << (uint(row) & 63)
		}
		for ; row < end; row++ {
			if !m.Match(v.BytesAt(row)) {
				word |= 1 << (uint(row) & 63)
			}
		}
		out[w] |= word
	}
	return nil
}

// fourNotMatching is NotMatching for the four rows from row on. They go through
// the automaton together as far as the shortest text reaches and nothing out of
// the ordinary happens, and then each for itself.
func (m *Matcher) fourNotMatching(v *vector.Vector, row int) uint64 {
	texts := [atOnce][]byte{v.BytesAt(row), v.BytesAt(row + 1), v.BytesAt(row + 2), v.BytesAt(row + 3)}
	n := min(len(texts[0]), len(texts[1]), len(texts[2]), len(texts[3]))
	a, b, c, d := texts[0][:n], texts[1][:n], texts[2][:n], texts[3][:n]
	next := m.ascii
	idA, idB, idC, idD := m.start, m.start, m.start, m.start
	i := 0
	for i < n {
		toA, toB := next[int(idA)<<8|int(a[i])], next[int(idB)<<8|int(b[i])]
		toC, toD := next[int(idC)<<8|int(c[i])], next[int(idD)<<8|int(d[i])]
		// What is below first has the top bit set after the subtraction.
		if int32((toA-first)|(toB-first)|(toC-first)|(toD-first)) < 0 {
			break
		}
		idA, idB, idC, idD = toA, toB, toC, toD
		i++
	}
	var word uint64
	for k, id := range [atOnce]stateID{idA, idB, idC, idD} {
		// The automaton may have been given up for one of those before.
		if matched := m.slow && m.Match(texts[k]) || !m.slow && m.matchFrom(id, texts[k], i); !matched {
			word |= 1 << k
		}
	}
	return word
}
