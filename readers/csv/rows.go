package csv

import (
	"bytes"
	"math/bits"
	"unicode/utf8"

	"assay/engine"
	"assay/readers/internal/simd"
)

// rows are some consecutive records of a chunk, with the same number of fields
// each: field f of record r ends at ends[r*fields+f] and starts behind the one
// before it, or at starts[r]. A field that a short record lacks ends before it
// starts.
type rows struct {
	chunk  *chunk
	fields int
	n      int
	starts []uint32
	ends   []uint32
	// malformed lists the records that break the rules.
	malformed []engine.MalformedRow

	raw []uint32 // scratch: field ends as cut
}

// cursor is how far the records of a chunk have been taken.
type cursor struct {
	at    int // start of the next record
	blank int64
}

// take fills r with up to limit records from cur on; no record means that the
// chunk is done.
func (r *rows) take(c *chunk, cur *cursor, limit int, skipBlank bool) {
	r.chunk, r.n = c, 0
	r.starts, r.ends, r.malformed = r.starts[:0], r.ends[:0], r.malformed[:0]
	for r.n == 0 && cur.at < c.to {
		from := cur.at
		records := r.collect(c, cur, limit)
		if !r.regular(from, records, skipBlank) {
			r.normalise(from, cur, records, skipBlank)
		}
	}
	if c.odd {
		r.findOdd(cur.at)
	}
}

// collect lists the field ends of up to limit records in raw, moves cur behind
// them, and returns how many there are.
func (r *rows) collect(c *chunk, cur *cursor, limit int) int {
	r.raw = r.raw[:0]
	records := 0
	keep := ^uint64(0) << (uint(cur.at) % simd.BlockBytes)
	for b := cur.at / simd.BlockBytes; b*simd.BlockBytes < c.to; b++ {
		ends, lines := c.blocks[b].Delimiter&keep, c.blocks[b].Newline&keep
		keep = ^uint64(0)
		base := uint32(b * simd.BlockBytes)
		found := bits.OnesCount64(lines)
		last := records+found >= limit || int(base)+simd.BlockBytes >= c.to
		if last {
			lines, found = firstBits(lines, limit-records, c.to-int(base))
			if found > 0 {
				ends &= ^uint64(0) >> bits.LeadingZeros64(lines)
			} else {
				ends = 0
			}
		}
		r.raw = appendPositions(r.raw, ends, base)
		records += found
		if last && (records == limit || int(base)+simd.BlockBytes >= c.to) {
			break
		}
	}
	if len(r.raw) > 0 {
		cur.at = int(r.raw[len(r.raw)-1]) + 1
	} else {
		cur.at = c.to
	}
	return records
}

// firstBits keeps the first n bits of mask, and of these those before bit end.
func firstBits(mask uint64, n, end int) (uint64, int) {
	if end < simd.BlockBytes {
		mask &= 1<<uint(end) - 1
	}
	for extra := bits.OnesCount64(mask) - n; extra > 0; extra-- {
		mask &^= 1 << (63 - bits.LeadingZeros64(mask))
	}
	return mask, bits.OnesCount64(mask)
}

// appendPositions appends base plus the position of each bit.
func appendPositions(to []uint32, mask uint64, base uint32) []uint32 {
	n := bits.OnesCount64(mask)
	at := len(to)
	if cap(to) < at+n+simd.BlockBytes {
		grown := make([]uint32, at, 2*cap(to)+1024)
		copy(grown, to)
		to = grown
	}
	// Eight are written whatever n is: there is room, and no branch.
	room := to[at : at+simd.BlockBytes]
	for i := 0; i < n; i += 8 {
		eight := room[i : i+8 : i+8]
		eight[0] = base + uint32(bits.TrailingZeros64(mask))
		mask &= mask - 1
		eight[1] = base + uint32(bits.TrailingZeros64(mask))
		mask &= mask - 1
		eight[2] = base + uint32(bits.TrailingZeros64(mask))
		mask &= mask - 1
		eight[3] = base + uint32(bits.TrailingZeros64(mask))
		mask &= mask - 1
		eight[4] = base + uint32(bits.TrailingZeros64(mask))
		mask &= mask - 1
		eight[5] = base + uint32(bits.TrailingZeros64(mask))
		mask &= mask - 1
		eight[6] = base + uint32(bits.TrailingZeros64(mask))
		mask &= mask - 1
		eight[7] = base + uint32(bits.TrailingZeros64(mask))
		mask &= mask - 1
	}
	return to[:at+n]
}

// regular takes the records as they are, if each has all its fields.
func (r *rows) regular(from, records int, skipBlank bool) bool {
	f := r.fields
	if len(r.raw) != records*f || r.chunk.quirks != nil || r.chunk.dialect.comment != 0 || f == 1 && skipBlank {
		return false
	}
	start := uint32(from)
	for i := f - 1; i < len(r.raw); i += f {
		end := r.raw[i]
		if r.chunk.buf[end] != '\n' {
			return false
		}
		r.starts = append(r.starts, start)
		start = end + 1
	}
	r.n = records
	r.ends, r.raw = r.raw, r.ends
	return true
}

// normalise gives every record its fields: what a short one lacks is empty,
// what a long one has more is dropped. Blank lines and comments go.
func (r *rows) normalise(from int, cur *cursor, records int, skipBlank bool) {
	c := r.chunk
	r.starts, r.ends = r.starts[:0], r.ends[:0]
	start := from
	next := 0
	for range records {
		first := next
		for c.blocks[r.raw[next]/simd.BlockBytes].Newline>>(r.raw[next]%simd.BlockBytes)&1 == 0 {
			next++
		}
		next++
		fields := r.raw[first:next]
		end := int(fields[len(fields)-1])
		at := start
		start = end + 1
		if len(fields) == 1 {
			line := bytes.TrimSuffix(c.buf[at:end], []byte("\r"))
			if c.dialect.comment != 0 && len(line) > 0 && line[0] == c.dialect.comment {
				continue
			}
			if len(line) == 0 && skipBlank {
				cur.blank++
				continue
			}
		}
		r.add(at, fields)
	}
}

// add appends a record.
func (r *rows) add(at int, fields []uint32) {
	reason := r.chunk.quirks[at]
	switch have := len(fields); {
	case have < r.fields:
		reason = ragged(have, r.fields)
		end := fields[have-1]
		if r.chunk.buf[end] == '\n' && int(end) > at && r.chunk.buf[end-1] == '\r' {
			end--
		}
		r.ends = append(r.ends, fields[:have-1]...)
		for range r.fields - have + 1 {
			r.ends = append(r.ends, end)
		}
	case have > r.fields:
		reason = ragged(have, r.fields)
		r.ends = append(r.ends, fields[:r.fields]...)
	default:
		r.ends = append(r.ends, fields...)
	}
	if reason != "" {
		r.malformed = append(r.malformed, engine.MalformedRow{Row: r.n, Reason: reason})
	}
	r.starts = append(r.starts, uint32(at))
	r.n++
}

// findOdd lists the records with bytes that are no text.
func (r *rows) findOdd(end int) {
	if r.n == 0 {
		return
	}
	all := r.chunk.buf[r.starts[0]:end]
	if utf8.Valid(all) && bytes.IndexByte(all, 0) < 0 {
		return
	}
	known := make(map[int]bool, len(r.malformed))
	for _, m := range r.malformed {
		known[m.Row] = true
	}
	merged := r.malformed[:0:0]
	next := 0
	for row := range r.n {
		for next < len(r.malformed) && r.malformed[next].Row == row {
			merged = append(merged, r.malformed[next])
			next++
		}
		if known[row] {
			continue
		}
		from := int(r.starts[row])
		switch text := r.chunk.buf[from:r.chunk.recordEnd(from)]; {
		case !utf8.Valid(text):
			merged = append(merged, engine.MalformedRow{Row: row, Reason: "not valid UTF-8"})
		case bytes.IndexByte(text, 0) >= 0:
			merged = append(merged, engine.MalformedRow{Row: row, Reason: "a NUL byte"})
		}
	}
	r.malformed = merged
}

// bounds is where field f of record i stands; a missing one has to < from.
func (r *rows) bounds(i, f int) (from, to uint32) {
	at := i*r.fields + f
	if f == 0 {
		from = r.starts[i]
	} else {
		from = r.ends[at-1] + 1
	}
	to = r.ends[at]
	if f == r.fields-1 && to > from && r.chunk.buf[to-1] == '\r' && r.chunk.buf[to] == '\n' {
		to--
	}
	return from, to
}
