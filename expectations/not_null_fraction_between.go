package expectations

import (
	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/fold"
	"assay/engine/vector"
)

type notNullFractionBetweenParams struct {
	oneColumn
	bounds
}

var _ = register(Def[notNullFractionBetweenParams]{
	Name:  "not-null-fraction-between",
	Alias: "expect_column_proportion_of_non_null_values_to_be_between",
	Group: "missing values",
	Title: "The share of rows with a value lies between two bounds",
	Doc: `The number of rows that hold a value, divided by the number of rows, must lie between min and max. Null, and NaN in a floating-point column, are missing; an empty string is a value. Both bounds belong to the range unless strict_min or strict_max says otherwise, and either may be left out.

A table without rows has 0. Where only a lower bound is wanted, not-null with mostly says the same and shows the rows. Without bounds the expectation passes, and reports what was observed. One cell that does not fit the column's type makes it an error, since nothing can be said of the whole column.`,
	Example:  `- not-null-fraction-between: {column: phone, min: 0.4, max: 0.9}`,
	Since:    "0.1",
	Domain:   SingleColumn,
	Accepts:  AnyType,
	Validate: func(p *notNullFractionBetweenParams) []Problem { return p.share() },
	Hint:     func(*notNullFractionBetweenParams) engine.Hint { return engine.NoHint },
	Expect:   func(p *notNullFractionBetweenParams) string { return p.describe("share of rows with a value") },
	Build: func(p *notNullFractionBetweenParams, _ []arrow.Field, env *engine.Env) (engine.Kind, error) {
		return p.observe(cellsNeed(p.oneColumn), env, func(a fold.Accumulator) (vector.Scalar, error) {
			c := a.(*fold.Cells)
			return ratio(c.Values(), c.Rows()), nil
		})
	},
})
