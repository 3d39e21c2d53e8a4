package keyed

import (
	"slices"

	"assay/engine/radix"
)

// runs is what equal keys there are in a part.
type runs struct {
	distinct, duplicates int64
	repeated             []uint64 // each key that occurs more than once, sorted
}

// countRuns sorts words, keys of the given width, and counts the equal ones.
func countRuns(words []uint64, step int) runs {
	if step == 2 {
		return countPairs(asPairs(words))
	}
	var r runs
	radix.Sort(words, nil)
	for i := 0; i < len(words); {
		j := i + 1
		for j < len(words) && words[j] == words[i] {
			j++
		}
		r.distinct++
		if j > i+1 {
			r.duplicates += int64(j - i)
			r.repeated = append(r.repeated, words[i])
		}
		i = j
	}
	return r
}

func countPairs(pairs [][2]uint64) runs {
	var r runs
	pairs = sortPairs(pairs)
	for i := 0; i < len(pairs); {
		j := i + 1
		for j < len(pairs) && pairs[j] == pairs[i] {
			j++
		}
		r.distinct++
		if j > i+1 {
			r.duplicates += int64(j - i)
			r.repeated = append(r.repeated, pairs[i][0], pairs[i][1])
		}
		i = j
	}
	return r
}

func comparePairs(a, b [2]uint64) int {
	for i := range a {
		if a[i] < b[i] {
			return -1
		}
		if a[i] > b[i] {
			return 1
		}
	}
	return 0
}

// wordSet is a sorted list of keys.
type wordSet struct {
	narrow []uint64
	wide   [][2]uint64
}

func newWordSet(sorted []uint64, step int) wordSet {
	if step == 1 {
		return wordSet{narrow: sorted}
	}
	return wordSet{wide: asPairs(sorted)}
}

func (s wordSet) has(key []uint64) bool {
	if len(key) == 1 {
		_, found := slices.BinarySearch(s.narrow, key[0])
		return found
	}
	_, found := slices.BinarySearchFunc(s.wide, [2]uint64{key[0], key[1]}, comparePairs)
	return found
}
