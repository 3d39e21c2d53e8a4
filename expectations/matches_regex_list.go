package expectations

import (
	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
)

type matchesRegexListParams struct {
	oneColumn
	patterns
	matchOn
}

var _ = register(Def[matchesRegexListParams]{
	Name:  "matches-regex-list",
	Alias: "expect_column_values_to_match_regex_list",
	Group: "text",
	Title: "One of several patterns, or each, is found in every value",
	Doc: `A value is unexpected where none of the regular expressions is found in its text; with match_on: all, where one of them is not. Missing values are passed over.

Patterns are written and searched for as for matches-regex, and the text of a cell is the same.`,
	Example:  `- matches-regex-list: {column: phone, regexes: ['^\+\d{6,15}$', '^0\d{5,12}$']}`,
	Since:    "0.1",
	Domain:   SingleColumn,
	RowWise:  true,
	Accepts:  AnyType,
	Validate: func(p *matchesRegexListParams) []Problem { return p.validate() },
	Expect:   func(p *matchesRegexListParams) string { return p.describe("matching", p.names()) },
	Build: func(p *matchesRegexListParams, columns []arrow.Field, _ *engine.Env) (engine.Kind, error) {
		return search{all: p.all()}.pythons(p.oneColumn, columns[0], p.Regexes...)
	},
})
