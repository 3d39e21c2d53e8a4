package fold

import "testing"

// TestMiddleIsFoundOrLost asks for the middle of bags of which the words that lie
// below and above the others were dropped.
func TestMiddleIsFoundOrLost(t *testing.T) {
	for below := range int64(6) {
		for above := range int64(6) {
			for size := range int64(4) {
				k := kept{low: 10, high: 20, below: below, narrowed: true}
				for i := range size {
					k.runs = append(k.runs, run{uint64(10 + i), 1})
				}
				total := below + size + above
				low, high := (total-1)/2, total/2
				want := total == 0 || low >= below && high < below+size
				if got := k.finish(total); got != want {
					t.Errorf("%d below, %d kept, %d above: found %v", below, size, above, got)
				}
				if want && total > 0 && (k.at(low) != uint64(10+low-below) || k.at(high) != uint64(10+high-below)) {
					t.Errorf("%d below, %d kept, %d above: %d and %d are in the middle", below, size, above, k.at(low), k.at(high))
				}
			}
		}
	}
}

// TestWordsAreSortedInAndOut takes in words on either side of the range, at its
// ends and within it.
func TestWordsAreSortedInAndOut(t *testing.T) {
	words := []uint64{9, 10, 10, 15, 20, 21, 0, ^uint64(0), 20}
	runs := make([]run, len(words))
	for i, w := range words {
		runs[i] = run{w, 1}
	}
	for name, take := range map[string]func(k *kept){
		"words": func(k *kept) { k.take(words); k.sort() },
		"runs":  func(k *kept) { k.addRuns(runs, 9) },
	} {
		k := kept{low: 10, high: 20}
		take(&k)
		if k.below != 2 || k.size() != 5 || k.at(2) != 10 || k.at(3) != 10 || k.at(4) != 15 || k.at(6) != 20 {
			t.Errorf("%s: %d below, kept %v", name, k.below, k.runs)
		}
	}
}
