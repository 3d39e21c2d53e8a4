package expectations

import (
	"fmt"
	"math"
	"strconv"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/fold"
	"assay/engine/vector"
)

type sumEqualsOtherParams struct {
	oneColumn
	In          DataPath `param:"in,required" doc:"the other data: a file, a glob or a folder; relative to the suite's file"`
	OtherColumn string   `param:"other_column" doc:"the column's name there, where it differs"`
	Tolerance   float64  `param:"tolerance" doc:"how far the sums may be from each other, as a share of the other one; 0 where left out"`
}

var _ = register(Def[sumEqualsOtherParams]{
	Name:  "sum-equals-other",
	Group: "other data",
	Title: "The column's sum is that of other data",
	Doc: `The sum of the column must be that of a column of the other data, so that two stages of a pipeline reconcile. Missing values count as nothing. Sums are exact, so that they are equal or they are not; tolerance allows a share, 0.001 for one in a thousand.

What was observed is the sum here; the details hold both.`,
	Example: `- sum-equals-other: {column: amount, in: ledger.csv, other_column: total}`,
	Since:   "0.1",
	Domain:  SingleColumn,
	Accepts: Numbers,
	Validate: func(p *sumEqualsOtherParams) []Problem {
		if p.Tolerance >= 0 && !math.IsInf(p.Tolerance, 0) {
			return nil
		}
		return []Problem{{Param: "tolerance", Code: "out-of-range", Msg: "tolerance is a share from 0 on"}}
	},
	Hint: func(*sumEqualsOtherParams) engine.Hint { return engine.HintNumber },
	Expect: func(p *sumEqualsOtherParams) string {
		text := fmt.Sprintf("the sum of %s in %s", p.there(), p.In)
		if p.Tolerance > 0 {
			text += " ± " + strconv.FormatFloat(p.Tolerance*100, 'g', -1, 64) + "%"
		}
		return text
	},
	Fault: func(p *sumEqualsOtherParams) string { return fmt.Sprintf("another sum than in %s", p.In) },
	Build: func(p *sumEqualsOtherParams, columns []arrow.Field, env *engine.Env) (engine.Kind, error) {
		src, err := openOther(p.In, likeColumns([]string{p.there()}, columns), env)
		if err != nil {
			return nil, err
		}
		field, err := otherField(src, p.In, p.there())
		if err != nil {
			return nil, err
		}
		if !Numbers.Accept(field.Type) {
			return nil, &engine.CheckError{Code: "wrong-type", Msg: fmt.Sprintf("%s in %s is %s, which has no sum", p.there(), p.In, field.Type)}
		}
		return engine.Fold{
			Needs: []engine.Need{sumNeed(p.oneColumn)},
			Other: &engine.OtherFold{Source: src, Needs: []engine.Need{sumNeed(oneColumn{Column(p.there())})}},
			Judge: func(filled []fold.Accumulator) (engine.Observation, error) {
				return p.judge(filled[0].(*fold.Moments).Sum(), filled[1].(*fold.Moments).Sum()), nil
			},
		}, nil
	},
})

// there is the column's name in the other data.
func (p *sumEqualsOtherParams) there() string {
	if p.OtherColumn != "" {
		return p.OtherColumn
	}
	return string(p.Column)
}

func (p *sumEqualsOtherParams) judge(here, there vector.Scalar) engine.Observation {
	o := engine.Observation{Value: here, Details: map[string]any{"here": here, "other": there}}
	if order, ok := vector.CompareScalars(here, there); ok && order == 0 {
		o.Success = true
		return o
	}
	a, ok := here.Number()
	b, ok2 := there.Number()
	o.Success = ok && ok2 && p.Tolerance > 0 && math.Abs(a-b) <= p.Tolerance*math.Abs(b)
	return o
}
