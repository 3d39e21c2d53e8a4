package expectations

import (
	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
)

type matchesLikeListParams struct {
	oneColumn
	likes
	matchOn
}

var _ = register(Def[matchesLikeListParams]{
	Name:  "matches-like-list",
	Alias: "expect_column_values_to_match_like_pattern_list",
	Group: "text",
	Title: "The text of every value is like one of several patterns of SQL, or like each",
	Doc: `A value is unexpected where its text is like none of the patterns; with match_on: all, where it is not like one of them. Missing values are passed over.

Patterns, escape and the text of a cell are those of matches-like.`,
	Example:  `- matches-like-list: {column: sku, patterns: ['A-%', 'B-%']}`,
	Since:    "0.1",
	Domain:   SingleColumn,
	RowWise:  true,
	Accepts:  AnyType,
	Validate: func(p *matchesLikeListParams) []Problem { return p.validate() },
	Expect:   func(p *matchesLikeListParams) string { return p.describe("like", p.Patterns) },
	Build: func(p *matchesLikeListParams, columns []arrow.Field, _ *engine.Env) (engine.Kind, error) {
		return search{all: p.all()}.likes(p.oneColumn, columns[0], p.Escape, p.Patterns...)
	},
})
