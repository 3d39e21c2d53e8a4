package expectations

import (
	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/fold"
	"assay/engine/vector"
)

type sumBetweenParams struct {
	oneColumn
	bounds
}

var _ = register(Def[sumBetweenParams]{
	Name:  "sum-between",
	Alias: "expect_column_sum_to_be_between",
	Group: "figures",
	Title: "The sum lies between two bounds",
	Doc: `The sum of the values that are not missing must lie between min and max. Both belong to the range unless strict_min or strict_max says otherwise, and either may be left out.

Integers and decimals are summed exactly and never overflow, floats are rounded once, at the end, and so is a sum of decimals that has more than 76 digits. The sum of nothing is 0. One cell that does not fit the column's type makes the expectation an error, since nothing can be said of the whole column.`,
	Example:  `- sum-between: {column: amount, min: 0, max: 1000000}`,
	Since:    "0.1",
	Domain:   SingleColumn,
	Accepts:  Numbers,
	Validate: func(p *sumBetweenParams) []Problem { return p.numeric() },
	Hint:     func(*sumBetweenParams) engine.Hint { return engine.HintNumber },
	Expect:   func(p *sumBetweenParams) string { return p.describe("sum") },
	Build: func(p *sumBetweenParams, _ []arrow.Field, env *engine.Env) (engine.Kind, error) {
		r, err := p.over(arrow.PrimitiveTypes.Float64, env)
		if err != nil {
			return nil, err
		}
		return observed(sumNeed(p.oneColumn), r, func(m *fold.Moments) (vector.Scalar, error) {
			sum := m.Sum()
			if sum.Lane == vector.Float { // undefined where infinities of both signs are among the values
				sum = figure(sum.F, true)
			}
			return sum, nil
		}), nil
	},
})
