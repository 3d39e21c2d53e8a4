package keyed

import (
	"cmp"
	"fmt"
	"unsafe"

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
	return t.countParts(func(i int) (runs, error) {
		own, err := collect(&t.parts[i], t.env)
		if err != nil {
			return runs{}, err
		}
		theirs, err := collect(&other.parts[i], other.env)
		if err != nil {
			return runs{}, err
		}
		return lookUp(own, theirs, t.wordsPerKey(), present), nil
	})
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
	var r runs
	if len(own) == 0 {
		return r // a table without keys has no width, so step says nothing of theirs
	}
	if step == 2 {
		keep := func(key [2]uint64) { r.repeated = append(r.repeated, key[0], key[1]) }
		r.distinct, r.duplicates = lookUpSorted(sortPairs(asPairs(own)), sortPairs(asPairs(theirs)), comparePairs, present, keep)
		return r
	}
	radix.Sort(own, nil)
	radix.Sort(theirs, nil)
	keep := func(key uint64) { r.repeated = append(r.repeated, key) }
	r.distinct, r.duplicates = lookUpSorted(own, theirs, cmp.Compare[uint64], present, keep)
	return r
}

// lookUpSorted hands each key that counts to keep, once.
func lookUpSorted[K comparable](own, theirs []K, compare func(a, b K) int, present bool, keep func(K)) (distinct, rows int64) {
	at := 0
	for i := 0; i < len(own); {
		j := i + 1
		for j < len(own) && own[j] == own[i] {
			j++
		}
		for at < len(theirs) && compare(theirs[at], own[i]) < 0 {
			at++
		}
		distinct++
		if found := at < len(theirs) && theirs[at] == own[i]; found == present {
			rows += int64(j - i)
			keep(own[i])
		}
		i = j
	}
	return distinct, rows
}

// asPairs is words, two to a key.
func asPairs(words []uint64) [][2]uint64 {
	if len(words) == 0 {
		return nil
	}
	return unsafe.Slice((*[2]uint64)(unsafe.Pointer(unsafe.SliceData(words))), len(words)/2)
}
