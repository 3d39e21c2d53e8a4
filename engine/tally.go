package engine

import (
	"assay/engine/fold"
	"assay/engine/vector"
)

// The dictionaries whose values are counted rather than looked up: those whose
// counts fit the processor's nearest cache. Where they are short, four counts of
// each value are kept, so that a row need not wait for the one before it.
const (
	longestTally = 1 << 14
	shortTally   = longestTally / 4
	// fullTally is the number of rows that no count overflows on.
	fullTally = 1<<32 - 1
)

// tally counts, for the rows of a split that one row condition selects, how often
// each value of a dictionary occurs. The accumulators that observe the column
// then see each value once, with its weight.
type tally struct {
	slot, where int
	users       []fold.Weighted

	dict   *vector.Vector // that is counted, nil where none is
	counts []uint32       // of dict's values, one to four times
	short  bool
	rows   int64
	batch  int64 // counted last
}

// tallyFor returns the view's tally of a column for an accumulator.
func (b *batchView) tallyFor(slot, where int, user fold.Weighted) *tally {
	for _, t := range b.tallies {
		if t.slot == slot && t.where == where {
			t.users = append(t.users, user)
			return t
		}
	}
	t := &tally{slot: slot, where: where, users: []fold.Weighted{user}}
	b.tallies = append(b.tallies, t)
	return t
}

// endSplit hands over what was counted: the dictionaries end with the split.
func (b *batchView) endSplit() error {
	for _, t := range b.tallies {
		if err := t.flush(); err != nil {
			return err
		}
	}
	return nil
}

// countable reports whether a column's rows can be counted.
func countable(v *vector.Vector) bool { return v.Dict != nil && v.Dict.Len <= longestTally }

// observe counts the selected rows of the view's batch, for all users at once.
func (t *tally) observe(b *batchView, v *vector.Vector, selected vector.Mask) error {
	if t.dict != nil && t.batch == b.batches {
		return nil
	}
	if t.dict != v.Dict || t.rows+int64(b.rows) > fullTally {
		if err := t.flush(); err != nil {
			return err
		}
		t.begin(v.Dict)
	}
	t.batch = b.batches
	t.rows += int64(b.rows)
	switch {
	case v.Valid != nil || selected != nil:
		t.countSome(v, selected)
	case t.short:
		countFourfold(t.counts, t.dict.Len, v.Index)
	default:
		for _, x := range v.Index {
			t.counts[x]++
		}
	}
	return nil
}

func (t *tally) begin(dict *vector.Vector) {
	t.dict, t.rows, t.short = dict, 0, dict.Len <= shortTally
	n := dict.Len
	if t.short {
		n *= 4
	}
	if cap(t.counts) < n {
		t.counts = make([]uint32, max(n, longestTally))
	}
	t.counts = t.counts[:n]
	clear(t.counts)
}

// countFourfold counts each value in one of four places.
func countFourfold(counts []uint32, n int, index []int32) {
	c0, c1, c2, c3 := counts[:n], counts[n:2*n], counts[2*n:3*n], counts[3*n:4*n]
	for len(index) >= 4 {
		c0[index[0]]++
		c1[index[1]]++
		c2[index[2]]++
		c3[index[3]]++
		index = index[4:]
	}
	for _, x := range index {
		c0[x]++
	}
}

// countSome counts the rows that are selected and hold a value.
func (t *tally) countSome(v *vector.Vector, selected vector.Mask) {
	for w := 0; w<<6 < v.Len; w++ {
		index := v.Index[w<<6 : min(w<<6+64, v.Len)]
		keep := ^uint64(0)
		if v.Valid != nil {
			keep = v.Valid[w]
		}
		if selected != nil {
			keep &= selected[w]
		}
		for i, x := range index {
			t.counts[x] += uint32(keep >> i & 1)
		}
	}
}

// flush hands the counts to the accumulators.
func (t *tally) flush() error {
	dict := t.dict
	t.dict = nil
	if dict == nil || t.rows == 0 {
		return nil
	}
	weights := t.counts[:dict.Len]
	if t.short {
		for i := range weights {
			weights[i] += t.counts[dict.Len+i] + t.counts[2*dict.Len+i] + t.counts[3*dict.Len+i]
		}
	}
	for _, u := range t.users {
		if err := u.UpdateWeighted(dict, weights); err != nil {
			return err
		}
	}
	return nil
}
