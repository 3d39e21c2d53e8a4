package expectations

import (
	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
)

type lengthEqualsParams struct {
	oneColumn
	Value int64 `param:"value,required" doc:"the number of characters"`
}

var _ = register(Def[lengthEqualsParams]{
	Name:  "length-equals",
	Alias: "expect_column_value_lengths_to_equal",
	Group: "text",
	Title: "Every value's text has one given length",
	Doc: `A value is unexpected where its text has more or fewer characters than value says. Missing values are passed over; the empty string has length 0.

Characters are Unicode code points. The text of a cell is, in CSV, what the file says, so that numbers have a length too; elsewhere it is the value as reports write it. For a range of lengths see length-between.`,
	Example:  `- length-equals: {column: country, value: 2}`,
	Since:    "0.1",
	Domain:   SingleColumn,
	RowWise:  true,
	Accepts:  AnyType,
	Validate: func(p *lengthEqualsParams) []Problem { return exactly(p.Value).validateValue() },
	Expect:   func(p *lengthEqualsParams) string { return exactly(p.Value).describe("length") },
	Build: func(p *lengthEqualsParams, columns []arrow.Field, _ *engine.Env) (engine.Kind, error) {
		return lengths(p.oneColumn, columns[0], exactly(p.Value)), nil
	},
})
