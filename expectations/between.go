package expectations

import (
	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/vector"
)

type betweenParams struct {
	oneColumn
	bounds
}

var _ = register(Def[betweenParams]{
	Name:  "between",
	Alias: "expect_column_values_to_be_between",
	Group: "ranges",
	Title: "Every value lies between two bounds",
	Doc: `A value is unexpected where it is below min or above max. Both belong to the range unless strict_min or strict_max says otherwise, and one of them may be left out. Missing values (null, NaN) are passed over.

Numbers are compared exactly, whatever the types on both sides: a bound on integers is never rounded to a float. Bounds on dates and timestamps are written as dates and timestamps; a bound with a zone needs a column with zones, or data.timezone in the suite. Strings are compared byte by byte. A bound that the column's type cannot be compared with makes this one expectation an error.`,
	Example:  `- between: {column: age, min: 18, max: 99}`,
	Since:    "0.1",
	Domain:   SingleColumn,
	RowWise:  true,
	Accepts:  Ordered,
	Validate: func(p *betweenParams) []Problem { return p.required() },
	Hint:     func(p *betweenParams) engine.Hint { return p.hint() },
	Expect:   func(p *betweenParams) string { return vector.DescribeRange(p.spec()) },
	Fault:    func(p *betweenParams) string { return "not " + vector.DescribeRange(p.spec()) },
	Build: func(p *betweenParams, columns []arrow.Field, env *engine.Env) (engine.Kind, error) {
		r, err := p.over(columns[0].Type, env)
		if err != nil {
			return nil, err
		}
		kind := rows(p.input(), func(v *vector.Vector, out vector.Mask) { r.Outside(v, out) })
		kind.Proven = func(facts engine.ColumnStatistics) bool {
			return facts.Empty() || r.Contains(facts.Min) && r.Contains(facts.Max)
		}
		return kind, nil
	},
})

// rows is the kind of expectations whose verdict on a row depends on one value
// alone. mark sets the rows whose values are unexpected.
func rows(in engine.Input, mark func(v *vector.Vector, out vector.Mask)) engine.Rows {
	return engine.Rows{
		Inputs: []engine.Input{in},
		New: stateless(func(in []*vector.Vector, _ int, out *engine.Marks) error {
			mark(in[0], out.Unexpected)
			return nil
		}),
	}
}
