package expectations

import (
	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
)

type wellFormedRowsParams struct{}

var _ = register(Def[wellFormedRowsParams]{
	Name:  "well-formed-rows",
	Group: "findings",
	Title: "Every row keeps to the format",
	Doc: `A built-in finding: it is part of every run, and standing in a suite it gets another severity, a tolerance or a name. It counts the rows that break the rules of their file format: rows with more or fewer cells than the header has columns, and rows with bytes that are not valid UTF-8.

A ragged row is still read as well as it can be (cells that are not there are missing, surplus cells are dropped) and judged by the other expectations. Files that cannot be read at all end the run instead.`,
	Example: `- well-formed-rows: {}
  max_unexpected: 5`,
	Since:   "0.1",
	Domain:  Table,
	RowWise: true,
	NoWhere: true,
	Expect:  func(*wellFormedRowsParams) string { return "every row well formed" },
	Build: func(*wellFormedRowsParams, []arrow.Field, *engine.Env) (engine.Kind, error) {
		return engine.WellFormedRows, nil
	},
})
