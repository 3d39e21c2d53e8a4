package csv

import "encoding/binary"

// shortText is the length up to which a text is copied as two words, whatever
// its own length.
const shortText = 16

// strings copies texts behind one another.
func (c *reader) strings() (func(r *rows, from, to int), store) {
	s := &texts{}
	return func(r *rows, from, to int) {
		text, places, last := r.column(c.field, from)
		used, stride, quote := s.used, r.stride, c.dialect.quote
		ends := s.offsets[from+1 : to+1]
		for i := range ends {
			start, end := cellAt(text, places, i*stride, last)
			n := end - start
			if n <= c.longestNull || n <= 0 || text[start] == quote || c.dialect.trim {
				cell, null := c.cell(r, from+i)
				if null {
					c.null(from + i)
					cell = nil
				}
				s.fit(used, len(cell))
				used += copy(s.data[used:], cell)
			} else {
				s.fit(used, n)
				copyText(s.data[used:], text, start, n)
				used += n
			}
			ends[i] = int32(used)
		}
		s.used = used
	}, s
}

// fit makes place for n bytes behind the first used ones, and for a short text's
// surplus.
func (t *texts) fit(used, n int) {
	if used+n+shortText > len(t.data) {
		grown := make([]byte, 2*(used+n)+shortText)
		copy(grown, t.data[:used])
		t.data = grown
	}
}

// copyText copies n bytes of text from start on to a place that has room for
// shortText bytes more.
func copyText(to, text []byte, start, n int) {
	if n <= shortText && start+shortText <= len(text) {
		to, from := to[:shortText], text[start:start+shortText]
		binary.LittleEndian.PutUint64(to, binary.LittleEndian.Uint64(from))
		binary.LittleEndian.PutUint64(to[8:], binary.LittleEndian.Uint64(from[8:]))
		return
	}
	copy(to, text[start:start+n])
}
