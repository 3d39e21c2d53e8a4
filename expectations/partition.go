package expectations

import (
	"fmt"
	"math"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/fold"
	"assay/engine/vector"
)

// Partition is a parameter that says how values are distributed: the weight of
// each of some values, or of each interval between edges.
type Partition struct {
	Values  []vector.Literal // discrete
	Bins    []float64        // continuous: the edges, one more than weights
	Weights []float64
	// Tails are the weights below the first edge and above the last; nil
	// where they are not given.
	Tails []float64
}

// Discrete reports whether the weights are those of values.
func (p Partition) Discrete() bool { return p.Bins == nil }

// Reported is the partition as reports show it, in Great Expectations' form.
func (p Partition) Reported() any {
	m := map[string]any{"weights": p.Weights}
	if p.Discrete() {
		m["values"] = p.Values
		return m
	}
	m["bins"] = p.Bins
	if p.Tails != nil {
		m["tail_weights"] = p.Tails
	}
	return m
}

// partitionParam is the name of the parameter in the suite.
const partitionParam = "partition"

// validate reports weights that are no shares of a whole, and edges that are
// out of order.
func (p Partition) validate() []Problem {
	bad := func(format string, args ...any) []Problem {
		return []Problem{{Param: partitionParam, Code: "bad-partition", Msg: fmt.Sprintf(format, args...)}}
	}
	switch {
	case len(p.Weights) == 0:
		return bad("the partition has no weights")
	case p.Discrete() && len(p.Values) != len(p.Weights):
		return bad("the partition has %d values and %d weights, and should have as many", len(p.Values), len(p.Weights))
	case !p.Discrete() && len(p.Bins) != len(p.Weights)+1:
		return bad("the partition has %d bin edges and %d weights, and should have one edge more than weights", len(p.Bins), len(p.Weights))
	case p.Tails != nil && len(p.Tails) != 2:
		return bad("tail_weights has %d weights, and should have two: below the first edge, and above the last", len(p.Tails))
	}
	for i := 1; i < len(p.Bins); i++ {
		if p.Bins[i] <= p.Bins[i-1] {
			return bad("the bin edge %g does not lie above the one before it, %g", p.Bins[i], p.Bins[i-1])
		}
	}
	return p.validateWeights(bad)
}

// validateWeights demands a sum of 1, as far as decimals can say it.
func (p Partition) validateWeights(bad func(string, ...any) []Problem) []Problem {
	const tolerance = 1e-5
	var sum float64
	for _, weights := range [][]float64{p.Weights, p.Tails} {
		for _, w := range weights {
			if w < 0 || math.IsInf(w, 0) {
				return bad("the weight %g is no share of a whole", w)
			}
			sum += w
		}
	}
	if math.Abs(sum-1) > tolerance {
		return bad("the weights add up to %g, and should to 1", sum)
	}
	return nil
}

// hint asks for a column that the partition is about.
func (p Partition) hint() engine.Hint {
	if p.Discrete() {
		return members{Values: p.Values}.hint()
	}
	return engine.HintNumber
}

// describe names the partition for people.
func (p Partition) describe() string {
	if p.Discrete() {
		return "the weights of " + members{Values: p.Values}.enumerate()
	}
	return fmt.Sprintf("the weights of %s from %g to %g", plural(len(p.Weights), "interval"), p.Bins[0], p.Bins[len(p.Bins)-1])
}

// numbersForBins refuses a column whose values lie in no interval.
func numbersForBins(f arrow.Field) error {
	if Numbers.Accept(f.Type) {
		return nil
	}
	return &engine.CheckError{
		Code: "wrong-type", Msg: fmt.Sprintf("a partition with bins takes %s, and the column %s is %s", Numbers, f.Name, f.Type),
		Hint: "list values with their weights",
	}
}

// judgeCounts is the kind of expectations that judge the different values of a
// column and how often each occurs.
func judgeCounts(c oneColumn, judge func(*fold.ValueCounts) (engine.Observation, error)) engine.Fold {
	return engine.Fold{
		Needs: []engine.Need{countsNeed(c)},
		Judge: func(filled []fold.Accumulator) (engine.Observation, error) {
			return judge(filled[0].(*fold.ValueCounts))
		},
	}
}

// plural is n of something: "1 interval", "2 intervals".
func plural(n int, what string) string {
	if n != 1 {
		what += "s"
	}
	return fmt.Sprintf("%d %s", n, what)
}
