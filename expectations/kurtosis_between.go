package expectations

import (
	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/fold"
	"assay/engine/vector"
)

type kurtosisBetweenParams struct {
	oneColumn
	bounds
	Sample bool `param:"sample" doc:"whether the figure is adjusted for its bias, as pandas does; SciPy, Spark and deequ do not"`
}

var _ = register(Def[kurtosisBetweenParams]{
	Name:  "kurtosis-between",
	Group: "figures",
	Title: "The kurtosis lies between two bounds",
	Doc: `The kurtosis of the values that are not missing must lie between min and max: m4 / m2² - 3 of the mean powers of the distance from the mean, or adjusted for its bias with sample: true. It is that in excess of a normal distribution, whose kurtosis is 0: positive where the tails are heavy. Both bounds belong to the range unless strict_min or strict_max says otherwise, and either may be left out; without bounds the expectation passes on any figure, and reports what was observed.

It is computed from exact sums and rounded once. A column without values (with sample, fewer than four), or whose values are all equal, has none, and an infinite value makes it undefined; then the expectation fails. One cell that does not fit the column's type makes the expectation an error, since nothing can be said of the whole column.`,
	Example:  `- kurtosis-between: {column: income, min: -1, max: 3}`,
	Since:    "0.1",
	Domain:   SingleColumn,
	Accepts:  Numbers,
	Validate: func(p *kurtosisBetweenParams) []Problem { return p.numeric() },
	Hint:     func(*kurtosisBetweenParams) engine.Hint { return engine.HintNumber },
	Expect:   func(p *kurtosisBetweenParams) string { return p.describe("kurtosis") },
	Build: func(p *kurtosisBetweenParams, _ []arrow.Field, env *engine.Env) (engine.Kind, error) {
		return p.observe(shapeNeed(p.oneColumn), env, func(a fold.Accumulator) (vector.Scalar, error) {
			return figure(a.(*fold.Shape).Kurtosis(p.Sample)), nil
		})
	},
})
