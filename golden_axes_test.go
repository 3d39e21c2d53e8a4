package assay_test

import (
	"fmt"
	"testing"
)

// axes are the ways in which a case may be run; each must give the same result.
// The first value of each axis makes the run that -update writes down.
var axes = [][]string{
	{"csv", "csv-chunks", "parquet", "parquet-groups", "parquet-plain", "arrow"}, // plain: without dictionaries
	{"rows=1024", "rows=1", "rows=2", "rows=3"},
	{"workers=1", "workers=4"},
	{"statistics", "no statistics"},
	{"memory=268435456", "memory=1"}, // bytes; with one, all state goes to temporary files
	{"outcomes", "outcomes and profile"},
}

// product lists every combination of the axes, as indexes into them.
func product(axes [][]string) [][]int {
	combinations := [][]int{nil}
	for _, axis := range axes {
		var longer [][]int
		for _, c := range combinations {
			for i := range axis {
				longer = append(longer, append(c[:len(c):len(c)], i))
			}
		}
		combinations = longer
	}
	return combinations
}

// pair is two values of different axes.
type pair struct{ axisA, a, axisB, b int }

func pairsOf(combination []int) []pair {
	var pairs []pair
	for i, a := range combination {
		for j := i + 1; j < len(combination); j++ {
			pairs = append(pairs, pair{i, a, j, combination[j]})
		}
	}
	return pairs
}

// pairwise picks combinations such that every two values of different axes meet
// in one of them: always the one in which most pairs meet for the first time.
func pairwise(axes [][]string) [][]int {
	all := product(axes)
	met := make(map[pair]bool)
	var picked [][]int
	for {
		best, most := -1, 0
		for i, c := range all {
			fresh := 0
			for _, p := range pairsOf(c) {
				if !met[p] {
					fresh++
				}
			}
			if fresh > most {
				best, most = i, fresh
			}
		}
		if best < 0 {
			return picked
		}
		picked = append(picked, all[best])
		for _, p := range pairsOf(all[best]) {
			met[p] = true
		}
	}
}

func TestPairwise(t *testing.T) {
	met := make(map[pair]bool)
	picked := pairwise(axes)
	for _, c := range picked {
		for _, p := range pairsOf(c) {
			met[p] = true
		}
	}
	for _, c := range product(axes) {
		for _, p := range pairsOf(c) {
			if !met[p] {
				t.Errorf("no run has both %s and %s", axes[p.axisA][p.a], axes[p.axisB][p.b])
			}
		}
	}
	if len(picked) >= len(product(axes)) {
		t.Errorf("%d combinations, no fewer than all of them", len(picked))
	}
	if got := fmt.Sprint(picked[0]); got != "[0 0 0 0 0 0]" {
		t.Errorf("the first run is %s, not that of the first values", got)
	}
}
