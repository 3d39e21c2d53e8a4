package expectations

import (
	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/fold"
	"assay/engine/vector"
)

type rowCountBetweenParams struct{ counts }

var _ = register(Def[rowCountBetweenParams]{
	Name:  "row-count-between",
	Alias: "expect_table_row_count_to_be_between",
	Group: "table",
	Title: "The number of rows lies between two bounds",
	Doc: `The number of rows, over all files of the dataset, must lie between min and max. Both belong to the range unless strict_min or strict_max says otherwise, and either may be left out.

Rows without any value count like others. With where, the rows that it selects are counted. Data without rows is rejected by the finding not-empty even where max alone is given.`,
	Example:  `- row-count-between: {min: 1000, max: 2000000}`,
	Since:    "0.1",
	Domain:   Table,
	Validate: func(p *rowCountBetweenParams) []Problem { return p.validate() },
	Expect:   func(p *rowCountBetweenParams) string { return p.describe("row count") },
	Build: func(p *rowCountBetweenParams, _ []arrow.Field, env *engine.Env) (engine.Kind, error) {
		r, err := p.over(env)
		if err != nil {
			return nil, err
		}
		return rowCount(r), nil
	},
})

// rowCount judges the number of rows.
func rowCount(r *vector.Range) engine.Fold {
	return observed(rowsNeed(), r, func(rows *fold.Rows) (vector.Scalar, error) {
		return vector.IntScalar(rows.Count()), nil
	})
}
