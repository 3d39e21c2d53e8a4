package expectations

import (
	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/vector"
)

type columnsEqualParams struct {
	columnSet
	setIgnore
}

var _ = register(Def[columnsEqualParams]{
	Name:  "columns-equal",
	Alias: "expect_multicolumn_values_to_be_equal",
	Group: "pairs and rules",
	Title: "Several columns are equal in every row",
	Doc: `A row is unexpected where one of the columns differs from the first. Missing values are equal to each other and to nothing else. Rows in which all the columns are missing are passed over; with ignore_row_if: any_value_is_missing so are those with one missing value, and with never every row is judged.

Numbers of different types are compared exactly, strings byte by byte. Values of types that cannot be compared, such as text and numbers, are never equal.`,
	Example: `- columns-equal: [total, total_paid, total_booked]`,
	Since:   "0.1",
	Domain:  ColumnSet,
	RowWise: true,
	Accepts: AnyType,
	Validate: func(p *columnsEqualParams) []Problem {
		return p.validate(2, "name two columns or more")
	},
	Expect: func(*columnsEqualParams) string { return "all equal" },
	Build: func(p *columnsEqualParams, columns []arrow.Field, env *engine.Env) (engine.Kind, error) {
		return engine.Rows{
			Inputs: p.inputs(),
			Ignore: p.ignored(),
			New: func() engine.Predicate {
				r := &rowEqualities{}
				for b := range columns[1:] {
					r.pairs = append(r.pairs, newEquality(columns, 0, b+1, env))
				}
				return engine.PredicateFunc(r.markUnequal)
			},
		}, nil
	},
})

// markUnequal marks the rows in which a pair is not equal.
func (r *rowEqualities) markUnequal(in []*vector.Vector, rows int, out *engine.Marks) error {
	for _, e := range r.pairs {
		equal := r.of(e, in, rows)
		equal.Not(rows)
		out.Unexpected.Or(equal)
	}
	return nil
}
