package keyed

import (
	"math"
	"math/bits"

	"assay/engine/spill"
	"assay/engine/vector"
)

// The bitmap of a run of 2^16 integers, and how much memory such bitmaps may
// take before keys are kept as words instead.
const (
	runBits   = 16
	runWords  = 1 << runBits / 64
	runBytes  = runWords * 8
	denseRuns = 32 << 20 / runBytes
)

// bitmap has a bit for each integer of a run.
type bitmap [runWords]uint64

// dense is a set of integers that lie close to each other, as identifiers,
// counts and dates do: one bit for each that was added, and one for each that
// was added again. Its size goes by the range of the integers, not by their
// number.
type dense struct {
	env   *spill.Env
	first int64     // the run that seen[0] is, of integers from first<<runBits on
	seen  []*bitmap // nil where no integer of the run was added
	again []*bitmap
	runs  int   // bitmaps
	extra int64 // additions beyond the second of the same integer
}

// add adds the values of the rows that are set, up to the first that it has no
// room for, and returns that row, or the number of rows if there is none.
func (d *dense) add(values []int64, rows vector.Mask) (stopped int) {
	for w, word := range rows {
		first := w << 6
		if word == math.MaxUint64 {
			if n := d.addAll(values[first : first+64]); n < 64 {
				return first + n
			}
			continue
		}
		for ; word != 0; word &= word - 1 {
			row := first + bits.TrailingZeros64(word)
			if !d.put(values[row]) {
				return row
			}
		}
	}
	return len(values)
}

// addAll is add for rows that are all set.
func (d *dense) addAll(values []int64) (stopped int) {
	seen, first := d.seen, d.first
	for i, v := range values {
		if at := v>>runBits - first; uint64(at) < uint64(len(seen)) && seen[at] != nil {
			word, bit := &seen[at][uint16(v)>>6], uint64(1)<<(uint(v)&63)
			if *word&bit == 0 {
				*word |= bit
				continue
			}
		}
		if !d.put(v) {
			return i
		}
		seen, first = d.seen, d.first
	}
	return len(values)
}

// put adds v; it reports false where there is no room.
func (d *dense) put(v int64) bool {
	run := v >> runBits
	if at := run - d.first; uint64(at) >= uint64(len(d.seen)) || d.seen[at] == nil {
		if !d.makeRoom(run) {
			return false
		}
	}
	at := run - d.first
	place, bit := uint16(v)>>6, uint64(1)<<(uint(v)&63)
	switch {
	case d.seen[at][place]&bit == 0:
		d.seen[at][place] |= bit
		return true
	case d.again[at] == nil:
		if d.again[at] = d.newBitmap(); d.again[at] == nil {
			return false
		}
	case d.again[at][place]&bit != 0:
		d.extra++
	}
	d.again[at][place] |= bit
	return true
}

// makeRoom gives a run its bitmap; it reports false where that would take too
// much memory.
func (d *dense) makeRoom(run int64) bool {
	first, end := run, run+1
	if len(d.seen) > 0 {
		first, end = min(first, d.first), max(end, d.first+int64(len(d.seen)))
	}
	if uint64(end-first) > denseRuns {
		return false
	}
	if int(end-first) > len(d.seen) {
		d.stretch(first, end)
	}
	b := d.newBitmap()
	d.seen[run-d.first] = b
	return b != nil
}

// stretch makes d cover the runs from first to end.
func (d *dense) stretch(first, end int64) {
	seen, again := make([]*bitmap, end-first), make([]*bitmap, end-first)
	if len(d.seen) > 0 {
		copy(seen[d.first-first:], d.seen)
		copy(again[d.first-first:], d.again)
	}
	d.first, d.seen, d.again = first, seen, again
}

// newBitmap returns nil where the budget has no room.
func (d *dense) newBitmap() *bitmap {
	if d.runs >= denseRuns || !d.env.Memory.Reserve(runBytes) {
		return nil
	}
	d.runs++
	return new(bitmap)
}

// free gives the memory back.
func (d *dense) free() {
	d.env.Memory.Release(int64(d.runs) * runBytes)
	d.seen, d.again, d.runs = nil, nil, 0
}
