package csv

import (
	"bytes"
	"math/bits"

	"assay/readers/internal/simd"
)

// chunk is a piece of text, cut into records. Offsets are into buf.
type chunk struct {
	dialect *dialect
	buf     []byte // the text; at the end of a file without a line feed, one is added
	atEOF   bool
	blocks  []simd.Block // of buf; after cutting, see below
	from    int          // start of the chunk's first record
	to      int          // start of the first record that is not the chunk's
	lines   int64        // line feeds in buf[from:to]
	odd     bool         // some byte of it is NUL or not ASCII
	simple  bool         // no quote in it
	quirks  map[int]string
}

// After cutting, the words of a block mean something else:
// Delimiter marks where fields end, and Newline where records do.

// classify fills c.blocks from byte done on, which is a multiple of the block
// size.
func (c *chunk) classify(done int) {
	n := (len(c.buf) + simd.BlockBytes - 1) / simd.BlockBytes
	if cap(c.blocks) < n {
		grown := make([]simd.Block, n, n+n/8)
		copy(grown, c.blocks)
		c.blocks = grown
	}
	c.blocks = c.blocks[:n]
	d := c.dialect
	first := done / simd.BlockBytes
	filled := simd.Classify(c.buf[done:], d.quote, d.delimiter, '\n', c.blocks[first:])
	if rest := first + filled; rest < n {
		c.blocks[rest] = simd.ClassifyTail(c.buf[rest*simd.BlockBytes:], d.quote, d.delimiter, '\n')
	}
}

// cutStatus says how far cutting came.
type cutStatus uint8

const (
	cutDone     cutStatus = iota
	cutMore               // the last record is not whole: more text is needed
	cutUnclosed           // the file ends inside quotes, opened at chunk.to
)

// cut marks the fields and records from c.from on until a record starts at or
// after target, and sets c.to. The masks must be fresh from classify.
func (c *chunk) cut(target int) cutStatus {
	if c.dialect.comment == 0 && c.dialect.escape == 0 && !c.dialect.trim {
		status, clean := c.cutMasks(target)
		if clean {
			return status
		}
		c.classify(0)
	}
	return c.cutBytes(target)
}

// cutMasks cuts by bit masks. It gives up, with clean false, where a quote
// stands in the middle of a field or text follows a closing one.
func (c *chunk) cutMasks(target int) (status cutStatus, clean bool) {
	c.lines, c.odd = 0, false
	first := c.from / simd.BlockBytes
	keep := ^uint64(0) << (uint(c.from) % simd.BlockBytes)
	var inside uint64
	start := uint64(1) << (uint(c.from) % simd.BlockBytes) // where a field may start
	closed := uint64(0)                                    // the last byte of the block before closed quotes
	anyQuote := uint64(0)
	odd := uint64(0)
	for b := first; b < len(c.blocks); b++ {
		m := &c.blocks[b]
		quote, delimiter, newline := m.Quote&keep, m.Delimiter&keep, m.Newline&keep
		keep = ^uint64(0)
		separators := delimiter | newline
		if quote|inside|closed == 0 {
			start = separators >> 63
			m.Delimiter, m.Newline = separators, newline
		} else {
			in, after := simd.InsideQuotes(quote, inside)
			opens := quote & in
			closes := quote &^ in
			if opens&^(start|separators<<1|quote<<1|closed) != 0 {
				return 0, false
			}
			if !c.closesWell(b, closes<<1|closed, separators|quote) {
				return 0, false
			}
			// A quote that reopens right after one that closed is text.
			m.Delimiter, m.Newline = separators&^in, newline&^in
			start = m.Delimiter >> 63
			closed = closes >> 63
			inside = after
		}
		anyQuote |= quote
		end := (b + 1) * simd.BlockBytes
		if end > target {
			ends := m.Newline
			// A record that ends before target-1 is followed by one that
			// starts before target.
			if skip := target - 1 - b*simd.BlockBytes; skip > 0 {
				ends &= ^uint64(0) << min(uint(skip), 63)
				if skip > 63 {
					ends = 0
				}
			}
			if ends != 0 {
				last := uint(bits.TrailingZeros64(ends))
				c.to = b*simd.BlockBytes + int(last) + 1
				upTo := ^uint64(0) >> (63 - last)
				c.lines += int64(bits.OnesCount64(newline & upTo))
				c.odd = odd|m.Odd&upTo != 0
				c.simple = anyQuote == 0
				return cutDone, true
			}
		}
		c.lines += int64(bits.OnesCount64(newline))
		odd |= m.Odd
	}
	if !c.atEOF {
		return cutMore, true
	}
	if inside != 0 {
		return cutUnclosed, false // the exact walk finds where it opened
	}
	// The file ends with a line feed, its own or ours: nothing is left.
	c.to, c.odd, c.simple = len(c.buf), odd != 0, anyQuote == 0
	return cutDone, true
}

// closesWell reports whether after every closing quote comes a separator,
// another quote, or a line end of two bytes. after marks the bytes behind
// closing quotes in block b.
func (c *chunk) closesWell(b int, after, allowed uint64) bool {
	bad := after &^ allowed
	for bad != 0 {
		i := b*simd.BlockBytes + bits.TrailingZeros64(bad)
		bad &= bad - 1
		if i >= len(c.buf) {
			continue
		}
		if c.buf[i] != '\r' || i+1 < len(c.buf) && c.buf[i+1] != '\n' {
			return false
		}
	}
	return true
}

// cutBytes cuts with the dialect's own walk, and writes what it finds into the
// masks.
func (c *chunk) cutBytes(target int) cutStatus {
	c.lines, c.odd, c.simple = 0, false, false
	c.quirks = nil
	for i := range c.blocks {
		c.odd = c.odd || c.blocks[i].Odd != 0
		c.blocks[i].Delimiter, c.blocks[i].Newline = 0, 0
	}
	at := c.from
	var ends []uint32
	for at < target && at < len(c.buf) {
		var r record
		r, ends = c.dialect.cut(c.buf, at, c.atEOF, ends[:0])
		if !r.complete {
			if c.atEOF {
				c.to = r.open
				return cutUnclosed
			}
			return cutMore
		}
		for _, end := range ends {
			c.blocks[end/simd.BlockBytes].Delimiter |= 1 << (end % simd.BlockBytes)
		}
		last := ends[len(ends)-1]
		c.blocks[last/simd.BlockBytes].Newline |= 1 << (last % simd.BlockBytes)
		if r.quirk != "" {
			if c.quirks == nil {
				c.quirks = make(map[int]string)
			}
			c.quirks[at] = r.quirk
		}
		at = r.next
	}
	c.to = at
	c.lines = int64(bytes.Count(c.buf[c.from:c.to], []byte("\n")))
	return cutDone
}

// recordEnd is where the record that starts at from ends: behind its line feed.
func (c *chunk) recordEnd(from int) int {
	keep := ^uint64(0) << (uint(from) % simd.BlockBytes)
	for b := from / simd.BlockBytes; b < len(c.blocks); b++ {
		if ends := c.blocks[b].Newline & keep; ends != 0 {
			return b*simd.BlockBytes + bits.TrailingZeros64(ends) + 1
		}
		keep = ^uint64(0)
	}
	return c.to
}
