package expectations

import (
	"math"
	"slices"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/vector"
)

type stepParams struct {
	oneColumn
	By *vector.Literal `param:"by" doc:"the difference of a value to the one before it: a number, or a span of time such as 15m or 1d"`
	bounds
}

var _ = register(Def[stepParams]{
	Name:  "step",
	Group: "order and time",
	Title: "Values follow each other by a fixed step, or within bounds",
	Doc: `A value is unexpected where its difference to the one before it is not by, or not between min and max. Missing values are left out first, so that a value is compared with the last one that was there; it is the later of the two that is unexpected, and the first value never is. by: 1 says that integers are sequential, by: -1 that they count down, max: 1h that no more than an hour passes between two timestamps, min: 0s that they do not go back.

In columns of numbers the step is a number, exact but in floating-point columns; in columns of dates and times it is a span: 90s, 15m, 36h, 2d, 1w. The order is that of the rows, and of the files where there are several. With where, the selected rows are compared with each other.`,
	Example:  `- step: {column: line, by: 1}`,
	Since:    "0.1",
	Domain:   SingleColumn,
	RowWise:  true,
	Accepts:  Numbers | Temporals,
	Validate: (*stepParams).problems,
	Hint:     (*stepParams).hint,
	Expect: func(p *stepParams) string {
		if p.By != nil {
			return "each " + p.By.Text + " after the one before"
		}
		return p.describe("step")
	},
	Build: func(p *stepParams, columns []arrow.Field, env *engine.Env) (engine.Kind, error) {
		kind := engine.Ordered{Input: p.input()}
		if isNull(columns[0]) {
			kind.New = stateless(nothing)
			return kind, nil
		}
		r, err := p.allowed(valueType(columns[0].Type), env)
		if err != nil {
			return nil, err
		}
		kind.New = func() engine.Predicate { return &stepPredicate{allowed: r} }
		return kind, nil
	},
})

// limits are the bounds of a step, of which by is a special case.
func (p *stepParams) limits() bounds {
	if p.By != nil {
		return bounds{Min: p.By, Max: p.By}
	}
	return p.given()
}

func (p *stepParams) problems() []Problem {
	given := p.given()
	if p.By != nil && (given.Min != nil || given.Max != nil) {
		return []Problem{{Param: "by", Code: "bad-value", Msg: "by is one step, min and max are bounds of several", Hint: "leave one or the other out"}}
	}
	if p.By == nil && given.Min == nil && given.Max == nil {
		return []Problem{{Param: "by", Code: "missing-parameter", Msg: "neither by nor a bound is given", Hint: "give by, or min, or max"}}
	}
	problems := slices.Concat(stepProblem("by", p.By), stepProblem("min", given.Min), stepProblem("max", given.Max))
	if problems == nil && p.By == nil && given.allNumbers() {
		return p.validate()
	}
	return problems
}

// stepProblem reports what is neither a number nor a span.
func stepProblem(param string, l *vector.Literal) []Problem {
	if l == nil || l.Kind == vector.LiteralNumber {
		return nil
	}
	if _, err := parseSpan(l.Text); err != nil {
		return []Problem{{Param: param, Code: "bad-value", Msg: err.Error() + ", nor a number", Hint: spanHint}}
	}
	return nil
}

func (b bounds) allNumbers() bool {
	return (b.Min == nil || b.Min.Kind == vector.LiteralNumber) && (b.Max == nil || b.Max.Kind == vector.LiteralNumber)
}

func (p *stepParams) hint() engine.Hint {
	if p.limits().allNumbers() {
		return engine.HintNumber
	}
	return engine.HintTime
}

// allowed is the range of differences between values of type t.
func (p *stepParams) allowed(t arrow.DataType, env *engine.Env) (*vector.Range, error) {
	limits := p.limits()
	if Temporals.Accept(t) {
		var err error
		if limits, err = limits.ticks(t); err != nil {
			return nil, err
		}
	}
	return limits.over(differenceType(t), env)
}

// ticks turns spans into numbers of what the column counts.
func (b bounds) ticks(t arrow.DataType) (bounds, error) {
	for _, end := range []**vector.Literal{&b.Min, &b.Max} {
		if *end == nil {
			continue
		}
		span, err := parseSpan((*end).Text)
		if err != nil {
			return b, &engine.CheckError{Code: "bad-value", Msg: "the column has dates or times, and " + err.Error(), Hint: spanHint}
		}
		text, err := inTicks(span, t)
		if err != nil {
			return b, err
		}
		*end = &vector.Literal{Kind: vector.LiteralNumber, Text: text}
	}
	return b, nil
}

// differenceType is the type of the difference of two values.
func differenceType(t arrow.DataType) arrow.DataType {
	switch vector.LaneOf(t) {
	case vector.Float:
		return arrow.PrimitiveTypes.Float64
	case vector.Decimal:
		return &arrow.Decimal256Type{Precision: 76, Scale: t.(arrow.DecimalType).GetScale()}
	}
	return arrow.PrimitiveTypes.Int64
}

// stepPredicate is one worker's.
type stepPredicate struct {
	allowed    *vector.Range
	difference vector.Vector
}

// Eval marks the values whose difference to those before is not allowed.
func (p *stepPredicate) Eval(in []*vector.Vector, rows int, out *engine.Marks) error {
	before, value, d := in[0], in[1], &p.difference
	d.Len, d.Lane, d.Type = rows, value.Lane, differenceType(value.Type)
	switch value.Lane {
	case vector.Int:
		d.Ints = slices.Grow(d.Ints[:0], rows)[:rows]
		for i := range rows {
			d.Ints[i] = subtract(value.Ints[i], before.Ints[i])
		}
	case vector.Uint:
		d.Lane = vector.Int
		d.Ints = slices.Grow(d.Ints[:0], rows)[:rows]
		for i := range rows {
			d.Ints[i] = subtractUnsigned(value.Uints[i], before.Uints[i])
		}
	case vector.Float:
		d.Floats = slices.Grow(d.Floats[:0], rows)[:rows]
		for i := range rows {
			d.Floats[i] = value.Floats[i] - before.Floats[i]
			if math.IsNaN(d.Floats[i]) { // of two infinities
				out.Unexpected.Set(i)
			}
		}
	case vector.Decimal:
		d.Decimals = slices.Grow(d.Decimals[:0], rows)[:rows]
		for i := range rows {
			d.Decimals[i] = value.Decimals[i].Add(before.Decimals[i].Negate())
		}
	}
	p.allowed.Outside(d, out.Unexpected)
	return nil
}

// subtract is a - b, or the farthest that there is.
func subtract(a, b int64) int64 {
	d := a - b
	switch {
	case a >= 0 && b < 0 && d < 0:
		return math.MaxInt64
	case a < 0 && b >= 0 && d >= 0:
		return math.MinInt64
	}
	return d
}

func subtractUnsigned(a, b uint64) int64 {
	if a >= b {
		return int64(min(a-b, math.MaxInt64))
	}
	return -int64(min(b-a, math.MaxInt64))
}
