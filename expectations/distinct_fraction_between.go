package expectations

import (
	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/fold"
	"assay/engine/vector"
)

type distinctFractionBetweenParams struct {
	oneColumn
	bounds
}

var _ = register(Def[distinctFractionBetweenParams]{
	Name:  "distinct-fraction-between",
	Alias: "expect_column_proportion_of_unique_values_to_be_between",
	Group: "figures",
	Title: "The share of different values lies between two bounds",
	Doc: `The number of different values, divided by the number of values, must lie between min and max: 1 where no value occurs twice, close to 0 where few values occur again and again. Missing values are not counted. Both bounds belong to the range unless strict_min or strict_max says otherwise, and either may be left out.

It is exact, not estimated: values that do not fit in memory are spilled to temporary files. A column without values has 0. Without bounds the expectation passes, and reports what was observed. Of several columns together, distinctness says the same. One cell that does not fit the column's type makes it an error.`,
	Example:  `- distinct-fraction-between: {column: session_id, min: 0.9}`,
	Since:    "0.1",
	Domain:   SingleColumn,
	Accepts:  AnyType,
	Validate: func(p *distinctFractionBetweenParams) []Problem { return p.share() },
	Hint:     func(*distinctFractionBetweenParams) engine.Hint { return engine.NoHint },
	Expect:   func(p *distinctFractionBetweenParams) string { return p.describe("share of different values") },
	Build: func(p *distinctFractionBetweenParams, _ []arrow.Field, env *engine.Env) (engine.Kind, error) {
		return p.observe(distinctNeed(p.oneColumn), env, func(a fold.Accumulator) (vector.Scalar, error) {
			d := a.(*fold.Distinct)
			return ratio(d.Count(), d.Values()), nil
		})
	},
})
