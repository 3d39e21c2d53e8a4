package expectations

import (
	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
)

type distinctInSetParams struct {
	oneColumn
	members
}

var _ = register(Def[distinctInSetParams]{
	Name:  "distinct-in-set",
	Alias: "expect_column_distinct_values_to_be_in_set",
	Group: "sets",
	Title: "The different values are among a list",
	Doc: `Each of the column's different values must be in values; not every member of the list need occur. Missing values are passed over, and a null in the list changes nothing. A column without values passes.

It says of the column what in-set says of its rows: the result counts and lists the different values that are not in the list (the first 20, in order), not the rows in which they stand, and there is no mostly. Values are compared as in in-set. It is exact, and values that do not fit in memory are spilled to temporary files. One cell that does not fit the column's type makes the expectation an error.`,
	Example:  `- distinct-in-set: {column: country, values: [FR, DE, IT]}`,
	Since:    "0.1",
	Domain:   SingleColumn,
	Accepts:  AnyType,
	Validate: func(p *distinctInSetParams) []Problem { return p.members.validate() },
	Hint:     func(p *distinctInSetParams) engine.Hint { return p.hint() },
	Expect:   func(p *distinctInSetParams) string { return "different values among " + p.enumerate() },
	Build: func(p *distinctInSetParams, columns []arrow.Field, env *engine.Env) (engine.Kind, error) {
		return distinctValues(p.oneColumn, p.members, columns, env, func(m membership, details map[string]any) bool {
			m.unexpectedDetails(details)
			return m.unexpected == 0
		})
	},
})
