package expectations

import (
	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
)

type noOverlapParams struct {
	columnSet
	otherKeys
}

var _ = register(Def[noOverlapParams]{
	Name:  "no-overlap",
	Group: "other data",
	Title: "No key is found in other data",
	Doc: `A row is unexpected where the value of the column, or the combination of the columns' values, is in a row of the other data too: the same user in the training set and in the test set, by which a model seems better than it is. To look for whole rows, name all the columns. Rows in which all of the columns are missing are passed over.

The other data are read once, and may be of any size and format that assay reads; keys beyond the budget of memory go to temporary files. Columns of CSV are read there as the types that they have here.`,
	Example: `- no-overlap: {columns: [user_id], in: train.parquet}`,
	Since:   "0.1",
	Domain:  ColumnSet,
	RowWise: true,
	Accepts: AnyType,
	Validate: func(p *noOverlapParams) []Problem {
		return append(p.columnSet.validate(1, "name one column or more"), p.otherKeys.validate(len(p.Columns))...)
	},
	Expect: func(p *noOverlapParams) string { return "not found in " + string(p.In) },
	Fault:  func(p *noOverlapParams) string { return "found in " + string(p.In) + " too" },
	Build: func(p *noOverlapParams, columns []arrow.Field, env *engine.Env) (engine.Kind, error) {
		src, there, err := p.open(columns, env)
		if err != nil {
			return nil, err
		}
		return engine.Keyed{Inputs: p.inputs(), Ignore: engine.IgnoreAllNull, Other: &engine.OtherKeys{Source: src, Inputs: there, Present: true}}, nil
	},
})
