package expectations

import (
	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
)

type notMatchesLikeParams struct {
	oneColumn
	like
}

var _ = register(Def[notMatchesLikeParams]{
	Name:  "not-matches-like",
	Alias: "expect_column_values_to_not_match_like_pattern",
	Group: "text",
	Title: "The text of no value is like a pattern of SQL",
	Doc: `A value is unexpected where its text as a whole is like the pattern: % stands for any number of characters, _ for exactly one, everything else for itself. Missing values are passed over.

Patterns, escape and the text of a cell are those of matches-like. To refuse a text wherever it occurs, write % on both sides of it.`,
	Example:  `- not-matches-like: {column: email, pattern: '%@example.com'}`,
	Since:    "0.1",
	Domain:   SingleColumn,
	RowWise:  true,
	Accepts:  AnyType,
	Validate: func(p *notMatchesLikeParams) []Problem { return p.validate() },
	Expect:   func(p *notMatchesLikeParams) string { return "not like " + p.Pattern },
	Build: func(p *notMatchesLikeParams, columns []arrow.Field, _ *engine.Env) (engine.Kind, error) {
		return search{unwanted: true}.likes(p.oneColumn, columns[0], p.Escape, p.Pattern)
	},
})
