package expectations

import (
	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/fold"
	"assay/engine/vector"
)

type medianBetweenParams struct {
	oneColumn
	bounds
}

var _ = register(Def[medianBetweenParams]{
	Name:  "median-between",
	Alias: "expect_column_median_to_be_between",
	Group: "figures",
	Title: "The median lies between two bounds",
	Doc: `The median of the values that are not missing must lie between min and max: the middle value in order, or the mean of the two middle ones where their number is even. Both bounds belong to the range unless strict_min or strict_max says otherwise, and either may be left out.

It is exact, not estimated, and takes little memory; only where the rows have an order, such as in a sorted column, the column is read twice. Without any value there is no median, and the expectation fails. Without bounds it passes on anything else, and reports what was observed. One cell that does not fit the column's type makes it an error, since nothing can be said of the whole column.`,
	Example:  `- median-between: {column: price, min: 10, max: 40}`,
	Since:    "0.1",
	Domain:   SingleColumn,
	Accepts:  Numbers,
	Validate: func(p *medianBetweenParams) []Problem { return p.numeric() },
	Hint:     func(*medianBetweenParams) engine.Hint { return engine.HintNumber },
	Expect:   func(p *medianBetweenParams) string { return p.describe("median") },
	Build: func(p *medianBetweenParams, _ []arrow.Field, env *engine.Env) (engine.Kind, error) {
		r, err := p.over(arrow.PrimitiveTypes.Float64, env)
		if err != nil {
			return nil, err
		}
		return observed(medianNeed(p.oneColumn), r, func(m *fold.Median) (vector.Scalar, error) {
			f, ok, err := m.Median()
			return figure(f, ok), err
		}), nil
	},
})
