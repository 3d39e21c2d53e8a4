package expectations

import (
	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
)

type validCellsParams struct{}

var _ = register(Def[validCellsParams]{
	Name:  "valid-cells",
	Group: "findings",
	Title: "Every cell fits its column's type",
	Doc: `A built-in finding: it is part of every run, and standing in a suite it gets another severity, a tolerance or a name. It counts the cells that do not fit the type of their column, such as "n/a" among numbers, over the columns that the suite reads or declares under types. Shares are of the cells of these columns.

Such a cell is never read as missing. It is unexpected to every row-wise expectation about its column except null and not-null, to which it is a value, and an expectation about the column as a whole (a mean, a minimum) has no answer beside it. Strings of characters that stand for a missing value belong in the suite's null_values.`,
	Example: `- valid-cells: {}
  severity: warning`,
	Since:   "0.1",
	Domain:  Table,
	RowWise: true,
	NoWhere: true,
	Expect:  func(*validCellsParams) string { return "every cell of its column's type" },
	Build: func(*validCellsParams, []arrow.Field, *engine.Env) (engine.Kind, error) {
		return engine.ValidCells, nil
	},
})
