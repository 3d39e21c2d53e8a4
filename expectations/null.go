package expectations

import (
	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/vector"
)

type nullParams struct{ oneColumn }

var _ = register(Def[nullParams]{
	Name:  "null",
	Alias: "expect_column_values_to_be_null",
	Group: "missing values",
	Title: "Every value is missing",
	Doc: `A row is unexpected where the column has a value. NaN in a floating-point column counts as missing; an empty string does not, unless the suite's null_values say so for CSV. A cell that does not fit the column's type is a value and therefore unexpected.

Shares are of all rows: with mostly: 0.9 one row in ten may have a value. Together with where it states when a column must stay empty.`,
	Example: `- null: cancelled_at
  where: status == "active"`,
	Since:   "0.1",
	Domain:  SingleColumn,
	RowWise: true,
	Accepts: AnyType,
	Expect:  func(*nullParams) string { return "no value at all" },
	Fault:   func(*nullParams) string { return "not missing" },
	Build: func(p *nullParams, _ []arrow.Field, _ *engine.Env) (engine.Kind, error) {
		return engine.Rows{
			Inputs:     []engine.Input{{Column: string(p.Column), Dict: true}},
			Ignore:     engine.IgnoreNone,
			JudgesNull: true,
			New: stateless(func(in []*vector.Vector, rows int, out *engine.Marks) error {
				in[0].MarkNull(out.Unexpected)
				out.Unexpected.Not(rows)
				return nil
			}),
			Proven: engine.ColumnStatistics.Empty,
		}, nil
	},
})
