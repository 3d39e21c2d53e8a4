// Package sorted sorts records of words that may be more than fit in memory: an
// external merge sort.
package sorted

import (
	"os"
	"slices"
	"sort"

	"assay/engine/spill"
)

const (
	// firstBlock is how many words a table holds before it asks the budget,
	// and moreBlock how many it asks for each time.
	firstBlock = 1 << 12
	moreBlock  = 1 << 16
	// fanIn is how many runs are merged at once.
	fanIn = 64
)

// Table gathers records of a fixed number of words and visits them in the order
// of their words. One goroutine adds to a table; tables are merged, and the last
// one is visited.
type Table struct {
	env      *spill.Env
	width    int
	words    []uint64 // records that are in no run yet
	reserved int      // words that the budget was asked for
	merged   int      // those of merged tables
	runs     []run
	file     *os.File // made when first needed
	end      int64    // of the file
}

// NewTable makes a table of records of width words.
func NewTable(env *spill.Env, width int) *Table { return &Table{env: env, width: width} }

// Add adds a record.
func (t *Table) Add(record []uint64) error {
	if len(t.words)+t.width > firstBlock+t.reserved {
		if t.env.Memory.Reserve(moreBlock * 8) {
			t.reserved += moreBlock
		} else if err := t.spill(); err != nil {
			return err
		}
	}
	t.words = append(t.words, record...)
	return nil
}

// spill writes what is in memory to a file, as a run.
func (t *Table) spill() error {
	t.sort()
	w, err := t.newRun()
	if err != nil {
		return err
	}
	if err := w.put(t.words); err != nil {
		return err
	}
	t.runs = append(t.runs, w.run)
	t.words = t.words[:0]
	return nil
}

func (t *Table) sort() {
	sort.Sort(records{words: t.words, width: t.width, scratch: make([]uint64, t.width)})
}

// Merge takes in the records of other, which is not used afterwards.
func (t *Table) Merge(other *Table) error {
	other.sort()
	t.runs = append(t.runs, other.runs...)
	if len(other.words) > 0 {
		t.runs = append(t.runs, run{words: other.words})
	}
	t.merged += other.reserved + other.merged
	return nil
}

// Each visits the records in order, and drops them. The visitor does not keep a
// record.
func (t *Table) Each(visit func(record []uint64) error) error {
	t.sort()
	runs := append(t.runs, run{words: t.words})
	for len(runs) > fanIn {
		w, err := t.newRun()
		if err != nil {
			return err
		}
		if err := mergeRuns(runs[:fanIn], t.width, w.write); err != nil {
			return err
		}
		if err := w.flush(); err != nil {
			return err
		}
		runs = append(slices.Clone(runs[fanIn:]), w.run)
	}
	err := mergeRuns(runs, t.width, visit)
	t.env.Memory.Release(int64(t.reserved+t.merged) * 8)
	t.words, t.runs, t.reserved, t.merged = nil, nil, 0, 0
	return err
}

// records are sorted in place.
type records struct {
	words   []uint64
	width   int
	scratch []uint64
}

func (r records) Len() int           { return len(r.words) / r.width }
func (r records) at(i int) []uint64  { return r.words[i*r.width : (i+1)*r.width] }
func (r records) Less(i, j int) bool { return slices.Compare(r.at(i), r.at(j)) < 0 }
func (r records) Swap(i, j int) {
	copy(r.scratch, r.at(i))
	copy(r.at(i), r.at(j))
	copy(r.at(j), r.scratch)
}
