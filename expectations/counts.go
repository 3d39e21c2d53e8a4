package expectations

import (
	"math"
	"strconv"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/vector"
)

// counts are bounds on how many there are of something.
type counts struct {
	Min       *int64 `param:"min" gx:"min_value" doc:"the least number; unbounded where left out"`
	Max       *int64 `param:"max" gx:"max_value" doc:"the greatest number; unbounded where left out"`
	StrictMin bool   `param:"strict_min" doc:"whether min itself is out of range"`
	StrictMax bool   `param:"strict_max" doc:"whether max itself is out of range"`
}

// exactly are the bounds that only n meets.
func exactly(n int64) counts { return counts{Min: &n, Max: &n} }

// validateValue is validate where both bounds are the parameter value.
func (c counts) validateValue() []Problem {
	if *c.Min >= 0 {
		return nil
	}
	return []Problem{{Param: "value", Code: "bad-value", Msg: "value is below 0, and a count never is"}}
}

// bounds are the counts as bounds.
func (c counts) bounds() bounds {
	return bounds{Min: integer(c.Min), Max: integer(c.Max), StrictMin: c.StrictMin, StrictMax: c.StrictMax}
}

func integer(n *int64) *vector.Literal {
	if n == nil {
		return nil
	}
	return &vector.Literal{Kind: vector.LiteralNumber, Text: strconv.FormatInt(*n, 10)}
}

// validate reports counts that nothing meets.
func (c counts) validate() []Problem {
	var problems []Problem
	for _, bound := range []struct {
		name string
		n    *int64
	}{{"min", c.Min}, {"max", c.Max}} {
		if bound.n != nil && *bound.n < 0 {
			problems = append(problems, Problem{Param: bound.name, Code: "bad-value", Msg: bound.name + " is below 0, and a count never is"})
		}
	}
	return append(problems, c.bounds().validate()...)
}

// required also reports that neither bound is there.
func (c counts) required() []Problem {
	if c.Min == nil && c.Max == nil {
		return c.bounds().required()
	}
	return c.validate()
}

// describe says "row count between 1 and 5".
func (c counts) describe(figure string) string { return c.bounds().describe(figure) }

// over makes the range of the counts.
func (c counts) over(env *engine.Env) (*vector.Range, error) {
	return c.bounds().over(arrow.PrimitiveTypes.Int64, env)
}

// inclusive is the least and the greatest number in range. The greatest integer
// stands for itself as a strict bound: no count reaches it.
func (c counts) inclusive() (least, most *int64) {
	least, most = c.Min, c.Max
	if least != nil && c.StrictMin && *least < math.MaxInt64 {
		n := *least + 1
		least = &n
	}
	if most != nil && c.StrictMax {
		n := *most - 1
		most = &n
	}
	return least, most
}
