package expectations

import (
	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/vector"
)

type anyCompleteParams struct{ tableColumns }

var _ = register(Def[anyCompleteParams]{
	Name:  "any-complete",
	Group: "missing values",
	Title: "Every row has a value in at least one column",
	Doc: `A row is unexpected where none of the columns has a value: a customer without telephone and without email. Without columns it looks at all that the data has, and finds blank rows. NaN counts as missing, an empty string and a cell that does not fit its column's type are values.

Shares are of all rows. That some of the columns have a value only together is said by missing-together.`,
	Example:  `- any-complete: [email, phone]`,
	Since:    "0.1",
	Domain:   ColumnSet,
	RowWise:  true,
	Accepts:  AnyType,
	Validate: func(p *anyCompleteParams) []Problem { return p.problems() },
	Expect:   func(p *anyCompleteParams) string { return "a value in " + p.describe("at least one") },
	Build: func(p *anyCompleteParams, _ []arrow.Field, env *engine.Env) (engine.Kind, error) {
		return p.complete(env, func(_, all, out vector.Mask) { out.Or(all) })
	},
})
