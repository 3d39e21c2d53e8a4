package expectations

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/vector"
)

type deviatesLessThanParams struct {
	oneColumn
	From     vector.Literal `param:"from,required" doc:"what values are compared with: a number, or the name of another column"`
	Absolute *float64       `param:"absolute" doc:"the difference that is not reached"`
	Relative *float64       `param:"relative" doc:"the difference that is not reached, as a share of what values are compared with: 0.05 is five percent"`
}

var _ = register(Def[deviatesLessThanParams]{
	Name:  "deviates-less-than",
	Group: "pairs and rules",
	Title: "Every value is close to another column or a number",
	Doc: `A value is unexpected where it differs from the one in from by absolute or more, or by relative or more of that one's size. Where both are given, the wider counts. A value that equals the other is never unexpected, nor is it compared with the sign: above and below are alike.

A row in which one of the two is missing is passed over. Differences are computed in 64-bit floating-point numbers. A column whose name is a number is written in quotes.`,
	Example:  `- deviates-less-than: {column: measured, from: predicted, relative: 0.05}`,
	Since:    "0.1",
	Domain:   SingleColumn,
	RowWise:  true,
	Accepts:  Numbers,
	Validate: (*deviatesLessThanParams).problems,
	Hint:     func(*deviatesLessThanParams) engine.Hint { return engine.HintNumber },
	Expect:   (*deviatesLessThanParams).describe,
	Build: func(p *deviatesLessThanParams, _ []arrow.Field, env *engine.Env) (engine.Kind, error) {
		kind := engine.Rows{Inputs: []engine.Input{p.input()}}
		constant := p.From.Kind == vector.LiteralNumber
		if !constant {
			other, err := columnNamed(p.From.Text, Numbers, env.Schema)
			if err != nil {
				return nil, err
			}
			kind.Inputs = append(kind.Inputs, engine.Input{Column: other.Name})
		}
		from, _ := strconv.ParseFloat(p.From.Text, 64) // used where it is a number
		kind.New = stateless(func(in []*vector.Vector, rows int, out *engine.Marks) error {
			if in[0].Lane == vector.Null || in[len(in)-1].Lane == vector.Null {
				return nil
			}
			for row := range rows {
				other := from
				if !constant {
					other = in[1].FloatAt(row)
				}
				if p.far(in[0].FloatAt(row), other) {
					out.Unexpected.Set(row)
				}
			}
			return nil
		})
		return kind, nil
	},
})

func (p *deviatesLessThanParams) problems() []Problem {
	var problems []Problem
	if p.From.Kind != vector.LiteralNumber && p.From.Kind != vector.LiteralString {
		problems = append(problems, Problem{Param: "from", Code: "bad-value", Msg: "from is neither a number nor the name of a column"})
	}
	if p.Absolute == nil && p.Relative == nil {
		problems = append(problems, Problem{Param: "absolute", Code: "missing-parameter", Msg: "neither absolute nor relative is given", Hint: "give one of them, or both"})
	}
	return slices.Concat(problems, positive("absolute", p.Absolute), positive("relative", p.Relative))
}

func positive(param string, f *float64) []Problem {
	if f == nil || *f > 0 {
		return nil
	}
	return []Problem{{Param: param, Code: "bad-value", Msg: param + " is not above zero, and no difference is less"}}
}

func (p *deviatesLessThanParams) describe() string {
	text := "less than "
	if p.Absolute != nil {
		text += fmt.Sprintf("%g", *p.Absolute)
	}
	if p.Absolute != nil && p.Relative != nil {
		text += " or "
	}
	if p.Relative != nil {
		text += fmt.Sprintf("%g%%", *p.Relative*100)
	}
	return text + " away from " + p.From.Text
}

// far reports whether x is too far from other.
func (p *deviatesLessThanParams) far(x, other float64) bool {
	difference := math.Abs(x - other)
	if x == other || p.Absolute != nil && difference < *p.Absolute {
		return false
	}
	return p.Relative == nil || !(difference < *p.Relative*math.Abs(other))
}
