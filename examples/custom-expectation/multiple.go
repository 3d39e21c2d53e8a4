package main

import (
	"fmt"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/vector"
	"assay/expectations"
)

// multipleParams are the parameters, as a suite writes them.
type multipleParams struct {
	Column expectations.Column `param:"column,required" doc:"the column"`
	Of     int64               `param:"of,required" doc:"what divides every value, 1 or more"`
}

// multiple declares the expectation. From this the suite language, its JSON
// Schema and reports know it: mostly, where, severity and all else that
// row-wise expectations share come with it.
var multiple = expectations.Declare(expectations.Def[multipleParams]{
	Name:    "multiple",
	Group:   "packing",
	Title:   "Every value is a multiple of a number",
	Doc:     "A value is unexpected where it leaves a remainder. Missing values are passed over.",
	Example: "- multiple: {column: quantity, of: 6}",
	Since:   "1.0",
	Domain:  expectations.SingleColumn,
	RowWise: true,
	Accepts: expectations.Integers,
	Validate: func(p *multipleParams) []expectations.Problem {
		if p.Of >= 1 {
			return nil
		}
		return []expectations.Problem{{Param: "of", Code: "bad-value", Msg: fmt.Sprintf("of is %d, and must be 1 or more", p.Of)}}
	},
	Hint:   func(*multipleParams) engine.Hint { return engine.HintNumber },
	Expect: func(p *multipleParams) string { return fmt.Sprintf("multiples of %d", p.Of) },
	Fault:  func(p *multipleParams) string { return fmt.Sprintf("no multiple of %d", p.Of) },
	Build: func(p *multipleParams, _ []arrow.Field, _ *engine.Env) (engine.Kind, error) {
		return engine.Rows{
			Inputs: []engine.Input{{Column: string(p.Column)}},
			New:    func() engine.Predicate { return remainder{p.Of} },
		}, nil
	},
})

// remainder marks values that a number does not divide.
type remainder struct{ of int64 }

// Eval looks at the rows of one batch. Integers of 64 bits without a sign have a
// lane of their own.
func (r remainder) Eval(in []*vector.Vector, rows int, out *engine.Marks) error {
	v := in[0]
	for row := range rows {
		if v.Lane == vector.Uint && v.Uints[row]%uint64(r.of) != 0 || v.Lane == vector.Int && v.Ints[row]%r.of != 0 {
			out.Unexpected.Set(row)
		}
	}
	return nil
}
