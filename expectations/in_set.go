package expectations

import (
	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/vector"
)

type inSetParams struct {
	oneColumn
	members
}

var _ = register(Def[inSetParams]{
	Name:  "in-set",
	Alias: "expect_column_values_to_be_in_set",
	Group: "sets",
	Title: "Every value is one of a list",
	Doc: `A value is unexpected where it is not among values. Missing values (null, NaN) are passed over; a null in the list changes nothing.

Values are compared as the column's type has them: in a column of numbers 1 and 1.0 are one member, in a column of dates "2024-01-31" is that day. Text is compared byte by byte, so that case and spaces matter. A member that the column cannot hold makes this one expectation an error.`,
	Example:  `- in-set: {column: country, values: [FR, DE, IT]}`,
	Since:    "0.1",
	Domain:   SingleColumn,
	RowWise:  true,
	Accepts:  AnyType,
	Validate: func(p *inSetParams) []Problem { return p.members.validate() },
	Hint:     func(p *inSetParams) engine.Hint { return p.hint() },
	Expect:   func(p *inSetParams) string { return "one of " + p.enumerate() },
	Fault:    func(p *inSetParams) string { return "not one of " + p.enumerate() },
	Build: func(p *inSetParams, columns []arrow.Field, env *engine.Env) (engine.Kind, error) {
		set, err := p.over(columns[0].Type, env)
		if err != nil {
			return nil, err
		}
		return rows(p.input(), func(v *vector.Vector, out vector.Mask) { set.Absent(v, out) }), nil
	},
})
