package expectations

import (
	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/vector"
)

type columnCountBetweenParams struct{ counts }

var _ = register(Def[columnCountBetweenParams]{
	Name:  "column-count-between",
	Alias: "expect_table_column_count_to_be_between",
	Group: "schema",
	Title: "The number of columns lies between two bounds",
	Doc: `The number of columns of the data must lie between min and max. Both belong to the range unless strict_min or strict_max says otherwise, and either may be left out.

The header or schema alone decides, so that columns without any value count like others, and data without rows is judged too.`,
	Example:  `- column-count-between: {min: 3, max: 12}`,
	Since:    "0.1",
	Domain:   Table,
	NoWhere:  true,
	Validate: func(p *columnCountBetweenParams) []Problem { return p.validate() },
	Expect:   func(p *columnCountBetweenParams) string { return p.describe("column count") },
	Build: func(p *columnCountBetweenParams, _ []arrow.Field, env *engine.Env) (engine.Kind, error) {
		return columnCount(p.counts, env)
	},
})

// columnCount judges the number of columns.
func columnCount(within counts, env *engine.Env) (engine.Kind, error) {
	r, err := within.over(env)
	if err != nil {
		return nil, err
	}
	n := vector.IntScalar(int64(env.Schema.NumFields()))
	return known(engine.Observation{Success: inside(r, n), Value: n}), nil
}
