package expectations

import (
	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/fold"
	"assay/engine/vector"
)

type distinctCountBetweenParams struct {
	oneColumn
	counts
}

var _ = register(Def[distinctCountBetweenParams]{
	Name:  "distinct-count-between",
	Alias: "expect_column_unique_value_count_to_be_between",
	Group: "figures",
	Title: "The number of different values lies between two bounds",
	Doc: `The number of different values must lie between min and max. Missing values are not counted. Both bounds belong to the range unless strict_min or strict_max says otherwise, and either may be left out; without bounds the expectation passes, and reports what was observed.

It is exact, not estimated: values that do not fit in memory are spilled to temporary files. A column without values has 0. One cell that does not fit the column's type makes the expectation an error, since nothing can be said of the whole column.`,
	Example:  `- distinct-count-between: {column: country, min: 2, max: 30}`,
	Since:    "0.1",
	Domain:   SingleColumn,
	Accepts:  AnyType,
	Validate: func(p *distinctCountBetweenParams) []Problem { return p.validate() },
	Hint:     func(p *distinctCountBetweenParams) engine.Hint { return engine.NoHint },
	Expect:   func(p *distinctCountBetweenParams) string { return p.describe("distinct count") },
	Build: func(p *distinctCountBetweenParams, _ []arrow.Field, env *engine.Env) (engine.Kind, error) {
		r, err := p.over(env)
		if err != nil {
			return nil, err
		}
		return observed(distinctNeed(p.oneColumn), r, func(d *fold.Distinct) (vector.Scalar, error) {
			return vector.IntScalar(d.Count()), nil
		}), nil
	},
})
