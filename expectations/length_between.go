package expectations

import (
	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/vector"
)

type lengthBetweenParams struct {
	oneColumn
	counts
}

var _ = register(Def[lengthBetweenParams]{
	Name:  "length-between",
	Alias: "expect_column_value_lengths_to_be_between",
	Group: "text",
	Title: "Every value's text has a length between two bounds",
	Doc: `A value is unexpected where its text has fewer than min or more than max characters. Both belong to the range unless strict_min or strict_max says otherwise, and one of them may be left out. Missing values are passed over; the empty string has length 0.

Characters are Unicode code points: é written as one counts 1, as a letter with an accent to follow counts 2. The text of a cell is, in CSV, what the file says, so that numbers have a length too; elsewhere it is the value as reports write it.`,
	Example:  `- length-between: {column: country, min: 2, max: 2}`,
	Since:    "0.1",
	Domain:   SingleColumn,
	RowWise:  true,
	Accepts:  AnyType,
	Validate: func(p *lengthBetweenParams) []Problem { return p.required() },
	Expect:   func(p *lengthBetweenParams) string { return p.describe("length") },
	Fault: func(p *lengthBetweenParams) string {
		return "of another length than " + vector.DescribeRange(p.bounds().spec())
	},
	Build: func(p *lengthBetweenParams, columns []arrow.Field, _ *engine.Env) (engine.Kind, error) {
		return lengths(p.oneColumn, columns[0], p.counts), nil
	},
})

// lengths judges the text of a column's cells by its length.
func lengths(c oneColumn, column arrow.Field, within counts) engine.Rows {
	least, most := within.inclusive()
	return c.textRows(column, stateless(func(in []*vector.Vector, _ int, out *engine.Marks) error {
		vector.LengthsOutside(in[0], least, most, out.Unexpected)
		return nil
	}))
}
