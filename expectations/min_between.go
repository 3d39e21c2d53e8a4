package expectations

import (
	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/fold"
	"assay/engine/vector"
)

type minBetweenParams struct {
	oneColumn
	bounds
}

var _ = register(Def[minBetweenParams]{
	Name:  "min-between",
	Alias: "expect_column_min_to_be_between",
	Group: "figures",
	Title: "The minimum lies between two bounds",
	Doc: `The least of the values that are not missing must lie between min and max. Both belong to the range unless strict_min or strict_max says otherwise, and either may be left out.

Numbers are compared exactly, dates and timestamps by time, strings byte by byte; bounds are written as for between. Without any value there is no minimum, and the expectation fails. Without bounds it passes on anything else, and reports what was observed. One cell that does not fit the column's type makes it an error, since nothing can be said of the whole column.`,
	Example:  `- min-between: {column: age, min: 18, max: 30}`,
	Since:    "0.1",
	Domain:   SingleColumn,
	Accepts:  Ordered,
	Validate: func(p *minBetweenParams) []Problem { return p.validate() },
	Hint:     func(p *minBetweenParams) engine.Hint { return p.hint() },
	Expect:   func(p *minBetweenParams) string { return p.describe("minimum") },
	Build: func(p *minBetweenParams, columns []arrow.Field, env *engine.Env) (engine.Kind, error) {
		r, err := p.over(columns[0].Type, env)
		if err != nil {
			return nil, err
		}
		return observed(extremesNeed(p.oneColumn), r, func(e *fold.Extremes) (vector.Scalar, error) {
			return e.Min(), nil
		}), nil
	},
})
