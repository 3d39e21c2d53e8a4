package expectations

import (
	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/fold"
	"assay/engine/vector"
)

type zerosFractionBetweenParams struct {
	oneColumn
	bounds
}

var _ = register(Def[zerosFractionBetweenParams]{
	Name:  "zeros-fraction-between",
	Group: "figures",
	Title: "The share of zeros lies between two bounds",
	Doc: `The number of values that are 0, divided by the number of values, must lie between min and max. Missing values are not counted, neither among the zeros nor among the values. Both bounds belong to the range unless strict_min or strict_max says otherwise, and either may be left out; without bounds the expectation passes on any figure, and reports what was observed.

A column without values has 0. 0.0, -0.0 and 0.00 are zeros. One cell that does not fit the column's type makes the expectation an error, since nothing can be said of the whole column.`,
	Example:  `- zeros-fraction-between: {column: discount, min: 0.2, max: 0.9}`,
	Since:    "0.1",
	Domain:   SingleColumn,
	Accepts:  Numbers,
	Validate: func(p *zerosFractionBetweenParams) []Problem { return p.share() },
	Hint:     func(*zerosFractionBetweenParams) engine.Hint { return engine.HintNumber },
	Expect:   func(p *zerosFractionBetweenParams) string { return p.describe("share of zeros") },
	Build: func(p *zerosFractionBetweenParams, _ []arrow.Field, env *engine.Env) (engine.Kind, error) {
		return p.observe(zerosNeed(p.oneColumn), env, func(a fold.Accumulator) (vector.Scalar, error) {
			z := a.(*fold.Zeros)
			return ratio(z.Zeros(), z.Values()), nil
		})
	},
})
