package expectations

import (
	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
)

type notEmptyParams struct{}

var _ = register(Def[notEmptyParams]{
	Name:  "not-empty",
	Group: "findings",
	Title: "The dataset has rows",
	Doc: `A built-in finding: it is part of every run, and standing in a suite it gets another severity or a name. Data without rows meets every row-wise expectation, since no row contradicts it; this finding keeps such data from being accepted.

Where data may be empty, say allow_empty: true in the suite or --allow-empty on the command line.`,
	Example: `- not-empty: {}
  severity: warning`,
	Since:   "0.1",
	Domain:  Table,
	NoWhere: true,
	Expect:  func(*notEmptyParams) string { return "at least one row" },
	Build: func(*notEmptyParams, []arrow.Field, *engine.Env) (engine.Kind, error) {
		return engine.NotEmpty, nil
	},
})
