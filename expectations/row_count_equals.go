package expectations

import (
	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
)

type rowCountEqualsParams struct {
	Value int64 `param:"value,bare,required" doc:"the number of rows"`
}

var _ = register(Def[rowCountEqualsParams]{
	Name:  "row-count-equals",
	Alias: "expect_table_row_count_to_equal",
	Group: "table",
	Title: "There are exactly so many rows",
	Doc: `The number of rows, over all files of the dataset, must be the given one. Rows without any value count like others. With where, the rows that it selects are counted: row-count-equals: 0 with a condition says that no row meets it.

Data without rows is rejected by the finding not-empty even where 0 is expected, unless the suite says allow_empty: true.`,
	Example:  `- row-count-equals: 500`,
	Since:    "0.1",
	Domain:   Table,
	Validate: func(p *rowCountEqualsParams) []Problem { return exactly(p.Value).validateValue() },
	Expect:   func(p *rowCountEqualsParams) string { return exactly(p.Value).describe("row count") },
	Build: func(p *rowCountEqualsParams, _ []arrow.Field, env *engine.Env) (engine.Kind, error) {
		r, err := exactly(p.Value).over(env)
		if err != nil {
			return nil, err
		}
		return rowCount(r), nil
	},
})
