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
	ended   bool         // the line feed at the end of buf was added
	blocks  []simd.Block // of buf
	scanned int          // the byte from which blocks are filled
	state   simd.State   // at the end of buf
	from    int          // start of the chunk's first record
	to      int          // start of the first record that is not the chunk's
	lines   int64        // line feeds in buf[from:to]
	odd     bool         // perhaps some byte of it is NUL or not ASCII
	quirks  map[int]string
}

// scan fills the blocks for the text from a byte on at which a field starts.
func (c *chunk) scan(from int) {
	n := (len(c.buf) + simd.BlockBytes - 1) / simd.BlockBytes
	if cap(c.blocks) < n {
		c.blocks = make([]simd.Block, n, n+n/8)
	}
	c.blocks = c.blocks[:n]
	c.state = simd.Scan(c.buf, from, c.dialect.quote, c.dialect.delimiter, c.blocks)
	c.scanned = from
}

// cutStatus says how far cutting came.
type cutStatus uint8

const (
	cutDone     cutStatus = iota
	cutMore               // the last record is not whole: more text is needed
	cutUnclosed           // the file ends inside quotes, opened at chunk.to
)

// cut marks the fields and records from c.from on until a record starts at or
// after target, and sets c.to. The text must have been scanned.
func (c *chunk) cut(target int) cutStatus {
	if c.dialect.comment == 0 && c.dialect.escape == 0 && !c.dialect.trim {
		if status, ok := c.cutBlocks(target); ok {
			return status
		}
	}
	return c.cutBytes(target)
}

// cutBlocks cuts by what the scan found. It gives up, with ok false, where a
// quote stands in the middle of a field or text follows a closing one.
func (c *chunk) cutBlocks(target int) (status cutStatus, ok bool) {
	before := c.buf[c.scanned:c.from]
	if !c.state.Clean() || bytes.Count(before, []byte{c.dialect.quote})%2 != 0 {
		// The scan was not of whole records: it may have begun in a field,
		// or within quotes.
		c.scan(c.from)
		before = nil
	}
	if !c.state.Clean() {
		return 0, false
	}
	c.to = c.nextRecord(target)
	if c.to < 0 {
		if !c.atEOF {
			return cutMore, true
		}
		if c.state.Inside() {
			return 0, false // the exact walk finds where the quote opened
		}
		// The file ends with a line feed, its own or ours: nothing is left.
		c.to = len(c.buf)
	}
	newline := []byte("\n")
	c.lines = c.state.Lines() - int64(bytes.Count(before, newline)+bytes.Count(c.buf[c.to:], newline))
	c.odd = c.state.Odd()
	c.drop(c.to)
	return cutDone, true
}

// nextRecord is where the first record starts at or after target, -1 where none
// does.
func (c *chunk) nextRecord(target int) int {
	at := max(target-1, c.from)
	keep := ^uint64(0) << (uint(at) % simd.BlockBytes)
	for b := at / simd.BlockBytes; b < len(c.blocks); b++ {
		if ends := c.blocks[b].Lines & keep; ends != 0 {
			return b*simd.BlockBytes + bits.TrailingZeros64(ends) + 1
		}
		keep = ^uint64(0)
	}
	return -1
}

// drop clears what blocks say of the block that holds byte from, from there on.
func (c *chunk) drop(from int) {
	if from%simd.BlockBytes != 0 {
		b := &c.blocks[from/simd.BlockBytes]
		keep := uint64(1)<<(uint(from)%simd.BlockBytes) - 1
		b.Ends &= keep
		b.Lines &= keep
	}
}

// cutBytes cuts with the dialect's own walk, and writes what it finds into the
// masks.
func (c *chunk) cutBytes(target int) cutStatus {
	c.quirks = nil
	clear(c.blocks)
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
			c.blocks[end/simd.BlockBytes].Ends |= 1 << (end % simd.BlockBytes)
		}
		last := ends[len(ends)-1]
		c.blocks[last/simd.BlockBytes].Lines |= 1 << (last % simd.BlockBytes)
		if r.quirk != "" {
			if c.quirks == nil {
				c.quirks = make(map[int]string)
			}
			c.quirks[at] = r.quirk
		}
		at = r.next
	}
	c.to = at
	c.odd = c.state.Odd()
	c.lines = int64(bytes.Count(c.buf[c.from:c.to], []byte("\n")))
	return cutDone
}

// opening is where the record begins that does not end in the text, or the quote
// in it that is not closed.
func (c *chunk) opening() int {
	at := c.from
	var ends []uint32
	for {
		var r record
		r, ends = c.dialect.cut(c.buf, at, false, ends[:0])
		switch {
		case !r.complete && r.open >= 0:
			return r.open
		case !r.complete:
			return at
		}
		at = r.next
	}
}

// fieldEnds appends where the fields end of up to limit records of the chunk, the
// first of which starts at from, and returns how many records there are.
func (c *chunk) fieldEnds(places []uint32, from, limit int) (ends []uint32, records int) {
	keep := ^uint64(0) << (uint(from) % simd.BlockBytes)
	first, last := from/simd.BlockBytes, (c.to-1)/simd.BlockBytes
	for i, b := range c.blocks[first : last+1] {
		base := uint32((first + i) * simd.BlockBytes)
		for ends := b.Ends & keep; ends != 0; ends &= ends - 1 {
			at := uint(bits.TrailingZeros64(ends))
			places = append(places, base+uint32(at))
			if b.Lines>>at&1 == 0 {
				continue
			}
			if records++; records == limit {
				return places, records
			}
		}
		keep = ^uint64(0)
	}
	return places, records
}

// recordEnd is where the record that starts at from ends: behind its line feed.
func (c *chunk) recordEnd(from int) int {
	if end := c.nextRecord(from + 1); end >= 0 {
		return end
	}
	return c.to
}
