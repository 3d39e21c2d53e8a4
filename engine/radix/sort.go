// Package radix sorts words by their bytes.
package radix

import "slices"

// few is the number of words below which comparing them is faster.
const few = 256

// Sort sorts words, and uses scratch, or memory of its own where scratch is
// shorter. Bytes that all words share cost one look each.
func Sort(words, scratch []uint64) {
	if len(words) < few {
		slices.Sort(words)
		return
	}
	if len(scratch) < len(words) {
		scratch = make([]uint64, len(words))
	}
	from, to := words, scratch[:len(words)]
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
