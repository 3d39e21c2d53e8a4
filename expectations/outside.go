package expectations

import (
	"slices"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/vector"
)

type outsideParams struct {
	oneColumn
	bounds
}

var _ = register(Def[outsideParams]{
	Name:  "outside",
	Group: "ranges",
	Title: "No value lies between two bounds",
	Doc: `A value is unexpected where it lies between min and max. Both bounds belong to the range that is forbidden, unless strict_min or strict_max says that the bound itself is allowed. Both must be given: what is to lie above or below one bound is a matter for between.

Values and bounds are compared as in between. Missing values are passed over.`,
	Example:  `- outside: {column: temperature, min: -0.5, max: 0.5}`,
	Since:    "0.1",
	Domain:   SingleColumn,
	RowWise:  true,
	Accepts:  Ordered,
	Validate: (*outsideParams).problems,
	Hint:     func(p *outsideParams) engine.Hint { return p.hint() },
	Expect:   func(p *outsideParams) string { return "not " + vector.DescribeRange(p.spec()) },
	Build: func(p *outsideParams, columns []arrow.Field, env *engine.Env) (engine.Kind, error) {
		r, err := p.over(columns[0].Type, env)
		if err != nil {
			return nil, err
		}
		return rows(p.input(), func(v *vector.Vector, out vector.Mask) {
			r.Outside(v, out)
			out.Not(v.Len)
		}), nil
	},
})

func (p *outsideParams) problems() []Problem {
	given := p.given()
	var problems []Problem
	for _, b := range []struct {
		name  string
		bound *vector.Literal
	}{{"min", given.Min}, {"max", given.Max}} {
		if b.bound == nil {
			problems = append(problems, Problem{Param: b.name, Code: "missing-parameter", Msg: "outside needs both min and max", Hint: "with one bound, between says it"})
		}
	}
	return slices.Concat(problems, p.validate())
}
