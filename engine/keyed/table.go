// Package keyed finds equal keys among rows, exactly, within a budget of
// memory: how many keys there are, how many rows share theirs with another,
// and which rows those are.
//
// A first pass adds the keys to a Table; a second asks the finished table which
// rows hold a key that occurred more than once. Keys of one number are kept as
// they are: integers that lie close to each other as bits, others as words.
// Longer keys are kept as fingerprints of 128 bits, made with seeds drawn anew
// for every process: no input can be built to collide, and by chance two of a
// billion keys do with a probability below 10^-20.
package keyed

import (
	"errors"
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
	narrow bool   // keys are one word; otherwise two
	dense  *dense // holds all the keys, until they turn out to be scattered
	words  bool   // keys are in parts
	keys   keyMaker
	parts  [partitions]spill.Words
	store  *spill.Store
	recent *recent // of a set
	added  int64

	distinct   int64
	duplicates int64 // rows whose key another row has
	extra      int64 // of these, rows whose keys are not in parts
	repeated   [partitions]wordSet
}

// NewSet makes a table that only tells how many different keys there are: it may
// leave out keys that it has seen.
func NewSet(env *spill.Env) *Table {
	t := NewTable(env)
	t.recent = newRecent()
	return t
}

// NewTable makes a table.
func NewTable(env *spill.Env) *Table { return &Table{env: env, store: spill.NewStore(env)} }

// Add adds the keys of the rows set in rows. In a key of several columns null
// is a value like any other; rows without a value of a single column are left
// out by the caller.
func (t *Table) Add(in []*vector.Vector, rows vector.Mask) error {
	if len(in) == 1 && !t.words {
		if values, ok := integers(in[0]); ok {
			return t.addIntegers(in, values, rows)
		}
	}
	return t.addWords(in, rows)
}

// addWords deals keys into the parts.
func (t *Table) addWords(in []*vector.Vector, rows vector.Mask) error {
	words, narrow := t.keys.make(in, rows)
	if len(words) == 0 {
		return nil
	}
	if t.added > 0 && narrow != t.narrow {
		return errTypeChanged
	}
	t.narrow, t.words = narrow, true
	step := t.wordsPerKey()
	t.added += int64(len(words) / step)
	for i := 0; i < len(words); i += step {
		if t.recent != nil && t.recent.has(words[i:i+step]) {
			continue
		}
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

var errTypeChanged = errors.New("the keys of one column changed their type")

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
		return errTypeChanged
	}
	t.narrow = other.narrow
	t.added += other.added
	if !t.words && !other.words {
		if t.dense == nil {
			t.dense = other.dense
			return nil
		}
		if t.dense.merge(other.dense) {
			return nil
		}
	}
	for _, half := range []*Table{t, other} {
		if err := half.scatter(); err != nil {
			return err
		}
	}
	t.extra += other.extra
	for i := range t.parts {
		t.parts[i].Merge(&other.parts[i])
	}
	return nil
}

// Finish counts. No key is added afterwards.
func (t *Table) Finish() error {
	if t.dense != nil {
		t.distinct, t.duplicates = t.dense.count()
		return nil
	}
	t.duplicates = t.extra
	return t.countParts(func(i int) (runs, error) {
		words, err := collect(&t.parts[i], t.env)
		if err != nil {
			return runs{}, err
		}
		return countRuns(words, t.wordsPerKey()), nil
	})
}

// countParts adds up what there is in the parts.
func (t *Table) countParts(count func(i int) (runs, error)) error {
	var mu sync.Mutex
	var g errgroup.Group
	g.SetLimit(finishers)
	for i := range t.parts {
		g.Go(func() error {
			r, err := count(i)
			if err != nil {
				return err
			}
			mu.Lock()
			defer mu.Unlock()
			t.distinct += r.distinct
			t.duplicates += r.duplicates
			t.repeated[i] = newWordSet(r.repeated, t.wordsPerKey())
			return nil
		})
	}
	return g.Wait()
}

// Keys is the number of rows added.
func (t *Table) Keys() int64 { return t.added }

// Distinct is the number of different keys; the table must be finished.
func (t *Table) Distinct() int64 { return t.distinct }

// DuplicateRows is the number of rows whose key another row has too; after
// Compare, that of the rows which it counted.
func (t *Table) DuplicateRows() int64 { return t.duplicates }
