package expectations

import (
	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/vector"
)

type notInSetParams struct {
	oneColumn
	members
}

var _ = register(Def[notInSetParams]{
	Name:  "not-in-set",
	Alias: "expect_column_values_to_not_be_in_set",
	Group: "sets",
	Title: "No value is one of a list",
	Doc: `A value is unexpected where it is among values. Missing values (null, NaN) are passed over; to refuse them see not-null.

Values are compared as the column's type has them: in a column of numbers 1 and 1.0 are one member, in a column of dates "2024-01-31" is that day. Text is compared byte by byte, so that case and spaces matter. A member that the column cannot hold makes this one expectation an error.`,
	Example:  `- not-in-set: {column: status, values: [deleted, test]}`,
	Since:    "0.1",
	Domain:   SingleColumn,
	RowWise:  true,
	Accepts:  AnyType,
	Validate: func(p *notInSetParams) []Problem { return p.members.validate() },
	Hint:     func(p *notInSetParams) engine.Hint { return p.hint() },
	Expect:   func(p *notInSetParams) string { return "none of " + p.enumerate() },
	Fault:    func(p *notInSetParams) string { return "one of " + p.enumerate() },
	Build: func(p *notInSetParams, columns []arrow.Field, env *engine.Env) (engine.Kind, error) {
		set, err := p.over(columns[0].Type, env)
		if err != nil {
			return nil, err
		}
		return rows(p.input(), func(v *vector.Vector, out vector.Mask) { set.Present(v, out) }), nil
	},
})
