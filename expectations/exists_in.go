package expectations

import (
	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
)

type existsInParams struct {
	columnSet
	otherKeys
}

var _ = register(Def[existsInParams]{
	Name:  "exists-in",
	Group: "other data",
	Title: "Every key is found in other data",
	Doc: `A row is unexpected where the value of the column, or the combination of the columns' values, is in no row of the other data: a foreign key without its row. Rows in which one of the columns is missing are passed over, as SQL does.

The other data are read once, and may be of any size and format that assay reads; keys beyond the budget of memory go to temporary files. Columns of CSV are read there as the types that they have here.`,
	Example: `- exists-in: {columns: customer_id, in: customers.csv, other_columns: id}`,
	Since:   "0.1",
	Domain:  ColumnSet,
	RowWise: true,
	Accepts: AnyType,
	Validate: func(p *existsInParams) []Problem {
		return append(p.columnSet.validate(1, "name one column or more"), p.otherKeys.validate(len(p.Columns))...)
	},
	Expect: func(p *existsInParams) string { return "found in " + string(p.In) },
	Fault:  func(p *existsInParams) string { return "not found in " + string(p.In) },
	Build: func(p *existsInParams, columns []arrow.Field, env *engine.Env) (engine.Kind, error) {
		src, there, err := p.open(columns, env)
		if err != nil {
			return nil, err
		}
		return engine.Keyed{Inputs: p.inputs(), Ignore: engine.IgnoreAnyNull, Other: &engine.OtherKeys{Source: src, Inputs: there}}, nil
	},
})
