package fold

import (
	"fmt"
	"math"

	"assay/engine/vector"
)

// Median finds the middle of a column of numbers, exactly, in memory that does
// not grow with the rows. It keeps the values around what was the middle so far
// and counts the others: where rows come in no particular order, the middle stays
// among those that are kept. Where it leaves them, as in a column that is
// sorted, the data must be seen again (see Again).
type Median struct {
	env   *Env
	lane  vector.Lane
	count int64
	keep  vector.Mask
	words []uint64 // of a batch

	kept kept
	// lost says that the middle is not among the values that were kept.
	lost bool
	// all holds every value: those of decimals, and those of a second pass.
	all *Quantiles
}

// NewMedian returns the median of nothing. Where the data cannot be seen again it
// keeps every value.
func NewMedian(env *Env) Accumulator {
	if env.OneTime {
		return newFullMedian(env)
	}
	return &Median{env: env, kept: newKept()}
}

// Again returns how to fill the median of the same values in another pass, nil
// where one was enough.
func (m *Median) Again() func(*Env) Accumulator {
	if !m.lost {
		return nil
	}
	return func(env *Env) Accumulator { return newFullMedian(env) }
}

// newFullMedian returns a median that keeps every value, in a file what memory
// has no room for.
func newFullMedian(env *Env) *Median {
	return &Median{env: env, all: NewQuantiles(env).(*Quantiles)}
}

// Update takes in the selected values of one column.
func (m *Median) Update(in []*vector.Vector, n int, rows vector.Mask) error {
	v := in[0]
	if v.Lane == vector.Null {
		return nil
	}
	if v.Lane == vector.Decimal && m.all == nil {
		*m = *newFullMedian(m.env)
	}
	if m.all != nil {
		return m.all.Update(in, n, rows)
	}
	m.lane = v.Lane
	var ok bool
	if m.words, ok = vector.OrderWords(m.words, v, n); !ok {
		return fmt.Errorf("median of %s", v.Type)
	}
	if v.Valid != nil || rows != nil {
		m.keep = both(m.keep, v.Valid, rows)
		m.words = compact(m.words, m.keep)
	}
	m.count += int64(len(m.words))
	if !m.lost {
		m.lost = !m.kept.add(m.words, m.count)
	}
	return nil
}

// UpdateWeighted observes each value as often as its weight says.
func (m *Median) UpdateWeighted(values *vector.Vector, weights []uint32) error {
	v := values
	if v.Lane == vector.Null {
		return nil
	}
	if v.Lane == vector.Decimal && m.all == nil {
		*m = *newFullMedian(m.env)
	}
	if m.all != nil {
		return m.all.UpdateWeighted(values, weights)
	}
	m.lane = v.Lane
	var ok bool
	if m.words, ok = vector.OrderWords(m.words, v, v.Len); !ok {
		return fmt.Errorf("median of %s", v.Type)
	}
	runs := make([]run, 0, v.Len)
	for i, n := range weights {
		if n > 0 {
			runs = append(runs, run{m.words[i], int64(n)})
			m.count += int64(n)
		}
	}
	if !m.lost {
		m.lost = !m.kept.addRuns(runs, m.count)
	}
	return nil
}

// compact moves the words that are set in keep to the front.
func compact(words []uint64, keep vector.Mask) []uint64 {
	n := 0
	for i, w := range words {
		words[n] = w
		n += int(keep[i>>6] >> (uint(i) & 63) & 1)
	}
	return words[:n]
}

// Merge takes in what other has seen.
func (m *Median) Merge(other Accumulator) error {
	o := other.(*Median)
	switch {
	case o.lane == vector.Null && o.all == nil:
		return nil
	case m.lane == vector.Null && m.all == nil:
		*m = *o
		return nil
	case m.all != nil && o.all != nil:
		return m.all.Merge(o.all)
	case m.all != nil || o.all != nil:
		return fmt.Errorf("the values of one column changed their type")
	}
	m.count += o.count
	m.lost = m.lost || o.lost || !m.kept.merge(&o.kept)
	return nil
}

// Finish finds out whether the middle was kept.
func (m *Median) Finish() error {
	if m.all != nil {
		return m.all.Finish()
	}
	m.lost = m.lost || !m.kept.finish(m.count)
	return nil
}

// Median is the middle value, or the mean of the two middle ones, rounded once;
// it reports false where there is no value.
func (m *Median) Median() (float64, bool, error) {
	switch {
	case m.all != nil:
		return m.all.Median()
	case m.lost:
		return math.NaN(), false, fmt.Errorf("the median was not found in one pass")
	case m.count == 0:
		return 0, false, nil
	}
	low, high := m.kept.at((m.count-1)/2), m.kept.at(m.count/2)
	return meanOf(value{word: low}, value{word: high}, m.lane, 0), true, nil
}
