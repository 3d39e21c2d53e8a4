package expectations

import (
	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/fold"
	"assay/engine/vector"
)

type stdevBetweenParams struct {
	oneColumn
	bounds
}

var _ = register(Def[stdevBetweenParams]{
	Name:  "stdev-between",
	Alias: "expect_column_stdev_to_be_between",
	Group: "figures",
	Title: "The standard deviation lies between two bounds",
	Doc: `The standard deviation of the values that are not missing must lie between min and max. It is that of a sample, with n - 1 in the denominator: of 1 to 10 it is 3.02765. Both bounds belong to the range unless strict_min or strict_max says otherwise, and either may be left out.

One value alone has no standard deviation, nor has a column with infinite values. The sums behind it are kept exactly, so that even values far from zero lose nothing. Without two values there is no standard deviation, and the expectation fails. Without bounds it passes on anything else, and reports what was observed. One cell that does not fit the column's type makes it an error, since nothing can be said of the whole column.`,
	Example:  `- stdev-between: {column: price, max: 12.5}`,
	Since:    "0.1",
	Domain:   SingleColumn,
	Accepts:  Numbers,
	Validate: func(p *stdevBetweenParams) []Problem { return p.numeric() },
	Hint:     func(*stdevBetweenParams) engine.Hint { return engine.HintNumber },
	Expect:   func(p *stdevBetweenParams) string { return p.describe("standard deviation") },
	Build: func(p *stdevBetweenParams, _ []arrow.Field, env *engine.Env) (engine.Kind, error) {
		r, err := p.over(arrow.PrimitiveTypes.Float64, env)
		if err != nil {
			return nil, err
		}
		return observed(momentsNeed(p.oneColumn), r, func(m *fold.Moments) (vector.Scalar, error) {
			return figure(m.Stdev()), nil
		}), nil
	},
})
