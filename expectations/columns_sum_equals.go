package expectations

import (
	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/vector"
)

type columnsSumEqualsParams struct {
	columnSet
	Total vector.Literal `param:"total,required" gx:"sum_total" doc:"what the columns add up to"`
	setIgnore
}

var _ = register(Def[columnsSumEqualsParams]{
	Name:  "columns-sum-equals",
	Alias: "expect_multicolumn_sum_to_equal",
	Group: "pairs and rules",
	Title: "Several columns add up to a total in every row",
	Doc: `A row is unexpected where the sum of the columns is not total, and where one of them is missing, since there is no sum then. Rows in which all the columns are missing are passed over; with ignore_row_if: any_value_is_missing so are those with one missing value, and with never every row is judged.

Integers and decimals are added and compared exactly, however large. Where one of the columns holds floats, all are added as 64-bit floats in the order given, and rounded as such: 0.1 and 0.2 do not add up to 0.3.`,
	Example: `- columns-sum-equals: {columns: [share_a, share_b, share_c], total: 100}`,
	Since:   "0.1",
	Domain:  ColumnSet,
	RowWise: true,
	Accepts: Numbers,
	Validate: func(p *columnsSumEqualsParams) []Problem {
		problems := p.validate(1, "name one column or more")
		if p.Total.Kind != vector.LiteralNumber {
			problems = append(problems, notNumber("total", p.Total))
		}
		return problems
	},
	Hint:   func(*columnsSumEqualsParams) engine.Hint { return engine.HintNumber },
	Expect: func(p *columnsSumEqualsParams) string { return "the sum " + p.Total.Text },
	Build: func(p *columnsSumEqualsParams, columns []arrow.Field, _ *engine.Env) (engine.Kind, error) {
		types := make([]arrow.DataType, len(columns))
		for i, c := range columns {
			types[i] = c.Type
		}
		sum, err := vector.NewRowSum(types, p.Total)
		if err != nil {
			return nil, checkError(err)
		}
		return engine.Rows{
			Inputs: p.inputs(),
			Ignore: p.ignored(),
			New: stateless(func(in []*vector.Vector, rows int, out *engine.Marks) error {
				sum.Differs(in, rows, out.Unexpected)
				for _, v := range in {
					v.MarkNull(out.Unexpected)
				}
				return nil
			}),
		}, nil
	},
})
