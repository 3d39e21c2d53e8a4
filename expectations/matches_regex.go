package expectations

import (
	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
)

type matchesRegexParams struct {
	oneColumn
	pattern
}

var _ = register(Def[matchesRegexParams]{
	Name:  "matches-regex",
	Alias: "expect_column_values_to_match_regex",
	Group: "text",
	Title: "The pattern is found in every value",
	Doc: `A value is unexpected where the regular expression is not found anywhere in its text. It need not match the whole text: write ^ and $ for that. Missing values are passed over.

The text of a cell is, in CSV, what the file says, so that a column of numbers keeps its leading zeros; elsewhere it is the value as reports write it. The syntax is RE2's (no look-around, no back-references), by which matching takes time in proportion to the text. (?i) makes it ignore case, (?s) lets . match a line's end.

Two things differ from Python's patterns: $ matches at the end of the text alone, not before a last line end, and \d, \w and \s mean ASCII characters; \p{Nd}, \p{L} mean those of all scripts.`,
	Example: `- matches-regex: {column: email, regex: '^[^@\s]+@[^@\s]+$'}`,
	Since:   "0.1",
	Domain:  SingleColumn,
	RowWise: true,
	Accepts: AnyType,
	Expect:  func(p *matchesRegexParams) string { return "matching " + string(p.Regex) },
	Fault:   func(p *matchesRegexParams) string { return "not matched by " + string(p.Regex) },
	Build: func(p *matchesRegexParams, _ []arrow.Field, _ *engine.Env) (engine.Kind, error) {
		return p.search(p.oneColumn, true)
	},
})
