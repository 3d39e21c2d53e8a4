// Package keyed finds equal keys among rows, exactly, within a budget of
// memory: how many keys there are, how many rows share theirs with another,
// and which rows those are.
//
// A first pass adds the keys to a Table; a second asks the finished table which
// rows hold a key that occurred more than once. Keys of one number are kept as
// they are. Longer ones are kept as fingerprints of 128 bits, made with seeds
// drawn anew for every process: no input can be built to collide, and by chance
// two of a billion keys do with a probability below 10^-20.
package keyed

import (
	"fmt"
	"sync"

	"golang.org/x/sync/errgroup"

	"assay/engine/spill"
	"assay/engine/vector"
)

// partitions is the number of parts that keys are dealt into by their leading
// bits; each part is finished alone.
const (
	partitionBits = 7
	partitions    = 1 << partitionBits
	// finishers is how many parts are counted at once.
	finishers = 2
)

// Table gathers keys. One goroutine adds to a table; tables of the same columns
// are merged, and the last one is finished.
type Table struct {
	env    *spill.Env
	narrow bool // keys are one word; otherwise two
	keys   keyMaker
	parts  [partitions]spill.Words
	store  *spill.Store
	added  int64

	distinct   int64
	duplicates int64 // rows whose key another row has
	repeated   [partitions]wordSet
}

// NewTable makes a table.
func NewTable(env *spill.Env) *Table { return &Table{env: env, store: spill.NewStore(env)} }

// Add adds the keys of the rows set in rows. In a key of several columns null
// is a value like any other; rows without a value of a single column are left
// out by the caller.
func (t *Table) Add(in []*vector.Vector, rows vector.Mask) error {
	words, narrow := t.keys.make(in, rows)
	if len(words) == 0 {
		return nil
	}
	if t.added > 0 && narrow != t.narrow {
		return fmt.Errorf("the keys of one column changed their type")
	}
	t.narrow = narrow
	step := t.wordsPerKey()
	t.added += int64(len(words) / step)
	for i := 0; i < len(words); i += step {
		p := &t.parts[words[i]>>(64-partitionBits)]
		var err error
		if narrow {
			err = p.Push1(t.store, words[i])
		} else {
			err = p.Push2(t.store, words[i], words[i+1])
		}
		if err != nil {
			return fmt.Errorf("keep keys: %w", err)
		}
	}
	return nil
}

func (t *Table) wordsPerKey() int {
	if t.narrow {
		return 1
	}
	return 2
}

// Merge takes in the keys of other, which is not used afterwards.
func (t *Table) Merge(other *Table) error {
	if other.added == 0 {
		return nil
	}
	if t.added > 0 && t.narrow != other.narrow {
		return fmt.Errorf("the keys of one column changed their type")
	}
	t.narrow = other.narrow
	t.added += other.added
	for i := range t.parts {
		t.parts[i].Merge(&other.parts[i])
	}
	return nil
}

// Finish counts. No key is added afterwards.
func (t *Table) Finish() error {
	var mu sync.Mutex
	var g errgroup.Group
	g.SetLimit(finishers)
	for i := range t.parts {
		g.Go(func() error {
			words, err := t.parts[i].Collect()
			if err != nil {
				return fmt.Errorf("read back keys: %w", err)
			}
			t.parts[i].Free(t.env)
			c := countRuns(words, t.wordsPerKey())
			mu.Lock()
			defer mu.Unlock()
			t.distinct += c.distinct
			t.duplicates += c.duplicates
			t.repeated[i] = newWordSet(c.repeated, t.wordsPerKey())
			return nil
		})
	}
	return g.Wait()
}

// Keys is the number of rows added.
func (t *Table) Keys() int64 { return t.added }

// Distinct is the number of different keys; the table must be finished.
func (t *Table) Distinct() int64 { return t.distinct }

// DuplicateRows is the number of rows whose key another row has too.
func (t *Table) DuplicateRows() int64 { return t.duplicates }

// Marker tells, on a second pass, which rows hold a key that occurred more than
// once. One goroutine uses a marker; the finished table serves any number.
type Marker struct {
	table *Table
	keys  keyMaker
}

// NewMarker returns a marker over t.
func (t *Table) NewMarker() *Marker {
	return &Marker{table: t}
}

// Mark sets in out those of rows whose key another row has too. in and rows are
// as they were given to Add.
func (m *Marker) Mark(in []*vector.Vector, rows, out vector.Mask) {
	if m.table.duplicates == 0 {
		return
	}
	words, _ := m.keys.make(in, rows)
	step := m.table.wordsPerKey()
	i := 0
	rows.Each(func(row int) bool {
		key := words[i : i+step]
		if m.table.repeated[key[0]>>(64-partitionBits)].has(key) {
			out.Set(row)
		}
		i += step
		return true
	})
}
