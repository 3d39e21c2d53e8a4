package expectations

import (
	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
)

type distinctEqualsParams struct {
	oneColumn
	members
}

var _ = register(Def[distinctEqualsParams]{
	Name:  "distinct-equals",
	Alias: "expect_column_distinct_values_to_equal_set",
	Group: "sets",
	Title: "The different values are exactly those of a list",
	Doc: `The column's different values must be those of values: no other value may occur, and each member must. The result counts and lists both the values that nobody expected and the members that do not occur (the first 20 of each, in order). Missing values are passed over, and a null in the list changes nothing.

Of the labels of a training set it says that every class is there, and no unknown one; how many rows each has is what class-balance asks. Values are compared as in in-set. A column without values fails. One cell that does not fit the column's type makes the expectation an error.`,
	Example:  `- distinct-equals: {column: label, values: [cat, dog, bird]}`,
	Since:    "0.1",
	Domain:   SingleColumn,
	Accepts:  AnyType,
	Validate: func(p *distinctEqualsParams) []Problem { return p.members.validate() },
	Hint:     func(p *distinctEqualsParams) engine.Hint { return p.hint() },
	Expect:   func(p *distinctEqualsParams) string { return "different values exactly " + p.enumerate() },
	Build: func(p *distinctEqualsParams, columns []arrow.Field, env *engine.Env) (engine.Kind, error) {
		return distinctValues(p.oneColumn, p.members, columns, env, func(m membership, details map[string]any) bool {
			m.unexpectedDetails(details)
			m.missingDetails(details)
			return m.unexpected == 0 && m.missing == 0
		})
	},
})
