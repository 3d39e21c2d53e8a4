package keyed

import (
	"slices"
	"unsafe"
)

// runs is what equal keys there are in a part.
type runs struct {
	distinct, duplicates int64
	repeated             []uint64 // each key that occurs more than once, sorted
}

// countRuns sorts words, keys of the given width, and counts the equal ones.
func countRuns(words []uint64, step int) runs {
	if step == 2 {
		return countPairs(unsafe.Slice((*[2]uint64)(unsafe.Pointer(unsafe.SliceData(words))), len(words)/2))
	}
	var r runs
	sortWords(words)
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
	slices.SortFunc(pairs, comparePairs)
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
	return wordSet{wide: unsafe.Slice((*[2]uint64)(unsafe.Pointer(unsafe.SliceData(sorted))), len(sorted)/2)}
}

func (s wordSet) has(key []uint64) bool {
	if len(key) == 1 {
		_, found := slices.BinarySearch(s.narrow, key[0])
		return found
	}
	_, found := slices.BinarySearchFunc(s.wide, [2]uint64{key[0], key[1]}, comparePairs)
	return found
}

// sortWords sorts a byte at a time, least significant first.
func sortWords(words []uint64) {
	if len(words) < 256 {
		slices.Sort(words)
		return
	}
	from, to := words, make([]uint64, len(words))
	for shift := 0; shift < 64; shift += 8 {
		var count [256]int
		for _, w := range from {
			count[byte(w>>shift)]++
		}
		if count[byte(from[0]>>shift)] == len(from) {
			continue
		}
		at := 0
		for i, n := range count {
			count[i], at = at, at+n
		}
		for _, w := range from {
			b := byte(w >> shift)
			to[count[b]] = w
			count[b]++
		}
		from, to = to, from
	}
	if &from[0] != &words[0] {
		copy(words, from)
	}
}
