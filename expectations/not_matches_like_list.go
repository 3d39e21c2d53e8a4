package expectations

import (
	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
)

type notMatchesLikeListParams struct {
	oneColumn
	likes
}

var _ = register(Def[notMatchesLikeListParams]{
	Name:  "not-matches-like-list",
	Alias: "expect_column_values_to_not_match_like_pattern_list",
	Group: "text",
	Title: "The text of no value is like any of several patterns of SQL",
	Doc: `A value is unexpected where its text is like one of the patterns. Missing values are passed over.

Patterns, escape and the text of a cell are those of matches-like.`,
	Example:  `- not-matches-like-list: {column: email, patterns: ['%@example.com', '%@test.com']}`,
	Since:    "0.1",
	Domain:   SingleColumn,
	RowWise:  true,
	Accepts:  AnyType,
	Validate: func(p *notMatchesLikeListParams) []Problem { return p.validate() },
	Expect:   func(p *notMatchesLikeListParams) string { return "like none of " + enumerate(p.Patterns) },
	Build: func(p *notMatchesLikeListParams, columns []arrow.Field, _ *engine.Env) (engine.Kind, error) {
		return search{unwanted: true}.likes(p.oneColumn, columns[0], p.Escape, p.Patterns...)
	},
})
