package keyed

import (
	"math/bits"
	"slices"
)

const (
	// inBucket is how many pairs a bucket is meant to hold.
	inBucket = 8
	// manyInBucket is how many pairs are too many to be sorted by insertion:
	// some are equal.
	manyInBucket = 64
)

// sortPairs returns pairs, fingerprints of one part of a table, in order. Their
// bits behind those that the part is known by are as good as random, so that a
// few of them deal the pairs evenly into buckets.
func sortPairs(pairs [][2]uint64) [][2]uint64 {
	bucketBits := min(bits.Len(uint(len(pairs)/inBucket)), 20)
	if bucketBits < 2 {
		slices.SortFunc(pairs, comparePairs)
		return pairs
	}
	bucket := func(p *[2]uint64) int { return int(p[0] << partitionBits >> (64 - bucketBits)) }
	ends := make([]int, 1<<bucketBits)
	for i := range pairs {
		ends[bucket(&pairs[i])]++
	}
	at := 0
	for i, n := range ends {
		ends[i], at = at, at+n
	}
	sorted := make([][2]uint64, len(pairs))
	for i := range pairs {
		b := bucket(&pairs[i])
		sorted[ends[b]] = pairs[i]
		ends[b]++
	}
	start := 0
	for _, end := range ends {
		sortBucket(sorted[start:end])
		start = end
	}
	return sorted
}

func sortBucket(pairs [][2]uint64) {
	if len(pairs) > manyInBucket {
		slices.SortFunc(pairs, comparePairs)
		return
	}
	for i := 1; i < len(pairs); i++ {
		p := pairs[i]
		j := i
		for ; j > 0 && comparePairs(p, pairs[j-1]) < 0; j-- {
			pairs[j] = pairs[j-1]
		}
		pairs[j] = p
	}
}
