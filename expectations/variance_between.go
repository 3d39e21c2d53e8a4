package expectations

import (
	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/fold"
	"assay/engine/vector"
)

type varianceBetweenParams struct {
	oneColumn
	bounds
}

var _ = register(Def[varianceBetweenParams]{
	Name:  "variance-between",
	Group: "figures",
	Title: "The variance lies between two bounds",
	Doc: `The variance of the values that are not missing, with n - 1 in the denominator, must lie between min and max: the square of what stdev-between judges. Both bounds belong to the range unless strict_min or strict_max says otherwise, and either may be left out; without bounds the expectation passes on any figure, and reports what was observed.

It is computed from exact sums and rounded once. Fewer than two values have no variance, and an infinite one makes it undefined; then the expectation fails. One cell that does not fit the column's type makes the expectation an error, since nothing can be said of the whole column.`,
	Example:  `- variance-between: {column: age, max: 400}`,
	Since:    "0.1",
	Domain:   SingleColumn,
	Accepts:  Numbers,
	Validate: func(p *varianceBetweenParams) []Problem { return p.numeric() },
	Hint:     func(*varianceBetweenParams) engine.Hint { return engine.HintNumber },
	Expect:   func(p *varianceBetweenParams) string { return p.describe("variance") },
	Build: func(p *varianceBetweenParams, _ []arrow.Field, env *engine.Env) (engine.Kind, error) {
		return p.observe(momentsNeed(p.oneColumn), env, func(a fold.Accumulator) (vector.Scalar, error) {
			return figure(a.(*fold.Moments).Variance()), nil
		})
	},
})
