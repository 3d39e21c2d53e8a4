package expectations

import (
	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
)

type notMatchesRegexListParams struct {
	oneColumn
	patterns
}

var _ = register(Def[notMatchesRegexListParams]{
	Name:  "not-matches-regex-list",
	Alias: "expect_column_values_to_not_match_regex_list",
	Group: "text",
	Title: "None of several patterns is found in any value",
	Doc: `A value is unexpected where one of the regular expressions is found anywhere in its text. Missing values are passed over.

Patterns are written and searched for as for matches-regex, and the text of a cell is the same.`,
	Example:  `- not-matches-regex-list: {column: comment, regexes: ['(?i)lorem', '(?i)\btodo\b']}`,
	Since:    "0.1",
	Domain:   SingleColumn,
	RowWise:  true,
	Accepts:  AnyType,
	Validate: func(p *notMatchesRegexListParams) []Problem { return p.validate() },
	Expect:   func(p *notMatchesRegexListParams) string { return "matching none of " + enumerate(p.names()) },
	Build: func(p *notMatchesRegexListParams, columns []arrow.Field, _ *engine.Env) (engine.Kind, error) {
		return search{unwanted: true}.pythons(p.oneColumn, columns[0], p.Regexes...)
	},
})
