package expectations

import (
	"fmt"
	"math"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/fold"
	"assay/engine/vector"
)

type noOutliersParams struct {
	oneColumn
	Method     string   `param:"method" enum:"iqr,std" doc:"how the range is found; iqr by default"`
	Multiplier *float64 `param:"multiplier" doc:"how many times the spread a value may lie outside; 1.5 by default"`
}

// multiplier is how many times the spread a value may lie outside.
func (p *noOutliersParams) multiplier() float64 {
	const tukey = 1.5
	if p.Multiplier == nil {
		return tukey
	}
	return *p.Multiplier
}

// byDeviation is whether the range is that of the standard deviation.
func (p *noOutliersParams) byDeviation() bool { return p.Method == "std" }

var _ = register(Def[noOutliersParams]{
	Name:  "no-outliers",
	Alias: "expect_column_values_to_not_be_outliers",
	Group: "ranges",
	Title: "No value lies far outside the others",
	Doc: `With method iqr, the default, a value is unexpected where it lies below Q1 - multiplier × IQR or above Q3 + multiplier × IQR: Q1 and Q3 are the first and third quartile, interpolated between neighbours on a straight line, and IQR is their distance (Tukey's fences). A value on a fence is expected.

With method std a value is unexpected where its distance from the mean is multiplier standard deviations or more, with n - 1 in the denominator of the variance. Where all values are equal each equals the mean, and is expected.

Missing values are passed over. Where there is no value, or for std a single one, or the spread is not finite, every value is as expected. The figures are those of the rows that where selects; cells that do not fit the column's type have no part in them, and are unexpected. The data is read twice.`,
	Example: `- no-outliers: {column: price, method: iqr, multiplier: 3}`,
	Since:   "0.1",
	Domain:  SingleColumn,
	RowWise: true,
	Accepts: Numbers,
	Validate: func(p *noOutliersParams) []Problem {
		if p.multiplier() >= 0 {
			return nil
		}
		return []Problem{{Param: "multiplier", Code: "bad-value", Msg: "multiplier is below 0, and no value lies in such a range"}}
	},
	Hint: func(*noOutliersParams) engine.Hint { return engine.HintNumber },
	Expect: func(p *noOutliersParams) string {
		if p.byDeviation() {
			return fmt.Sprintf("less than %g standard deviations from the mean", p.multiplier())
		}
		return fmt.Sprintf("at most %g interquartile ranges outside the quartiles", p.multiplier())
	},
	Build: func(p *noOutliersParams, _ []arrow.Field, _ *engine.Env) (engine.Kind, error) {
		need, find := quantilesNeed(p.oneColumn), p.fences
		if p.byDeviation() {
			need, find = momentsNeed(p.oneColumn), p.around
		}
		return engine.Prepare{
			Needs: []engine.Need{need},
			Rows:  engine.Rows{Inputs: []engine.Input{p.input()}},
			Build: func(filled []fold.Accumulator) (func() engine.Predicate, error) {
				inlier, err := find(filled[0])
				if inlier == nil {
					return stateless(nothing), err
				}
				return func() engine.Predicate { return &outliers{inlier: inlier} }, nil
			},
		}, nil
	},
})

// fences tell inliers by the quartiles; nil where all are.
func (p *noOutliersParams) fences(filled fold.Accumulator) (inlier func(float64) bool, err error) {
	quantiles := filled.(*fold.Quantiles)
	first, err := quantiles.Quantile(0.25, fold.Linear)
	if err != nil || first.IsNull() {
		return nil, err
	}
	third, err := quantiles.Quantile(0.75, fold.Linear)
	q1, q3 := first.F, third.F
	reach := p.multiplier() * (q3 - q1)
	if err != nil || math.IsNaN(reach) {
		return nil, err
	}
	low, high := q1-reach, q3+reach
	return func(x float64) bool { return x >= low && x <= high }, nil
}

// around tells inliers by the distance from the mean; nil where all are.
func (p *noOutliersParams) around(filled fold.Accumulator) (inlier func(float64) bool, err error) {
	moments := filled.(*fold.Moments)
	mean, _ := moments.Mean()
	deviation, ok := moments.Stdev()
	if !ok || math.IsNaN(deviation) {
		return nil, nil
	}
	reach := p.multiplier() * deviation
	if reach == 0 {
		return func(x float64) bool { return x == mean }, nil
	}
	return func(x float64) bool { return math.Abs(x-mean) < reach }, nil
}

// outliers marks the values that are no inliers.
type outliers struct {
	inlier func(float64) bool
	floats []float64
}

// Eval judges one column of numbers.
func (o *outliers) Eval(in []*vector.Vector, _ int, out *engine.Marks) error {
	o.floats = vector.AsFloats(o.floats, in[0])
	for row, x := range o.floats {
		if !o.inlier(x) {
			out.Unexpected.Set(row)
		}
	}
	return nil
}
