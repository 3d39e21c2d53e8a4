package expectations

import (
	"errors"
	"strconv"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
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

func (b bounds) spec() vector.RangeSpec {
	return vector.RangeSpec{Min: b.Min, Max: b.Max, StrictMin: b.StrictMin, StrictMax: b.StrictMax}
}

// describe says "between 18 and 99".
func (b bounds) describe() string { return vector.DescribeRange(b.spec()) }

// validate reports bounds that cannot be compared with each other, that leave
// nothing between them, or that are strict without being there.
func (b bounds) validate() []Problem {
	var problems []Problem
	if b.StrictMin && b.Min == nil {
		problems = append(problems, Problem{Param: "strict_min", Code: "missing-parameter", Msg: "strict_min needs min"})
	}
	if b.StrictMax && b.Max == nil {
		problems = append(problems, Problem{Param: "strict_max", Code: "missing-parameter", Msg: "strict_max needs max"})
	}
	if b.Min == nil || b.Max == nil {
		return problems
	}
	order, ok := vector.CompareLiterals(*b.Min, *b.Max)
	switch {
	case !ok:
		problems = append(problems, Problem{Param: "max", Code: "bad-range", Msg: "min and max cannot be compared with each other"})
	case order > 0:
		problems = append(problems, Problem{Param: "min", Code: "bad-range", Msg: "min is above max: no value lies between"})
	case order == 0 && (b.StrictMin || b.StrictMax):
		problems = append(problems, Problem{Param: "min", Code: "bad-range", Msg: "min equals max and is out of range: no value lies between"})
	}
	return problems
}

// required reports that neither bound is there.
func (b bounds) required() []Problem {
	if b.Min == nil && b.Max == nil {
		return []Problem{{Param: "min", Code: "missing-parameter", Msg: "neither min nor max is given", Hint: "give one of them, or both"}}
	}
	return b.validate()
}

// numeric also reports bounds that are not numbers.
func (b bounds) numeric() []Problem {
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
