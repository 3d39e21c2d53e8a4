package expectations

import (
	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
)

type notMatchesRegexParams struct {
	oneColumn
	pattern
}

var _ = register(Def[notMatchesRegexParams]{
	Name:  "not-matches-regex",
	Alias: "expect_column_values_to_not_match_regex",
	Group: "text",
	Title: "The pattern is found in no value",
	Doc: `A value is unexpected where the regular expression is found anywhere in its text. Missing values are passed over.

The text of a cell is, in CSV, what the file says; elsewhere it is the value as reports write it. Patterns are written and searched for as for matches-regex. To refuse only texts that match as a whole, write ^ and $.`,
	Example: `- not-matches-regex: {column: comment, regex: '(?i)lorem ipsum'}`,
	Since:   "0.1",
	Domain:  SingleColumn,
	RowWise: true,
	Accepts: AnyType,
	Expect:  func(p *notMatchesRegexParams) string { return "not matching " + string(p.Regex) },
	Fault:   func(p *notMatchesRegexParams) string { return "matched by " + string(p.Regex) },
	Build: func(p *notMatchesRegexParams, columns []arrow.Field, _ *engine.Env) (engine.Kind, error) {
		return search{unwanted: true}.pythons(p.oneColumn, columns[0], p.Regex)
	},
})
