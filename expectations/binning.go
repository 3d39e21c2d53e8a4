package expectations

import (
	"cmp"
	"maps"
	"math"
	"slices"

	"assay/engine/fold"
	"assay/engine/vector"
)

// binning puts the values of one column of a pair into categories.
type binning struct {
	edges []float64 // given
	count int       // of bins, or of values that are categories of their own

	numbers bool
	values  map[string]int // category of a value, by its JSON
}

// The categories beside the bins and the listed values.
const (
	missingCategory = -1
	otherCategory   = -2
)

// prepare looks through the values of the column to decide on the categories.
func (b *binning) prepare(pairs *fold.PairCounts, side int) error {
	low, high := math.Inf(1), math.Inf(-1)
	var frequent []category // the most frequent first
	err := pairs.Marginal(side, func(v vector.Scalar, n int64) error {
		switch x, isNumber := v.Number(); {
		case v.IsNull():
		case isNumber && Numbers.Accept(v.Type):
			b.numbers = true
			low, high = min(low, x), max(high, x)
		default:
			frequent = insertFrequent(frequent, category{value: v, count: n}, b.count)
		}
		return nil
	})
	if b.numbers {
		b.setEdges(low, high)
		return err
	}
	b.values = make(map[string]int)
	for i, c := range frequent {
		b.values[string(c.value.AppendJSON(nil))] = i
	}
	return err
}

// insertFrequent adds a value to a list of the most frequent ones, of which it
// keeps at most so many.
func insertFrequent(list []category, c category, most int) []category {
	at, _ := slices.BinarySearchFunc(list, c.count-1, func(have category, count int64) int { return cmp.Compare(count, have.count) })
	list = slices.Insert(list, at, c)
	return list[:min(len(list), most)]
}

// setEdges widens the edges to the least and the greatest value, or makes bins
// of equal width between these.
func (b *binning) setEdges(low, high float64) {
	if b.edges == nil {
		if low == high {
			low, high = low-0.5, high+0.5
		}
		for i := range b.count + 1 {
			b.edges = append(b.edges, low+(high-low)*float64(i)/float64(b.count))
		}
		return
	}
	edges := slices.Clone(b.edges)
	if low < edges[0] {
		edges = slices.Insert(edges, 0, low)
	}
	if high > edges[len(edges)-1] {
		edges = append(edges, high)
	}
	b.edges = edges
}

// category is where a value belongs; the last edge is in the last bin.
func (b *binning) category(v vector.Scalar) int {
	if v.IsNull() {
		return missingCategory
	}
	if b.numbers {
		x, _ := v.Number()
		at, found := slices.BinarySearch(b.edges, x)
		if !found {
			at--
		}
		return min(at, len(b.edges)-2)
	}
	if at, ok := b.values[string(v.AppendJSON(nil))]; ok {
		return at
	}
	return otherCategory
}

func sortedKeys[V any](m map[int]V) []int { return slices.Sorted(maps.Keys(m)) }
