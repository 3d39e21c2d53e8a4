package expectations

import (
	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/fold"
	"assay/engine/vector"
)

type uniqueValueRatioParams struct {
	columnSet
	bounds
}

var _ = register(Def[uniqueValueRatioParams]{
	Name:  "unique-value-ratio",
	Group: "uniqueness",
	Title: "The share of combinations that occur once lies between two bounds",
	Doc: `The number of combinations of values that occur in just one row, divided by the number of different combinations, must lie between min and max: 1 where no combination occurs twice, 0 where each does. This is deequ's unique value ratio. Both bounds belong to the range unless strict_min or strict_max says otherwise, and either may be left out; without bounds the expectation passes on any figure, and reports what was observed.

Rows in which all the columns are missing are not counted; within a combination a missing value equals another. It is exact: combinations that do not fit in memory are spilled to temporary files. Without any row it is 0. One cell that does not fit the column's type makes the expectation an error, since nothing can be said of the whole column.`,
	Example: `- unique-value-ratio: {columns: [email], min: 0.99}`,
	Since:   "0.1",
	Domain:  ColumnSet,
	Accepts: AnyType,
	Validate: func(p *uniqueValueRatioParams) []Problem {
		return append(p.columnSet.validate(1, "name one column, or several"), p.share()...)
	},
	Hint:   func(*uniqueValueRatioParams) engine.Hint { return engine.NoHint },
	Expect: func(p *uniqueValueRatioParams) string { return p.describe("unique value ratio") },
	Build: func(p *uniqueValueRatioParams, _ []arrow.Field, env *engine.Env) (engine.Kind, error) {
		return p.observe(combinationsNeed(p.columnSet), env, func(a fold.Accumulator) (vector.Scalar, error) {
			d := a.(*fold.Combinations)
			return ratio(d.Once(), d.Count()), nil
		})
	},
})
