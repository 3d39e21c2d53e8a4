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

The text of a cell is, in CSV, what the file says, so that a column of numbers keeps its leading zeros; elsewhere it is the value as reports write it.

Patterns are those of Python's re module, and mean what they mean in re.search: $ matches before a line end that ends the text, \d, \w, \s and \b know all scripts, (?i) ignores case, (?s) lets . match a line's end. \p{L} and \p{Greek} may be written as well. Matching takes time in proportion to the text, but for patterns with look-around, back-references, atomic groups, possessive quantifiers or conditions: these are searched for by backtracking, for one second at most per value, after which this one expectation is an error that names the row. assay lint -v says which patterns these are.`,
	Example: `- matches-regex: {column: email, regex: '^[^@\s]+@[^@\s]+$'}`,
	Since:   "0.1",
	Domain:  SingleColumn,
	RowWise: true,
	Accepts: AnyType,
	Expect:  func(p *matchesRegexParams) string { return "matching " + string(p.Regex) },
	Fault:   func(p *matchesRegexParams) string { return "not matched by " + string(p.Regex) },
	Build: func(p *matchesRegexParams, columns []arrow.Field, _ *engine.Env) (engine.Kind, error) {
		return search{}.pythons(p.oneColumn, columns[0], p.Regex)
	},
})
