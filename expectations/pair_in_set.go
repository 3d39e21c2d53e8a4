package expectations

import (
	"fmt"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/vector"
)

type pairInSetParams struct {
	columnPair
	Pairs [][]vector.Literal `param:"pairs,required" gx:"value_pairs_set" doc:"the pairs, a list of lists of two"`
	pairIgnore
}

var _ = register(Def[pairInSetParams]{
	Name:  "pair-in-set",
	Alias: "expect_column_pair_values_to_be_in_set",
	Group: "pairs and rules",
	Title: "The values of two columns form one of a list of pairs",
	Doc: `A row is unexpected where its two values, in this order, are not among pairs. A null in a pair stands for a missing value: [FR, null] expects none beside FR. Rows in which both values are missing are passed over, even where the list has such a pair; with ignore_row_if: either_value_is_missing so are those with a single missing value, and with neither every row is judged.

Values are compared as the columns' types have them, as in-set does. A value that its column cannot be compared with makes this one expectation an error.`,
	Example: `- pair-in-set: {a: country, b: currency, pairs: [[FR, EUR], [US, USD]]}`,
	Since:   "0.1",
	Domain:  ColumnPair,
	RowWise: true,
	Accepts: AnyType,
	Validate: func(p *pairInSetParams) []Problem {
		problems := p.validate()
		if len(p.Pairs) == 0 {
			problems = append(problems, Problem{Param: "pairs", Code: "empty-set", Msg: "the list has no pairs"})
		}
		for i, pair := range p.Pairs {
			if len(pair) != 2 {
				problems = append(problems, Problem{
					Param: "pairs", Code: "bad-value", Msg: fmt.Sprintf("entry %d of pairs has %d values, not 2", i+1, len(pair)),
				})
			}
		}
		return problems
	},
	Expect: func(p *pairInSetParams) string { return "one of " + enumerate(p.pairNames()) },
	Build: func(p *pairInSetParams, columns []arrow.Field, env *engine.Env) (engine.Kind, error) {
		set, err := vector.NewTupleSet([]arrow.DataType{columns[0].Type, columns[1].Type}, p.Pairs, env.Zone)
		if err != nil {
			return nil, checkError(err)
		}
		return engine.Rows{
			Inputs: p.inputs(),
			Ignore: p.ignored(),
			New: stateless(func(in []*vector.Vector, rows int, out *engine.Marks) error {
				set.Absent(in, rows, out.Unexpected)
				return nil
			}),
		}, nil
	},
})

// pairNames writes the pairs for people: "(FR, EUR)".
func (p *pairInSetParams) pairNames() []string {
	names := make([]string, len(p.Pairs))
	for i, pair := range p.Pairs {
		names[i] = "(" + members{Values: pair}.enumerate() + ")"
	}
	return names
}
