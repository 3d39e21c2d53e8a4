package expectations

import (
	"fmt"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/vector"
)

type pairGreaterParams struct {
	A       Column `param:"a,required" gx:"column_A" doc:"the column with the greater values"`
	B       Column `param:"b,required" gx:"column_B" doc:"the column with the smaller values"`
	OrEqual bool   `param:"or_equal" doc:"whether equal values are expected too"`
	pairIgnore
}

// op is the relation in which a must stand to b.
func (p *pairGreaterParams) op() vector.Op {
	if p.OrEqual {
		return vector.Ge
	}
	return vector.Gt
}

func (p *pairGreaterParams) expect() string {
	if p.OrEqual {
		return fmt.Sprintf("%s at or above %s", p.A, p.B)
	}
	return fmt.Sprintf("%s above %s", p.A, p.B)
}

var _ = register(Def[pairGreaterParams]{
	Name:  "pair-greater",
	Alias: "expect_column_pair_values_a_to_be_greater_than_b",
	Group: "pairs and rules",
	Title: "One column is above another in every row",
	Doc: `A row is unexpected where the value of a is not above that of b; with or_equal: true they may be equal. A row in which both are missing is passed over. A row in which one of them is missing is unexpected, since the one that is there is above nothing; with ignore_row_if: either_value_is_missing it is passed over too, and with neither no row is.

Numbers of different types are compared exactly. Dates and timestamps with and without a zone can be compared only where data.timezone says what the latter mean.`,
	Example:  `- pair-greater: {a: shipped_at, b: ordered_at, or_equal: true}`,
	Since:    "0.1",
	Domain:   ColumnPair,
	RowWise:  true,
	Accepts:  Ordered,
	Validate: func(p *pairGreaterParams) []Problem { return samePair(p.A, p.B) },
	Expect:   func(p *pairGreaterParams) string { return p.expect() },
	Fault:    func(p *pairGreaterParams) string { return "against the rule: " + p.expect() },
	Build: func(p *pairGreaterParams, columns []arrow.Field, env *engine.Env) (engine.Kind, error) {
		kind := engine.Rows{Inputs: pairInputs(p.A, p.B), Ignore: p.ignored()}
		var err error
		kind.New, err = related(p.op(), columns, env)
		return kind, err
	},
})

// related makes predicates that find a row unexpected where the first column
// does not stand in relation op to the second, missing values to none.
func related(op vector.Op, columns []arrow.Field, env *engine.Env) (func() engine.Predicate, error) {
	if isNull(columns[0]) || isNull(columns[1]) {
		return stateless(everything), nil
	}
	comparison, err := comparisons(op, columns[0].Type, columns[1].Type, env)
	if err != nil {
		return nil, err
	}
	return func() engine.Predicate {
		c := comparison()
		return engine.PredicateFunc(func(in []*vector.Vector, rows int, out *engine.Marks) error {
			c.True(in[0], in[1], rows, out.Unexpected)
			out.Unexpected.Not(rows)
			in[0].MarkNull(out.Unexpected)
			in[1].MarkNull(out.Unexpected)
			return nil
		})
	}, nil
}
