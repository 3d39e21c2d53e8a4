package tally

import "fmt"

// finished is a table whose keys are in order: in memory, or in one run.
type finished struct {
	list     []entry
	spilled  []run // one, or none
	distinct int64
	most     int64
	profile  map[int64]int64
}

// Finish puts the keys in order. None is added afterwards.
func (t *Table) Finish() error {
	done := &finished{profile: make(map[int64]int64)}
	t.done = done
	if len(t.runs) == 0 {
		done.list = t.sorted()
		t.words, t.index, t.counts = nil, nil, nil
		for _, e := range done.list {
			done.note(e)
		}
		return nil
	}
	if err := t.spill(); err != nil {
		return err
	}
	for len(t.runs) > fanIn {
		merged, err := t.merge(t.runs[:fanIn], func(entry) {})
		if err != nil {
			return err
		}
		t.runs = append(t.runs[fanIn:], merged)
	}
	merged, err := t.merge(t.runs, done.note)
	done.spilled, t.runs = []run{merged}, nil
	return err
}

// merge writes runs as one, and notes its entries.
func (t *Table) merge(runs []run, note func(entry)) (run, error) {
	f, err := t.env.Files.Create()
	if err != nil {
		return run{}, fmt.Errorf("merge counts: %w", err)
	}
	w := newRunWriter(f, 0)
	if err := mergeRuns(runs, func(e entry) error { w.add(e); note(e); return w.err }); err != nil {
		return run{}, err
	}
	merged, err := w.close()
	if err != nil {
		return run{}, fmt.Errorf("merge counts: %w", err)
	}
	return merged, nil
}

func (d *finished) note(e entry) {
	d.distinct++
	d.most = max(d.most, e.count)
	d.profile[e.count]++
}

// Each visits the keys in order with their counts, and stops at the first error.
// The table must be finished.
func (t *Table) Each(visit func(key []byte, n int64) error) error {
	if len(t.done.spilled) > 0 {
		return mergeRuns(t.done.spilled, func(e entry) error { return visit([]byte(e.key), e.count) })
	}
	var key []byte
	for _, e := range t.done.list {
		key = append(key[:0], e.key...)
		if err := visit(key, e.count); err != nil {
			return err
		}
	}
	return nil
}

// Distinct is the number of different keys; the table must be finished.
func (t *Table) Distinct() int64 { return t.done.distinct }

// Most is how often the most frequent key occurs; the table must be finished.
func (t *Table) Most() int64 { return t.done.most }

// Profile is how many keys occur once, twice and so on; the table must be
// finished. It is small: n keys have at most √(2n) different counts.
func (t *Table) Profile() map[int64]int64 { return t.done.profile }
