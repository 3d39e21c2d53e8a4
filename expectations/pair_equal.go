package expectations

import (
	"fmt"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/vector"
)

type pairEqualParams struct {
	columnPair
	pairIgnore
}

var _ = register(Def[pairEqualParams]{
	Name:  "pair-equal",
	Alias: "expect_column_pair_values_to_be_equal",
	Group: "pairs and rules",
	Title: "Two columns are equal in every row",
	Doc: `A row is unexpected where the two values differ, and where one of them is missing. A row in which both are missing is passed over; with ignore_row_if: either_value_is_missing so is one with a single missing value. With neither every row is judged, and since a missing value equals nothing, those with two are unexpected as well.

Numbers of different types are compared exactly, strings byte by byte. Columns whose types cannot be compared (text with numbers) make this one expectation an error.`,
	Example:  `- pair-equal: {a: billed_total, b: paid_total}`,
	Since:    "0.1",
	Domain:   ColumnPair,
	RowWise:  true,
	Accepts:  AnyType,
	Validate: func(p *pairEqualParams) []Problem { return p.validate() },
	Expect:   func(p *pairEqualParams) string { return fmt.Sprintf("%s equal to %s", p.A, p.B) },
	Build: func(p *pairEqualParams, columns []arrow.Field, env *engine.Env) (engine.Kind, error) {
		kind := engine.Rows{Inputs: p.inputs(), Ignore: p.ignored()}
		var err error
		kind.New, err = related(vector.Eq, columns, env)
		return kind, err
	},
})
