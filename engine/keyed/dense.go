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

// merge takes in other; it reports false, and changes nothing, where the two
// lie too far from each other.
func (d *dense) merge(other *dense) bool {
	if len(other.seen) == 0 {
		return true
	}
	first, end := other.first, other.first+int64(len(other.seen))
	if len(d.seen) > 0 {
		first, end = min(first, d.first), max(end, d.first+int64(len(d.seen)))
	}
	if uint64(end-first) > 2*denseRuns {
		return false
	}
	d.stretch(first, end)
	for i, seen := range other.seen {
		if seen != nil {
			d.mergeRun(other.first+int64(i)-first, seen, other.again[i])
		}
	}
	d.runs += other.runs
	d.extra += other.extra
	return true
}

func (d *dense) mergeRun(at int64, seen, again *bitmap) {
	if d.seen[at] == nil {
		d.seen[at], d.again[at] = seen, again
		return
	}
	for w := range seen {
		mine, theirs := d.seen[at][w], seen[w]
		both := mine & theirs
		d.seen[at][w] = mine | theirs
		if both == 0 && again == nil {
			continue
		}
		var mineAgain, theirsAgain uint64
		if d.again[at] == nil {
			d.again[at] = new(bitmap)
		}
		mineAgain = d.again[at][w]
		if again != nil {
			theirsAgain = again[w]
		}
		d.again[at][w] = mineAgain | theirsAgain | both
		// Of an integer that both hold, additions beyond two are extra.
		d.extra += int64(bits.OnesCount64(both&mineAgain) + bits.OnesCount64(both&theirsAgain))
	}
}

// count returns the number of different integers, and how often those were added
// that were added more than once.
func (d *dense) count() (distinct, duplicates int64) {
	for i, seen := range d.seen {
		distinct += seen.count()
		duplicates += 2 * d.again[i].count()
	}
	return distinct, duplicates + d.extra
}

func (b *bitmap) count() int64 {
	var n int64
	if b != nil {
		for _, w := range b {
			n += int64(bits.OnesCount64(w))
		}
	}
	return n
}

// repeated reports whether v was added more than once.
func (d *dense) repeated(v int64) bool {
	at := v>>runBits - d.first
	return uint64(at) < uint64(len(d.again)) && d.again[at] != nil && d.again[at][uint16(v)>>6]>>(uint(v)&63)&1 != 0
}

// each visits the integers, those that were added more than once twice.
func (d *dense) each(visit func(v int64) error) error {
	for i, seen := range d.seen {
		for _, b := range []*bitmap{seen, d.again[i]} {
			if b == nil {
				continue
			}
			for w, word := range b {
				for ; word != 0; word &= word - 1 {
					v := (d.first+int64(i))<<runBits | int64(w<<6+bits.TrailingZeros64(word))
					if err := visit(v); err != nil {
						return err
					}
				}
			}
		}
	}
	return nil
}

// free gives the memory back.
func (d *dense) free() {
	d.env.Memory.Release(int64(d.runs) * runBytes)
	d.seen, d.again, d.runs = nil, nil, 0
}
