package expectations

import (
	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/vector"
)

type notNullParams struct{ oneColumn }

var _ = register(Def[notNullParams]{
	Name:  "not-null",
	Alias: "expect_column_values_to_not_be_null",
	Group: "missing values",
	Title: "No value is missing",
	Doc: `A row is unexpected where the column has no value: null, or NaN in a floating-point column. An empty string is a value; in CSV, what counts as null is decided by the option null_values of the suite, by default the empty cell.

Shares are of all rows, so that mostly: 0.95 allows one row in twenty to be missing. A cell that does not fit the column's type is there, and so not missing; the finding valid-cells reports it. A table without rows meets this expectation; the finding not-empty rejects it.

Together with where it states when a column must be filled: where: status == "shipped" asks for a value in these rows alone. For several columns at once see rows-complete, any-complete and missing-together; for N/A and its like missing-values.`,
	Example: `- not-null: user_id`,
	Since:   "0.1",
	Domain:  SingleColumn,
	RowWise: true,
	Accepts: AnyType,
	Expect:  func(*notNullParams) string { return "no missing values" },
	Fault:   func(*notNullParams) string { return "missing" },
	Build: func(p *notNullParams, _ []arrow.Field, _ *engine.Env) (engine.Kind, error) {
		return engine.Rows{
			Inputs:     []engine.Input{{Column: string(p.Column), Dict: true}},
			Ignore:     engine.IgnoreNone,
			JudgesNull: true,
			New: stateless(func(in []*vector.Vector, _ int, out *engine.Marks) error {
				in[0].MarkNull(out.Unexpected)
				return nil
			}),
			Proven: func(facts engine.ColumnStatistics) bool { return facts.Nulls == 0 },
		}, nil
	},
})
