package keyed

import (
	"fmt"
	"sync"
	"unsafe"

	"golang.org/x/sync/errgroup"

	"assay/engine/radix"
	"assay/engine/spill"
)

// NewLookup makes a table whose keys are looked up in another: see Compare.
func NewLookup(env *spill.Env) *Table {
	t := NewTable(env)
	t.words = true // bits do not tell how many rows have a key
	return t
}

// Compare finishes t, which NewLookup made, by the keys of other: of its rows,
// those count as duplicates whose key other has (present), or has not. other is
// not used afterwards.
func (t *Table) Compare(other *Table, present bool) error {
	if err := other.scatter(); err != nil {
		return err
	}
	if t.added > 0 && other.added > 0 && t.narrow != other.narrow {
		return errTypeChanged
	}
	var mu sync.Mutex
	var g errgroup.Group
	g.SetLimit(finishers)
	for i := range t.parts {
		g.Go(func() error {
			own, err := collect(&t.parts[i], t.env)
			if err != nil {
				return err
			}
			theirs, err := collect(&other.parts[i], other.env)
			if err != nil {
				return err
			}
			r := lookUp(own, theirs, t.wordsPerKey(), present)
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

// collect takes the words of a part.
func collect(part *spill.Words, env *spill.Env) ([]uint64, error) {
	words, err := part.Collect()
	if err != nil {
		return nil, fmt.Errorf("read back keys: %w", err)
	}
	part.Free(env)
	return words, nil
}

// lookUp counts, in the way of countRuns, the keys of own that theirs has, or
// has not.
func lookUp(own, theirs []uint64, step int, present bool) runs {
	if step == 2 {
		return lookUpPairs(sortPairs(asPairs(own)), sortPairs(asPairs(theirs)), present)
	}
	radix.Sort(own, nil)
	radix.Sort(theirs, nil)
	var r runs
	at := 0
	for i := 0; i < len(own); {
		j := i + 1
		for j < len(own) && own[j] == own[i] {
			j++
		}
		for at < len(theirs) && theirs[at] < own[i] {
			at++
		}
		r.distinct++
		if found := at < len(theirs) && theirs[at] == own[i]; found == present {
			r.duplicates += int64(j - i)
			r.repeated = append(r.repeated, own[i])
		}
		i = j
	}
	return r
}

func lookUpPairs(own, theirs [][2]uint64, present bool) runs {
	var r runs
	at := 0
	for i := 0; i < len(own); {
		j := i + 1
		for j < len(own) && own[j] == own[i] {
			j++
		}
		for at < len(theirs) && comparePairs(theirs[at], own[i]) < 0 {
			at++
		}
		r.distinct++
		if found := at < len(theirs) && theirs[at] == own[i]; found == present {
			r.duplicates += int64(j - i)
			r.repeated = append(r.repeated, own[i][0], own[i][1])
		}
		i = j
	}
	return r
}

// asPairs is words, two to a key.
func asPairs(words []uint64) [][2]uint64 {
	return unsafe.Slice((*[2]uint64)(unsafe.Pointer(unsafe.SliceData(words))), len(words)/2)
}
