package csv

import (
	"encoding/binary"
	"fmt"
)

// maxText bounds the text of one batch's column, which 32-bit offsets address.
const maxText = 1 << 31

// shortText is the length up to which a text is copied as two words, whatever
// its own length.
const shortText = 16

// strings copies the texts of a column behind one another.
func (c *reader) strings(r *rows) error {
	c.offsets = grow(c.offsets, r.n+1)
	data := c.data[:cap(c.data)]
	text, places := r.chunk.buf, r.places[c.field:]
	lastField := c.field == r.fields-1
	c.offsets[0] = 0
	at, end := 0, 0
	for row := range r.n {
		from, to := int(places[at]+1), int(places[at+1])
		at += r.stride
		if lastField {
			to = trimReturn(text, from, to)
		}
		n := to - from
		if n <= c.longestNull || n <= 0 || text[from] == c.dialect.quote || c.dialect.trim {
			cell, null := c.cell(r, row)
			if null {
				c.null(row)
				cell = nil
			}
			data = roomFor(data, end, len(cell))
			end += copy(data[end:], cell)
		} else {
			data = roomFor(data, end, n)
			if n <= shortText && from+shortText <= len(text) {
				to, from := data[end:end+shortText], text[from:from+shortText]
				binary.LittleEndian.PutUint64(to, binary.LittleEndian.Uint64(from))
				binary.LittleEndian.PutUint64(to[8:], binary.LittleEndian.Uint64(from[8:]))
			} else {
				copy(data[end:], text[from:to])
			}
			end += n
		}
		c.offsets[row+1] = int32(end)
	}
	c.data = data[:end]
	if end >= maxText {
		return fmt.Errorf("%d records hold more than 2 GiB of text in one column", r.n)
	}
	return nil
}

// roomFor returns data with place for n bytes behind the first used ones, and
// for a short text's surplus.
func roomFor(data []byte, used, n int) []byte {
	if used+n+shortText <= len(data) {
		return data
	}
	grown := make([]byte, 2*(used+n)+shortText)
	copy(grown, data[:used])
	return grown
}
