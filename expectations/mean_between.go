package expectations

import (
	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/fold"
	"assay/engine/vector"
)

type meanBetweenParams struct {
	oneColumn
	bounds
}

var _ = register(Def[meanBetweenParams]{
	Name:  "mean-between",
	Alias: "expect_column_mean_to_be_between",
	Group: "figures",
	Title: "The mean lies between two bounds",
	Doc: `The arithmetic mean of the values that are not missing must lie between min and max. Both belong to the range unless strict_min or strict_max says otherwise, and either may be left out.

The sum is kept exactly and the mean rounded once, so that it does not depend on the order in which rows were read. Without any value there is no mean, and the expectation fails. Without bounds it passes on anything else, and reports what was observed. One cell that does not fit the column's type makes it an error, since nothing can be said of the whole column.`,
	Example:  `- mean-between: {column: price, min: 10.0, max: 50.0}`,
	Since:    "0.1",
	Domain:   SingleColumn,
	Accepts:  Numbers,
	Validate: func(p *meanBetweenParams) []Problem { return p.numeric() },
	Hint:     func(*meanBetweenParams) engine.Hint { return engine.HintNumber },
	Expect:   func(p *meanBetweenParams) string { return p.describe("mean") },
	Build: func(p *meanBetweenParams, _ []arrow.Field, env *engine.Env) (engine.Kind, error) {
		r, err := p.over(arrow.PrimitiveTypes.Float64, env)
		if err != nil {
			return nil, err
		}
		return observed(sumNeed(p.oneColumn), r, func(m *fold.Moments) (vector.Scalar, error) {
			return figure(m.Mean()), nil
		}), nil
	},
})
