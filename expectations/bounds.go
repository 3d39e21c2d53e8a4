package expectations

import (
	"errors"
	"slices"
	"strconv"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/fold"
	"assay/engine/vector"
)

// bounds are the parameters of everything that lies between two values. They
// stay text until they meet a column's type, so that no digit is lost.
type bounds struct {
	Min       *vector.Literal `param:"min" gx:"min_value" doc:"the least value; unbounded where left out"`
	Max       *vector.Literal `param:"max" gx:"max_value" doc:"the greatest value; unbounded where left out"`
	StrictMin bool            `param:"strict_min" doc:"whether min itself is out of range"`
	StrictMax bool            `param:"strict_max" doc:"whether max itself is out of range"`
}

// describe says "mean between 10 and 50", or "any mean" without bounds.
func (b bounds) describe(figure string) string {
	if b = b.given(); b.Min == nil && b.Max == nil {
		return "any " + figure
	}
	return figure + " " + vector.DescribeRange(b.spec())
}

// given leaves out bounds that say null.
func (b bounds) given() bounds {
	if b.Min != nil && b.Min.Kind == vector.LiteralNull {
		b.Min = nil
	}
	if b.Max != nil && b.Max.Kind == vector.LiteralNull {
		b.Max = nil
	}
	return b
}

func (b bounds) spec() vector.RangeSpec {
	return vector.RangeSpec{Min: b.Min, Max: b.Max, StrictMin: b.StrictMin, StrictMax: b.StrictMax}
}

// validate reports bounds that leave nothing between them, that are of
// different kinds, or that are strict without being there. What only the column
// can decide (whether quoted dates are dates) is left to binding.
func (b bounds) validate() []Problem {
	b = b.given()
	problems := slices.Concat(
		bound("min", b.Min, b.StrictMin),
		bound("max", b.Max, b.StrictMax),
	)
	if b.Min == nil || b.Max == nil || problems != nil {
		return problems
	}
	order, ok := vector.CompareLiterals(*b.Min, *b.Max)
	switch {
	case !ok && (b.Min.Kind == vector.LiteralNumber) != (b.Max.Kind == vector.LiteralNumber):
		problems = append(problems, Problem{Param: "max", Code: "bad-range", Msg: "one of min and max is a number, the other is not"})
	case ok && order > 0:
		problems = append(problems, Problem{Param: "min", Code: "bad-range", Msg: "min is above max, so that no value lies between"})
	case ok && order == 0 && (b.StrictMin || b.StrictMax):
		problems = append(problems, Problem{Param: "min", Code: "bad-range", Msg: "min equals max and is itself out of range, so that no value lies between"})
	}
	return problems
}

// bound reports what is wrong with one end of a range.
func bound(name string, l *vector.Literal, strict bool) []Problem {
	switch {
	case l == nil && strict:
		return []Problem{{Param: "strict_" + name, Code: "missing-parameter", Msg: "strict_" + name + " needs " + name}}
	case l != nil && l.Kind == vector.LiteralBool:
		return []Problem{{Param: name, Code: "bad-value", Msg: name + " is " + l.Text + ", which is above and below nothing"}}
	}
	return nil
}

// required reports that neither bound is there.
func (b bounds) required() []Problem {
	b = b.given()
	if b.Min == nil && b.Max == nil {
		return []Problem{{Param: "min", Code: "missing-parameter", Msg: "neither min nor max is given", Hint: "give one of them, or both"}}
	}
	return b.validate()
}

// numeric also reports bounds that are not numbers.
func (b bounds) numeric() []Problem {
	b = b.given()
	var problems []Problem
	if b.Min != nil && b.Min.Kind != vector.LiteralNumber {
		problems = append(problems, notNumber("min", *b.Min))
	}
	if b.Max != nil && b.Max.Kind != vector.LiteralNumber {
		problems = append(problems, notNumber("max", *b.Max))
	}
	if problems != nil {
		return problems
	}
	return b.validate()
}

func notNumber(param string, l vector.Literal) Problem {
	return Problem{Param: param, Code: "bad-value", Msg: param + " must be a number, not " + strconv.Quote(l.Text)}
}

// hint asks for a column that the bounds can be compared with.
func (b bounds) hint() engine.Hint {
	b = b.given()
	for _, l := range []*vector.Literal{b.Min, b.Max} {
		if l != nil {
			return literalHint(*l)
		}
	}
	return engine.NoHint
}

// literalHint is what a literal asks an untyped column to be.
func literalHint(l vector.Literal) engine.Hint {
	switch l.Kind {
	case vector.LiteralNumber:
		return engine.HintNumber
	case vector.LiteralTime:
		return engine.HintTime
	}
	return engine.NoHint
}

// over makes the range for values of one type.
func (b bounds) over(t arrow.DataType, env *engine.Env) (*vector.Range, error) {
	spec := b.spec()
	spec.Zone = env.Zone
	r, err := vector.NewRange(t, spec)
	if err != nil {
		return nil, checkError(err)
	}
	return r, nil
}

// checkError gives what cannot be used with a column the form of an outcome's
// error.
func checkError(err error) error {
	var le *vector.LiteralError
	if errors.As(err, &le) {
		return &engine.CheckError{Code: le.Code, Msg: le.Msg, Hint: le.Hint}
	}
	return err
}

// share also reports bounds that no share of a whole lies between.
func (b bounds) share() []Problem {
	problems := b.numeric()
	if problems != nil {
		return problems
	}
	b = b.given()
	zero, one := vector.Literal{Kind: vector.LiteralNumber, Text: "0"}, vector.Literal{Kind: vector.LiteralNumber, Text: "1"}
	if b.Min != nil {
		if order, _ := vector.CompareLiterals(*b.Min, one); order > 0 {
			problems = append(problems, Problem{Param: "min", Code: "bad-range", Msg: "min is above 1, and a share never is", Hint: "write 0.05 for 5 %"})
		}
	}
	if b.Max != nil {
		if order, _ := vector.CompareLiterals(*b.Max, zero); order < 0 {
			problems = append(problems, Problem{Param: "max", Code: "bad-range", Msg: "max is below 0, and a share never is"})
		}
	}
	return problems
}

// observe is the kind of expectations whose figure is a float64 between bounds.
func (b bounds) observe(need engine.Need, env *engine.Env, of func(fold.Accumulator) (vector.Scalar, error)) (engine.Kind, error) {
	r, err := b.over(arrow.PrimitiveTypes.Float64, env)
	if err != nil {
		return nil, err
	}
	return observed(need, r, of), nil
}
