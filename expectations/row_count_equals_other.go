package expectations

import (
	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/fold"
	"assay/engine/vector"
)

type rowCountEqualsOtherParams struct {
	Other DataPath `param:"other,bare,required" gx:"other_table_name" doc:"the other data: a file, a glob or a folder; relative to the suite's file"`
}

var _ = register(Def[rowCountEqualsOtherParams]{
	Name:  "row-count-equals-other",
	Alias: "expect_table_row_count_to_equal_other_table",
	Group: "other data",
	Title: "There are as many rows as in other data",
	Doc: `The number of rows must be that of the other data, which may be of any size and format that assay reads. What was observed is the number of rows here; the details hold both. With where, the rows that it selects here are counted.

Great Expectations compares two tables of one database; here the name is that of a file, a glob or a folder.`,
	Example: `- row-count-equals-other: yesterday.parquet`,
	Since:   "0.1",
	Domain:  Table,
	Expect:  func(p *rowCountEqualsOtherParams) string { return "as many rows as " + p.Other.String() },
	Fault:   func(p *rowCountEqualsOtherParams) string { return "another number of rows than " + p.Other.String() },
	Build: func(p *rowCountEqualsOtherParams, _ []arrow.Field, env *engine.Env) (engine.Kind, error) {
		src, err := openOther(p.Other, nil, env)
		if err != nil {
			return nil, err
		}
		return engine.Fold{
			Needs: []engine.Need{rowsNeed()},
			Other: &engine.OtherFold{Source: src, Needs: []engine.Need{rowsNeed()}},
			Judge: func(filled []fold.Accumulator) (engine.Observation, error) {
				here, there := filled[0].(*fold.Rows).Count(), filled[1].(*fold.Rows).Count()
				return engine.Observation{
					Success: here == there, Value: vector.IntScalar(here),
					Details: map[string]any{"here": vector.IntScalar(here), "other": vector.IntScalar(there)},
				}, nil
			},
		}, nil
	},
})
