package expectations

import (
	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/fold"
	"assay/engine/vector"
)

type rangeBetweenParams struct {
	oneColumn
	bounds
}

var _ = register(Def[rangeBetweenParams]{
	Name:  "range-between",
	Group: "figures",
	Title: "The range from least to greatest value lies between two bounds",
	Doc: `The greatest value less the least must lie between min and max: 0 where all values are equal. Both bounds belong to the range unless strict_min or strict_max says otherwise, and either may be left out; without bounds the expectation passes on any figure, and reports what was observed.

Missing values have no part in it. The difference is computed exactly and rounded once. A column without values has no range, and the expectation fails. One cell that does not fit the column's type makes the expectation an error, since nothing can be said of the whole column.`,
	Example:  `- range-between: {column: temperature, min: 5, max: 60}`,
	Since:    "0.1",
	Domain:   SingleColumn,
	Accepts:  Numbers,
	Validate: func(p *rangeBetweenParams) []Problem { return p.numeric() },
	Hint:     func(*rangeBetweenParams) engine.Hint { return engine.HintNumber },
	Expect:   func(p *rangeBetweenParams) string { return p.describe("range") },
	Build: func(p *rangeBetweenParams, _ []arrow.Field, env *engine.Env) (engine.Kind, error) {
		return p.observe(extremesNeed(p.oneColumn), env, func(a fold.Accumulator) (vector.Scalar, error) {
			return figure(a.(*fold.Extremes).Range()), nil
		})
	},
})
