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
	Doc: `A row is unexpected where the value of a is not above that of b; with or_equal: true they may be equal. A row in which both are missing is passed over. A row in which one of them is missing is unexpected, since the one that is there is above nothing.

Numbers of different types are compared exactly. Dates and timestamps with and without a zone can be compared only where data.timezone says what the latter mean. To pass over rows with either value missing, write a rule: satisfies: "end > start".`,
	Example: `- pair-greater: {a: shipped_at, b: ordered_at, or_equal: true}`,
	Since:   "0.1",
	Domain:  ColumnPair,
	RowWise: true,
	Accepts: Ordered,
	Validate: func(p *pairGreaterParams) []Problem {
		if p.A != p.B {
			return nil
		}
		return []Problem{{Param: "b", Code: "bad-value", Msg: fmt.Sprintf("a and b are the same column, %s", p.A)}}
	},
	Expect: func(p *pairGreaterParams) string { return p.expect() },
	Fault:  func(p *pairGreaterParams) string { return "against the rule: " + p.expect() },
	Build: func(p *pairGreaterParams, columns []arrow.Field, env *engine.Env) (engine.Kind, error) {
		kind := engine.Rows{
			Inputs: []engine.Input{{Column: string(p.A)}, {Column: string(p.B)}},
			Ignore: engine.IgnoreAllNull,
		}
		if isNull(columns[0]) || isNull(columns[1]) {
			kind.New = stateless(everything)
			return kind, nil
		}
		comparison, err := comparisons(p.op(), columns[0].Type, columns[1].Type, env)
		if err != nil {
			return nil, err
		}
		kind.New = func() engine.Predicate {
			c := comparison()
			return engine.PredicateFunc(func(in []*vector.Vector, rows int, out *engine.Marks) error {
				c.True(in[0], in[1], rows, out.Unexpected)
				out.Unexpected.Not(rows)
				in[0].MarkNull(out.Unexpected)
				in[1].MarkNull(out.Unexpected)
				return nil
			})
		}
		return kind, nil
	},
})
