package csv

import (
	"bytes"
	"unicode/utf8"

	"assay/engine"
	"assay/readers/internal/simd"
)

// rows are some consecutive records of a chunk. Record r has stride places from
// r*stride on: the byte before its first, and then where each field ends, as far
// as fields are asked for. A field that a short record lacks ends before it
// starts.
type rows struct {
	chunk  *chunk
	fields int
	keep   int // fields that are asked for: the first ones
	n      int
	stride int
	places []uint32
	// malformed lists the records that break the rules.
	malformed []engine.MalformedRow

	cut []uint32 // the field ends as cut, behind the byte before the first
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
	exact := c.quirks != nil || c.dialect.comment != 0 || r.fields == 1 && skipBlank
	for r.n == 0 && cur.at < c.to {
		if from := cur.at; exact || !r.regular(cur, limit) {
			r.normalise(from, cur, r.collect(cur, limit), skipBlank)
		}
	}
	if c.odd {
		r.findOdd(cur.at)
	}
}

// rest is the blocks from cur on, cleared of what has been taken.
func (r *rows) rest(cur *cursor) (blocks []simd.Block, base uint32) {
	c := r.chunk
	first, last := cur.at/simd.BlockBytes, (c.to-1)/simd.BlockBytes
	keep := ^uint64(0) << (uint(cur.at) % simd.BlockBytes)
	c.blocks[first].Ends &= keep
	c.blocks[first].Lines &= keep
	return c.blocks[first : last+1], uint32(first * simd.BlockBytes)
}

// regular takes up to limit records as they are. It reports false, and takes
// none, where one has too many or too few fields.
func (r *rows) regular(cur *cursor, limit int) bool {
	blocks, base := r.rest(cur)
	limit = min(limit, (r.chunk.to-cur.at)/r.fields+1) // a record has a byte for each field
	r.stride = r.keep + 1
	r.places = grow(r.places, limit*r.stride+simd.Room+1)
	r.places[0] = uint32(cur.at - 1)
	n, regular := simd.Heads(blocks, base, r.fields, r.keep, limit, r.places)
	if !regular {
		return false
	}
	r.n = n
	cur.at = r.start(n)
	return true
}

// collect lists the field ends of up to limit records in cut, moves cur behind
// them, and returns how many records there are.
func (r *rows) collect(cur *cursor, limit int) (records int) {
	r.cut = append(r.cut[:0], uint32(cur.at-1))
	r.cut, records = r.chunk.fieldEnds(r.cut, cur.at, limit)
	if records > 0 {
		cur.at = int(r.cut[len(r.cut)-1]) + 1
	}
	return records
}

// normalise gives every record its fields: what a short one lacks is empty,
// what a long one has more is dropped. Blank lines and comments go.
func (r *rows) normalise(from int, cur *cursor, records int, skipBlank bool) {
	c := r.chunk
	r.places = r.places[:0]
	start := from
	next := 1
	for range records {
		first := next
		for c.blocks[r.cut[next]/simd.BlockBytes].Lines>>(r.cut[next]%simd.BlockBytes)&1 == 0 {
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
	r.stride = r.fields + 1
}

// add appends a record.
func (r *rows) add(at int, fields []uint32) {
	r.places = append(r.places, uint32(at-1))
	reason := r.chunk.quirks[at]
	switch have := len(fields); {
	case have < r.fields:
		reason = ragged(have, r.fields)
		end := fields[have-1]
		if r.chunk.buf[end] == '\n' && int(end) > at && r.chunk.buf[end-1] == '\r' {
			end--
		}
		r.places = append(r.places, fields[:have-1]...)
		for range r.fields - have + 1 {
			r.places = append(r.places, end)
		}
	case have > r.fields:
		reason = ragged(have, r.fields)
		r.places = append(r.places, fields[:r.fields]...)
	default:
		r.places = append(r.places, fields...)
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
