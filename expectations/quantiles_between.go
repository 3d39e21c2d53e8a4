package expectations

import (
	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/fold"
	"assay/engine/vector"
)

type quantilesBetweenParams struct {
	oneColumn
	Quantiles QuantileRanges `param:"quantiles,required" gx:"quantile_ranges" doc:"each quantile with its range: {0.5: [10, 20], 0.95: {max: 100}}; or as Great Expectations writes it: {quantiles: [0.5], value_ranges: [[10, 20]]}"`
	Method    string         `param:"interpolation" gx:"allow_relative_error" enum:"nearest,lower,higher,midpoint,linear,false" doc:"what a quantile is that lies between two values; nearest by default"`
}

// interpolation is what the parameter says; false is Great Expectations' default.
func (p *quantilesBetweenParams) interpolation() fold.Interpolation {
	if p.Method == "" || p.Method == "false" {
		return fold.Nearest
	}
	return fold.Interpolation(p.Method)
}

var _ = register(Def[quantilesBetweenParams]{
	Name:  "quantiles-between",
	Alias: "expect_column_quantile_values_to_be_between",
	Group: "figures",
	Title: "Quantiles lie between bounds",
	Doc: `Each quantile of the values that are not missing must lie in its range, bounds included. Either bound may be null, or left out. Of n values in order, quantile q is the one of rank q·(n-1), counted from 0; where that is no whole number, interpolation decides: nearest takes the nearer value (halfway, the one of even rank), lower and higher the one before and after, midpoint the mean of both, linear a value between them in proportion. This is what numpy does.

Quantiles are exact, not estimated; values that do not fit in memory wait in temporary files. Without any value there are no quantiles, and the expectation fails. Dates and times have quantiles too, but not with midpoint or linear. Ranges written as Great Expectations writes them, with value_ranges, are as wide as there: a number within a ten-thousandth of a bound is in range. One cell that does not fit the column's type makes the expectation an error.`,
	Example:  `- quantiles-between: {column: price, quantiles: {0.5: [10, 40], 0.95: {max: 200}}}`,
	Since:    "0.1",
	Domain:   SingleColumn,
	Accepts:  Numbers | Temporals,
	Validate: func(p *quantilesBetweenParams) []Problem { return p.Quantiles.validate("quantiles") },
	Hint: func(p *quantilesBetweenParams) engine.Hint {
		for _, r := range p.Quantiles.List {
			if h := r.bounds().hint(); h != engine.NoHint {
				return h
			}
		}
		return engine.HintNumber
	},
	Expect: func(p *quantilesBetweenParams) string { return p.Quantiles.describe() },
	Build: func(p *quantilesBetweenParams, columns []arrow.Field, env *engine.Env) (engine.Kind, error) {
		t := columns[0].Type
		if how := p.interpolation(); how == fold.Midpoint || how == fold.Linear {
			if ClassOf(t)&Temporals != 0 {
				return nil, &engine.CheckError{
					Code: "wrong-type", Msg: "the column " + columns[0].Name + " is " + t.String() + ", and " + string(how) + " takes numbers",
					Hint: "for dates and times write nearest, lower or higher",
				}
			}
			t = arrow.PrimitiveTypes.Float64
		}
		ranges := make([]*vector.Range, len(p.Quantiles.List))
		for i, r := range p.Quantiles.List {
			var err error
			if ranges[i], err = r.bounds().over(t, env); err != nil {
				return nil, err
			}
		}
		return engine.Fold{
			Needs: []engine.Need{quantilesNeed(p.oneColumn)},
			Judge: func(filled []fold.Accumulator) (engine.Observation, error) {
				return p.judge(filled[0].(*fold.Quantiles), ranges)
			},
		}, nil
	},
})

func (p *quantilesBetweenParams) judge(q *fold.Quantiles, ranges []*vector.Range) (engine.Observation, error) {
	o := engine.Observation{Success: true}
	quantiles, values := make([]vector.Scalar, len(ranges)), make([]vector.Scalar, len(ranges))
	success := make([]vector.Scalar, len(ranges))
	for i, r := range p.Quantiles.List {
		v, err := q.Quantile(r.Quantile, p.interpolation())
		if err != nil {
			return o, err
		}
		ok := inside(ranges[i], v) || p.Quantiles.Tolerant && (near(v, r.Min) || near(v, r.Max))
		o.Success = o.Success && ok
		quantiles[i], values[i], success[i] = vector.FloatScalar(r.Quantile), v, vector.BoolScalar(ok)
	}
	o.Value = map[string]any{"quantiles": quantiles, "values": values}
	o.Details = map[string]any{"success_details": success}
	return o, nil
}
