package expectations

import (
	"fmt"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/vector"
)

type pairCompareParams struct {
	A  Column `param:"a,required" doc:"the column before the operator"`
	Op string `param:"op,required" enum:"==,!=,<,<=,>,>=" doc:"the relation in which a stands to b"`
	B  Column `param:"b,required" doc:"the column after the operator"`
	pairIgnore
}

var _ = register(Def[pairCompareParams]{
	Name:  "pair-compare",
	Group: "pairs and rules",
	Title: "One column stands in a relation to another in every row",
	Doc: `A row is unexpected where "a op b" is not true. Missing values are treated as in pair-equal and pair-greater, of which it is the general form: a row in which both are missing is passed over, one in which a single one is missing is unexpected, whatever the operator, since a missing value stands in no relation; with ignore_row_if: either_value_is_missing it is passed over too, and with neither no row is.

Numbers of different types are compared exactly, strings byte by byte, false is below true. Dates and timestamps with and without a zone can be compared only where data.timezone says what the latter mean; columns whose types cannot be compared make this one expectation an error. With more than two columns, or arithmetic between them, see satisfies.`,
	Example:  `- pair-compare: {a: discount, op: <=, b: price}`,
	Since:    "0.1",
	Domain:   ColumnPair,
	RowWise:  true,
	Accepts:  AnyType,
	Validate: func(p *pairCompareParams) []Problem { return samePair(p.A, p.B) },
	Expect:   func(p *pairCompareParams) string { return fmt.Sprintf("%s %s %s", p.A, p.Op, p.B) },
	Build: func(p *pairCompareParams, columns []arrow.Field, env *engine.Env) (engine.Kind, error) {
		kind := engine.Rows{Inputs: pairInputs(p.A, p.B), Ignore: p.ignored()}
		var err error
		kind.New, err = related(p.op(), columns, env)
		return kind, err
	},
})

func (p *pairCompareParams) op() vector.Op {
	return map[string]vector.Op{
		"==": vector.Eq, "!=": vector.Ne, "<": vector.Lt, "<=": vector.Le, ">": vector.Gt, ">=": vector.Ge,
	}[p.Op]
}
