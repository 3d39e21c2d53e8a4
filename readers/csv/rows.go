package csv

import (
	"bytes"
	"math/bits"
	"slices"
	"unicode/utf8"

	"assay/engine"
	"assay/readers/internal/simd"
)

// rows are some consecutive records of a chunk, with the same number of fields
// each. Record r has stride places from r*stride on: the byte before its first,
// and then where each field ends. A field that a short record lacks ends before
// it starts.
type rows struct {
	chunk  *chunk
	fields int
	n      int
	stride int
	places []uint32
	// malformed lists the records that break the rules.
	malformed []engine.MalformedRow

	cut    []uint32 // the field ends as cut, behind the byte before the first
	padded []uint32 // places of records that had to be given their fields
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
	r.malformed = r.malformed[:0]
	for r.n == 0 && cur.at < c.to {
		from := cur.at
		records := r.collect(c, cur, limit)
		if !r.regular(records, skipBlank) {
			r.normalise(from, cur, records, skipBlank)
		}
	}
	if c.odd {
		r.findOdd(cur.at)
	}
}

// collect lists the field ends of up to limit records in cut, moves cur behind
// them, and returns how many records there are.
func (r *rows) collect(c *chunk, cur *cursor, limit int) int {
	b := cur.at / simd.BlockBytes
	last := (c.to - 1) / simd.BlockBytes
	// What stands before cur has been taken.
	keep := ^uint64(0) << (uint(cur.at) % simd.BlockBytes)
	c.blocks[b].Delimiter &= keep
	c.blocks[b].Newline &= keep
	r.cut = append(r.cut[:0], uint32(cur.at-1))
	records := 0
	for {
		n := len(r.cut)
		r.cut = slices.Grow(r.cut, min((limit-records)*r.fields, (last-b)*simd.BlockBytes)+2*simd.BlockBytes)
		done, written, found := simd.Positions(c.blocks[b:last], uint32(b*simd.BlockBytes), limit-records, r.cut[n:cap(r.cut)])
		r.cut = r.cut[:n+written]
		b += done
		records += found
		if b == last || records+bits.OnesCount64(c.blocks[b].Newline) >= limit {
			break
		}
	}
	ends, found := firstRecords(&c.blocks[b], limit-records, c.to-b*simd.BlockBytes)
	r.cut = appendPositions(r.cut, ends, uint32(b*simd.BlockBytes))
	cur.at = int(r.cut[len(r.cut)-1]) + 1
	return records + found
}

// firstRecords marks where the fields of the first n records that end in a block
// do, before byte end; it returns how many of these records there are.
func firstRecords(b *simd.Block, n, end int) (ends uint64, found int) {
	lines := b.Newline
	if end < simd.BlockBytes {
		lines &= 1<<uint(end) - 1
	}
	for extra := bits.OnesCount64(lines) - n; extra > 0; extra-- {
		lines &^= 1 << (63 - bits.LeadingZeros64(lines))
	}
	return b.Delimiter & (^uint64(0) >> bits.LeadingZeros64(lines)), bits.OnesCount64(lines)
}

// appendPositions appends base plus the position of each bit.
func appendPositions(to []uint32, mask uint64, base uint32) []uint32 {
	for ; mask != 0; mask &= mask - 1 {
		to = append(to, base+uint32(bits.TrailingZeros64(mask)))
	}
	return to
}

// regular takes the records as they are, if each has all its fields.
func (r *rows) regular(records int, skipBlank bool) bool {
	f := r.fields
	if len(r.cut) != records*f+1 || r.chunk.quirks != nil || r.chunk.dialect.comment != 0 || f == 1 && skipBlank {
		return false
	}
	text := r.chunk.buf
	for i := f; i < len(r.cut); i += f {
		if text[r.cut[i]] != '\n' {
			return false
		}
	}
	r.n, r.stride, r.places = records, f, r.cut
	return true
}

// normalise gives every record its fields: what a short one lacks is empty,
// what a long one has more is dropped. Blank lines and comments go.
func (r *rows) normalise(from int, cur *cursor, records int, skipBlank bool) {
	c := r.chunk
	r.padded = r.padded[:0]
	start := from
	next := 1
	for range records {
		first := next
		for c.blocks[r.cut[next]/simd.BlockBytes].Newline>>(r.cut[next]%simd.BlockBytes)&1 == 0 {
			next++
		}
		next++
		fields := r.cut[first:next]
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
	r.stride, r.places = r.fields+1, r.padded
}

// add appends a record.
func (r *rows) add(at int, fields []uint32) {
	r.padded = append(r.padded, uint32(at-1))
	reason := r.chunk.quirks[at]
	switch have := len(fields); {
	case have < r.fields:
		reason = ragged(have, r.fields)
		end := fields[have-1]
		if r.chunk.buf[end] == '\n' && int(end) > at && r.chunk.buf[end-1] == '\r' {
			end--
		}
		r.padded = append(r.padded, fields[:have-1]...)
		for range r.fields - have + 1 {
			r.padded = append(r.padded, end)
		}
	case have > r.fields:
		reason = ragged(have, r.fields)
		r.padded = append(r.padded, fields[:r.fields]...)
	default:
		r.padded = append(r.padded, fields...)
	}
	if reason != "" {
		r.malformed = append(r.malformed, engine.MalformedRow{Row: r.n, Reason: reason})
	}
	r.n++
}

// findOdd lists the records with bytes that are no text.
func (r *rows) findOdd(end int) {
	if r.n == 0 {
		return
	}
	all := r.chunk.buf[r.start(0):end]
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
		from := r.start(row)
		switch text := r.chunk.buf[from:r.chunk.recordEnd(from)]; {
		case !utf8.Valid(text):
			merged = append(merged, engine.MalformedRow{Row: row, Reason: "not valid UTF-8"})
		case bytes.IndexByte(text, 0) >= 0:
			merged = append(merged, engine.MalformedRow{Row: row, Reason: "a NUL byte"})
		}
	}
	r.malformed = merged
}

// start is where record i begins.
func (r *rows) start(i int) int { return int(r.places[i*r.stride] + 1) }

// bounds is where field f of record i stands; a missing one has to < from.
func (r *rows) bounds(i, f int) (from, to int) {
	return cellAt(r.chunk.buf, r.places[f:], i*r.stride, f == r.fields-1)
}

// column is what cellAt needs for field f of the records from one on.
func (r *rows) column(f, from int) (text []byte, places []uint32, last bool) {
	return r.chunk.buf, r.places[from*r.stride+f:], f == r.fields-1
}

// cellAt is where the cell stands that ends at places[at+1]. The last one of a
// record ends before the carriage return of a line end of two bytes.
func cellAt(text []byte, places []uint32, at int, last bool) (from, to int) {
	from, to = int(places[at]+1), int(places[at+1])
	if last && to > from && text[to-1] == '\r' && text[to] == '\n' {
		to--
	}
	return from, to
}
