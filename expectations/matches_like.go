package expectations

import (
	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
)

type matchesLikeParams struct {
	oneColumn
	like
}

var _ = register(Def[matchesLikeParams]{
	Name:  "matches-like",
	Alias: "expect_column_values_to_match_like_pattern",
	Group: "text",
	Title: "The whole text of every value is like a pattern of SQL",
	Doc: `A value is unexpected where its text as a whole is not like the pattern: % stands for any number of characters, _ for exactly one, everything else for itself. Case matters, and line ends are characters like others. Missing values are passed over.

With escape: '!' the pattern 10!% means a text that is 10%. There is no escape character unless one is given; SQL databases differ in that. The text of a cell is, in CSV, what the file says; elsewhere it is the value as reports write it.`,
	Example:  `- matches-like: {column: sku, pattern: 'A-____-%'}`,
	Since:    "0.1",
	Domain:   SingleColumn,
	RowWise:  true,
	Accepts:  AnyType,
	Validate: func(p *matchesLikeParams) []Problem { return p.validate() },
	Expect:   func(p *matchesLikeParams) string { return "like " + p.Pattern },
	Build: func(p *matchesLikeParams, columns []arrow.Field, _ *engine.Env) (engine.Kind, error) {
		return search{}.likes(p.oneColumn, columns[0], p.Escape, p.Pattern)
	},
})
