package csv

import (
	"bytes"
	"encoding/binary"
)

// shortText is the length up to which a text is copied as two words, whatever
// its own length.
const shortText = 16

// strings copies texts behind one another.
func (c *reader) strings() (func(r *rows, from, to int), store) {
	s := &texts{}
	doubled := c.dialect.escape == 0 && !c.dialect.trim
	return func(r *rows, from, to int) {
		text, places, last := r.column(c.field, from)
		used, stride, quote := s.used, r.stride, c.dialect.quote
		ends := s.offsets[from+1 : to+1]
		for i := range ends {
			start, end := cellAt(text, places, i*stride, last)
			n := end - start
			s.fit(used, n)
			switch {
			case n > c.longestNull && n > 0 && text[start] != quote && !c.dialect.trim:
				copyText(s.data[used:], text, start, n)
				used += n
			case n > 1 && doubled && text[start] == quote && c.unquote(s, used, text[start+1:end]):
				used = s.used
			default:
				cell, null := c.cell(r, from+i)
				if null {
					c.null(from + i)
					cell = nil
				}
				used += copy(s.data[used:], cell)
			}
			ends[i] = int32(used)
		}
		s.used = used
	}, s
}

// unquote appends a cell, text from behind the quote that opens it, to the first
// used bytes of s. It reports false where that takes more than to undouble
// quotes.
func (c *reader) unquote(s *texts, used int, text []byte) bool {
	start := used
	for {
		at := bytes.IndexByte(text, c.dialect.quote)
		if at < 0 {
			return false
		}
		used += copy(s.data[used:], text[:at])
		if at == len(text)-1 {
			s.used = used
			return used-start > c.longestNull
		}
		if text[at+1] != c.dialect.quote {
			return false
		}
		s.data[used] = c.dialect.quote
		used++
		text = text[at+2:]
	}
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
