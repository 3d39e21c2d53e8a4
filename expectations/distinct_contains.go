package expectations

import (
	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
)

type distinctContainsParams struct {
	oneColumn
	members
}

var _ = register(Def[distinctContainsParams]{
	Name:  "distinct-contains",
	Alias: "expect_column_distinct_values_to_contain_set",
	Group: "sets",
	Title: "Every value of a list occurs",
	Doc: `Each member of values must occur in the column at least once; the column may have other values too. The result counts and lists the members that do not occur (the first 20, in order). A null in the list changes nothing: whether values are missing is what null and not-null ask.

Values are compared as in in-set: in a column of numbers 1 and 1.0 are one member. A column without values contains nothing, and fails. One cell that does not fit the column's type makes the expectation an error, since nothing can be said of the whole column.`,
	Example:  `- distinct-contains: {column: country, values: [FR, DE]}`,
	Since:    "0.1",
	Domain:   SingleColumn,
	Accepts:  AnyType,
	Validate: func(p *distinctContainsParams) []Problem { return p.members.validate() },
	Hint:     func(p *distinctContainsParams) engine.Hint { return p.hint() },
	Expect:   func(p *distinctContainsParams) string { return "each of " + p.enumerate() + " occurs" },
	Build: func(p *distinctContainsParams, columns []arrow.Field, env *engine.Env) (engine.Kind, error) {
		return distinctValues(p.oneColumn, p.members, columns, env, func(m membership, details map[string]any) bool {
			m.missingDetails(details)
			return m.missing == 0
		})
	},
})
