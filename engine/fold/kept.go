package fold

import (
	"cmp"
	"math"
	"slices"
)

const (
	// freshWords is how many words are taken in before they are sorted, and
	// all but those around the middle dropped.
	freshWords = 1 << 18
	// margin is how many words are kept on each side of the middle. In rows
	// without order, the middle of n words moves by about √n/2 ranks.
	margin = freshWords / 8
	// fewValues is the number of different words that are kept whatever
	// their order.
	fewValues = 4096
)

// kept are the words of a bag from low to high, and how many there are below.
type kept struct {
	low, high uint64
	below     int64
	narrowed  bool
	runs      []run    // in order
	fresh     []uint64 // to be sorted into runs
	scratch   []uint64
}

// run is a word and how often it occurs.
type run struct {
	word  uint64
	count int64
}

func newKept() kept { return kept{high: math.MaxUint64} }

// add takes words in, which make it total in the bag. It reports false, and
// gives up, where the middle of the bag is not among what is kept.
func (k *kept) add(words []uint64, total int64) bool {
	for len(words) > 0 {
		if len(k.fresh) == freshWords {
			k.sort()
			if (k.narrowed || len(k.runs) > fewValues) && !k.narrow(total-int64(len(words))) {
				*k = kept{}
				return false
			}
		}
		n := min(len(words), freshWords-len(k.fresh))
		k.take(words[:n])
		words = words[n:]
	}
	return true
}

// addRuns takes in words that occur several times each, in no order, which make it
// total in the bag. It reports false where add would.
func (k *kept) addRuns(runs []run, total int64) bool {
	k.sort()
	inside := runs[:0]
	for _, r := range runs {
		switch {
		case r.word < k.low:
			k.below += r.count
		case r.word <= k.high:
			inside = append(inside, r)
		}
	}
	slices.SortFunc(inside, func(a, b run) int { return cmp.Compare(a.word, b.word) })
	k.runs = mergeRuns(k.runs, inside)
	if (k.narrowed || len(k.runs) > fewValues) && !k.narrow(total) {
		*k = kept{}
		return false
	}
	return true
}

// take appends to fresh the words within the range, for which it has room.
func (k *kept) take(words []uint64) {
	if n := len(k.fresh) + len(words); cap(k.fresh) < n {
		k.fresh = slices.Grow(k.fresh, min(max(len(words), len(k.fresh)), freshWords-len(k.fresh)))
	}
	fresh := k.fresh[:len(k.fresh)+len(words)]
	n := len(k.fresh)
	low, width := k.low, k.high-k.low
	var below int64
	for _, w := range words {
		fresh[n] = w
		var out, under int64
		if w-low > width {
			out = 1
		}
		if w < low {
			under = 1
		}
		n += int(1 - out)
		below += under
	}
	k.fresh = fresh[:n]
	k.below += below
}

// narrow drops what lies farther than margin from the middle of total words.
func (k *kept) narrow(total int64) bool {
	middle := total/2 - k.below
	if middle < 0 || middle >= k.size() {
		return false
	}
	k.restrict(k.atRank(max(middle-margin, 0)), k.atRank(min(middle+margin, k.size()-1)))
	k.narrowed = true
	return true
}

func (k *kept) size() int64 {
	var n int64
	for _, r := range k.runs {
		n += r.count
	}
	return n
}

// atRank is the word that has rank words before it among those that are kept.
func (k *kept) atRank(rank int64) uint64 {
	for _, r := range k.runs {
		if rank -= r.count; rank < 0 {
			return r.word
		}
	}
	return k.high
}

// restrict makes the range that of low to high, which lies within it.
func (k *kept) restrict(low, high uint64) {
	from, to := 0, len(k.runs)
	for ; from < to && k.runs[from].word < low; from++ {
		k.below += k.runs[from].count
	}
	for to > from && k.runs[to-1].word > high {
		to--
	}
	k.low, k.high = low, high
	k.runs = slices.Clone(k.runs[from:to])
}

// merge takes in other; it reports false where they have no range in common.
func (k *kept) merge(other *kept) bool {
	low, high := max(k.low, other.low), min(k.high, other.high)
	if low > high {
		return false
	}
	for _, side := range []*kept{k, other} {
		side.sort()
		side.restrict(low, high)
	}
	k.runs = mergeRuns(k.runs, other.runs)
	k.below += other.below
	return true
}

// finish reports whether the middle of total words is kept.
func (k *kept) finish(total int64) bool {
	k.sort()
	k.scratch, k.fresh = nil, nil
	return total == 0 || (total-1)/2 >= k.below && total/2 < k.below+k.size()
}

// at is the word that has rank words before it in the bag.
func (k *kept) at(rank int64) uint64 { return k.atRank(rank - k.below) }
