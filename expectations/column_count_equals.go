package expectations

import (
	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
)

type columnCountEqualsParams struct {
	Value int64 `param:"value,bare,required" doc:"the number of columns"`
}

var _ = register(Def[columnCountEqualsParams]{
	Name:  "column-count-equals",
	Alias: "expect_table_column_count_to_equal",
	Group: "schema",
	Title: "There are exactly so many columns",
	Doc: `The number of columns of the data must be the given one.

The header or schema alone decides, so that columns without any value count like others, and data without rows is judged too. To say which columns, see columns-in-set and columns-in-order.`,
	Example:  `- column-count-equals: 12`,
	Since:    "0.1",
	Domain:   Table,
	NoWhere:  true,
	Validate: func(p *columnCountEqualsParams) []Problem { return exactly(p.Value).validateValue() },
	Expect:   func(p *columnCountEqualsParams) string { return exactly(p.Value).describe("column count") },
	Build: func(p *columnCountEqualsParams, _ []arrow.Field, env *engine.Env) (engine.Kind, error) {
		return columnCount(exactly(p.Value), env)
	},
})
