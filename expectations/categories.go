package expectations

import (
	"cmp"
	"maps"
	"slices"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/fold"
	"assay/engine/vector"
)

// maxCategories is how many values that nobody expected a result lists.
const maxCategories = 1000

// category is a value of which a weight is expected.
type category struct {
	value  vector.Scalar
	weight float64
	count  int64
}

// categories are the values of a discrete partition, as a column of type t has
// them.
func (p Partition) categories(t arrow.DataType, env *engine.Env) ([]category, error) {
	list := make([]category, len(p.Values))
	for i, l := range p.Values {
		s, err := vector.ScalarOf(l, t, env.Zone)
		if err != nil {
			return nil, checkError(err)
		}
		list[i] = category{value: s, weight: p.Weights[i]}
	}
	seen := slices.Clone(list)
	slices.SortFunc(seen, func(a, b category) int { return compareAny(a.value, b.value) })
	for i := 1; i < len(seen); i++ {
		if compareAny(seen[i-1].value, seen[i].value) == 0 {
			return nil, &engine.CheckError{Code: "bad-partition", Msg: "the value " + seen[i].value.Text() + " stands in the partition twice"}
		}
	}
	return list, nil
}

// census is how the values of a column fall into categories.
type census struct {
	expected []category // as the partition lists them
	others   []category // values that nobody expected: the first, the most frequent ahead
	// profile says how many of the others occur once, twice and so on.
	profile map[int64]int64
	total   int64
}

// takeCensus walks through the values of a column, which are in order.
func takeCensus(counts *fold.ValueCounts, expected []category) (*census, error) {
	c := &census{expected: slices.Clone(expected), profile: make(map[int64]int64), total: counts.Count()}
	order := make([]int, len(expected))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return compareAny(expected[a].value, expected[b].value) })
	err := counts.Each(func(value vector.Scalar, n int64) error {
		for len(order) > 0 && compareAny(expected[order[0]].value, value) < 0 {
			order = order[1:]
		}
		if len(order) > 0 && compareAny(expected[order[0]].value, value) == 0 {
			c.expected[order[0]].count = n
			return nil
		}
		c.profile[n]++
		if len(c.others) < maxCategories {
			c.others = append(c.others, category{value: value, count: n})
		}
		return nil
	})
	slices.SortStableFunc(c.others, func(a, b category) int { return cmp.Compare(b.count, a.count) })
	return c, err
}

// strangers is the number of different values that nobody expected.
func (c *census) strangers() int64 {
	var n int64
	for _, values := range c.profile {
		n += values
	}
	return n
}

// holdOut gives the values that nobody expected a share of the whole, in equal
// parts, at the cost of the others.
func (c *census) holdOut(share float64) (each float64) {
	strangers := c.strangers()
	if strangers == 0 {
		return 0
	}
	for i := range c.expected {
		c.expected[i].weight *= 1 - share
	}
	each = share / float64(strangers)
	for i := range c.others {
		c.others[i].weight = each
	}
	return each
}

// cells are the categories as counts with weights: the expected ones, and the
// others by falling count, those of equal count as one with a multiplicity.
func (c *census) cells(each float64) []cell {
	var list []cell
	for _, e := range c.expected {
		list = append(list, cell{float64(e.count), e.weight, 1})
	}
	for _, n := range slices.Backward(slices.Sorted(maps.Keys(c.profile))) {
		list = append(list, cell{float64(n), each, float64(c.profile[n])})
	}
	return list
}

// partitions are the observed and the expected distribution, for details. The
// weights of both add up to 1 where normal.
func (c *census) partitions(normal bool) map[string]any {
	values := []vector.Scalar{}
	var observed, expected []float64
	for _, list := range [][]category{c.expected, c.others} {
		for _, e := range list {
			values = append(values, e.value)
			observed = append(observed, float64(e.count)/float64(c.total))
			expected = append(expected, e.weight)
		}
	}
	if normal {
		scale(expected)
	}
	return map[string]any{
		"observed_partition": map[string]any{"values": values, "weights": figures(observed)},
		"expected_partition": map[string]any{"values": values, "weights": figures(expected)},
	}
}

// scale makes weights add up to 1.
func scale(weights []float64) {
	var sum float64
	for _, w := range weights {
		sum += w
	}
	for i := range weights {
		weights[i] /= sum
	}
}

// figures are numbers for a result; NaN is null.
func figures(list []float64) []vector.Scalar {
	out := make([]vector.Scalar, len(list))
	for i, f := range list {
		out[i] = figure(f, true)
	}
	return out
}
