package expectations

import (
	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/vector"
)

type decreasingParams struct{ direction }

var _ = register(Def[decreasingParams]{
	Name:  "decreasing",
	Alias: "expect_column_values_to_be_decreasing",
	Group: "order and time",
	Title: "No value is above the one before it",
	Doc: `A value is unexpected where it is above the one before it; with strictly: true also where it equals it. Missing values are left out first, so that a value is compared with the last one that was there; it is the later of the two that is unexpected, and the first value never is.

The order is that of the rows, and of the files where there are several, or that of the column by; rows that it does not tell apart stay in their own order, and those where it is missing are passed over. With group_by each group is an order of its own, and a missing value equals another. Dates and timestamps are compared by time, strings byte by byte. With where, the selected rows are compared with each other, as if the others were not there.

With by or group_by the rows are sorted, in temporary files where they do not fit in memory, and the column and by must be integers, floats, dates or times. The rows that are unexpected are remembered by a bit for each row, and the data is read a second time where there are any.`,
	Example:  `- decreasing: {column: stock_left, strictly: true}`,
	Since:    "0.1",
	Domain:   SingleColumn,
	RowWise:  true,
	Accepts:  Ordered,
	Validate: func(p *decreasingParams) []Problem { return p.problems() },
	Expect: func(p *decreasingParams) string {
		if p.Strictly {
			return p.describe("each below the one before")
		}
		return p.describe("none above the one before")
	},
	Fault: func(p *decreasingParams) string {
		if p.Strictly {
			return "not below the one before"
		}
		return "above the one before"
	},
	Build: func(p *decreasingParams, columns []arrow.Field, env *engine.Env) (engine.Kind, error) {
		if p.Strictly {
			return p.refuse(vector.Ge, columns[0].Type, env)
		}
		return p.refuse(vector.Gt, columns[0].Type, env)
	},
})
