package expectations

import (
	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/vector"
)

// complete is the kind of expectations about which cells of a row are missing.
// judge gets, for the rows of a batch, where some of them and where all are.
func (c tableColumns) complete(env *engine.Env, judge func(some, all, out vector.Mask)) (engine.Kind, error) {
	inputs, err := c.inputs(env.Schema)
	if err != nil {
		return nil, err
	}
	for i := range inputs {
		inputs[i].Dict = true
	}
	return engine.Rows{
		Inputs: inputs, Ignore: engine.IgnoreNone, JudgesNull: true,
		New: func() engine.Predicate {
			var some, all, null vector.Mask
			return engine.PredicateFunc(func(in []*vector.Vector, rows int, out *engine.Marks) error {
				some, all = some.Grow(rows), all.Grow(rows)
				all.Fill(rows)
				for _, v := range in {
					null = null.Grow(rows)
					v.MarkNull(null)
					some.Or(null)
					all.And(null)
				}
				judge(some, all, out.Unexpected)
				return nil
			})
		},
	}, nil
}

type rowsCompleteParams struct{ tableColumns }

var _ = register(Def[rowsCompleteParams]{
	Name:  "rows-complete",
	Group: "missing values",
	Title: "No cell of a row is missing",
	Doc: `A row is unexpected where one of the columns has no value: null, or NaN in a floating-point column. Without columns it looks at all that the data has. An empty string is a value, and so is a cell that does not fit its column's type.

It counts rows where not-null, given several columns, counts the missing cells of each: mostly: 0.9 says that nine rows in ten can be used as they are. Shares are of all rows.`,
	Example: `- rows-complete: [user_id, age, country]
  mostly: 0.9`,
	Since:    "0.1",
	Domain:   ColumnSet,
	RowWise:  true,
	Accepts:  AnyType,
	Validate: func(p *rowsCompleteParams) []Problem { return p.problems() },
	Expect:   func(p *rowsCompleteParams) string { return "a value in " + p.describe("each") },
	Build: func(p *rowsCompleteParams, _ []arrow.Field, env *engine.Env) (engine.Kind, error) {
		return p.complete(env, func(some, _, out vector.Mask) { out.Or(some) })
	},
})
