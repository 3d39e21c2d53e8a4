package expectations

import (
	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/fold"
	"assay/engine/vector"
)

type correlationBetweenParams struct {
	twoColumns
	bounds
}

var _ = register(Def[correlationBetweenParams]{
	Name:  "correlation-between",
	Group: "pairs and rules",
	Title: "The correlation of two columns lies between two bounds",
	Doc: `Pearson's correlation of two columns of numbers must lie between min and max. It is 1 where one grows with the other along a line, -1 where it falls, about 0 where neither. Both bounds belong to the range unless strict_min or strict_max says otherwise, and either may be left out; without bounds the expectation passes on any figure, and reports what was observed.

Only rows in which both hold a value have a part in it. It is computed from exact sums of products and rounded once. Fewer than two such rows, or a column whose values are all equal, have none, and an infinite value makes it undefined; then the expectation fails. One cell that does not fit the column's type makes the expectation an error, since nothing can be said of the whole column.`,
	Example:  `- correlation-between: {a: height, b: weight, min: 0.5}`,
	Since:    "0.1",
	Domain:   ColumnPair,
	Accepts:  Numbers,
	Validate: func(p *correlationBetweenParams) []Problem { return append(p.twoColumns.validate(), p.numeric()...) },
	Hint:     func(*correlationBetweenParams) engine.Hint { return engine.HintNumber },
	Expect:   func(p *correlationBetweenParams) string { return p.describe("correlation") },
	Build: func(p *correlationBetweenParams, _ []arrow.Field, env *engine.Env) (engine.Kind, error) {
		return p.observe(comomentsNeed(p.twoColumns), env, func(a fold.Accumulator) (vector.Scalar, error) {
			return figure(a.(*fold.Comoments).Correlation()), nil
		})
	},
})
