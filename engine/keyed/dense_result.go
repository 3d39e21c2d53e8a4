package keyed

import "math/bits"

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
