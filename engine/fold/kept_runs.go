package fold

import (
	"cmp"

	"assay/engine/radix"
)

// sort moves the fresh words to the runs.
func (k *kept) sort() {
	if len(k.fresh) == 0 {
		return
	}
	if len(k.scratch) < len(k.fresh) {
		k.scratch = make([]uint64, len(k.fresh))
	}
	radix.Sort(k.fresh, k.scratch)
	different := 1
	for i, w := range k.fresh[1:] {
		if w != k.fresh[i] {
			different++
		}
	}
	fresh := make([]run, 0, different)
	for _, w := range k.fresh {
		if last := len(fresh) - 1; last >= 0 && fresh[last].word == w {
			fresh[last].count++
		} else {
			fresh = append(fresh, run{w, 1})
		}
	}
	k.runs = mergeRuns(k.runs, fresh)
	k.fresh = k.fresh[:0]
}

// mergeRuns joins two sorted lists.
func mergeRuns(a, b []run) []run {
	if len(a) == 0 {
		return b
	}
	merged := make([]run, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		switch cmp.Compare(a[0].word, b[0].word) {
		case -1:
			merged, a = append(merged, a[0]), a[1:]
		case 1:
			merged, b = append(merged, b[0]), b[1:]
		default:
			merged = append(merged, run{a[0].word, a[0].count + b[0].count})
			a, b = a[1:], b[1:]
		}
	}
	return append(append(merged, a...), b...)
}
