package expectations

import (
	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/vector"
)

type missingTogetherParams struct{ columnSet }

var _ = register(Def[missingTogetherParams]{
	Name:  "missing-together",
	Group: "missing values",
	Title: "The columns are all missing or all there",
	Doc: `A row is unexpected where some of the columns have a value and others have none: a latitude without a longitude, an amount without a currency. NaN counts as missing, an empty string and a cell that does not fit its column's type are values.

Shares are of all rows. That one column must be there when another has some value, but not the other way round, is said by not-null with where: not-null: shipped_at, where: status == "shipped".`,
	Example: `- missing-together: [latitude, longitude]`,
	Since:   "0.1",
	Domain:  ColumnSet,
	RowWise: true,
	Accepts: AnyType,
	Validate: func(p *missingTogetherParams) []Problem {
		return p.validate(2, "name two columns or more")
	},
	Expect: func(*missingTogetherParams) string { return "all missing or none" },
	Build: func(p *missingTogetherParams, _ []arrow.Field, env *engine.Env) (engine.Kind, error) {
		return tableColumns{Columns: p.Columns}.complete(env, func(some, all, out vector.Mask) {
			out.Or(some)
			out.AndNot(all)
		})
	},
})
