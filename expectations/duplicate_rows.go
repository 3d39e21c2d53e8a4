package expectations

import (
	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
)

type duplicateRowsParams struct{ tableColumns }

var _ = register(Def[duplicateRowsParams]{
	Name:  "duplicate-rows",
	Group: "uniqueness",
	Title: "No row occurs twice",
	Doc: `Every row that equals another one in all of the columns is unexpected: of three equal rows all three are. Without columns it looks at all that the data has, but for those that except names, such as a running number that makes every row different. A missing value equals another missing value; rows in which all the columns are missing are passed over, since any-complete finds those.

Values are compared exactly, also across files of one dataset. State that does not fit in memory is spilled to temporary files. A row with a cell that does not fit its column's type is unexpected.`,
	Example:  `- duplicate-rows: {except: [row_id]}`,
	Since:    "0.1",
	Domain:   ColumnSet,
	RowWise:  true,
	Accepts:  AnyType,
	Validate: func(p *duplicateRowsParams) []Problem { return p.problems() },
	Expect: func(p *duplicateRowsParams) string {
		return "no two rows equal in " + p.describe("every")
	},
	Build: func(p *duplicateRowsParams, _ []arrow.Field, env *engine.Env) (engine.Kind, error) {
		inputs, err := p.inputs(env.Schema)
		if err != nil {
			return nil, err
		}
		return engine.Keyed{Inputs: inputs, Ignore: engine.IgnoreAllNull}, nil
	},
})
