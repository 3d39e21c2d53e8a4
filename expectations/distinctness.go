package expectations

import (
	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/fold"
	"assay/engine/vector"
)

type distinctnessParams struct {
	columnSet
	bounds
}

var _ = register(Def[distinctnessParams]{
	Name:  "distinctness",
	Group: "uniqueness",
	Title: "The share of different combinations lies between two bounds",
	Doc: `The number of different combinations of values, divided by the number of rows, must lie between min and max: 1 where no combination occurs twice. This is deequ's distinctness; of a single column it is what distinct-fraction-between says. Both bounds belong to the range unless strict_min or strict_max says otherwise, and either may be left out; without bounds the expectation passes on any figure, and reports what was observed.

Rows in which all the columns are missing are not counted; within a combination a missing value equals another. It is exact: combinations that do not fit in memory are spilled to temporary files. Without any row it is 0. One cell that does not fit the column's type makes the expectation an error, since nothing can be said of the whole column.`,
	Example: `- distinctness: {columns: [first_name, birthday], min: 0.95}`,
	Since:   "0.1",
	Domain:  ColumnSet,
	Accepts: AnyType,
	Validate: func(p *distinctnessParams) []Problem {
		return append(p.columnSet.validate(1, "name one column, or several"), p.share()...)
	},
	Hint:   func(*distinctnessParams) engine.Hint { return engine.NoHint },
	Expect: func(p *distinctnessParams) string { return p.describe("distinctness") },
	Build: func(p *distinctnessParams, _ []arrow.Field, env *engine.Env) (engine.Kind, error) {
		return p.observe(combinationsNeed(p.columnSet), env, func(a fold.Accumulator) (vector.Scalar, error) {
			d := a.(*fold.Combinations)
			return ratio(d.Count(), d.Rows()), nil
		})
	},
})
