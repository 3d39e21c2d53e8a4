package expectations

import (
	"fmt"
	"math"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/fold"
	"assay/engine/vector"
)

type zScoreBelowParams struct {
	oneColumn
	Threshold   float64 `param:"threshold,required" doc:"the distance from the mean, in standard deviations, that no value reaches"`
	DoubleSided *bool   `param:"double_sided" doc:"whether values below the mean are judged by their distance too; true by default"`
}

// bothSides is whether values below the mean are judged too.
func (p *zScoreBelowParams) bothSides() bool { return p.DoubleSided == nil || *p.DoubleSided }

var _ = register(Def[zScoreBelowParams]{
	Name:  "z-score-below",
	Alias: "expect_column_value_z_scores_to_be_less_than",
	Group: "ranges",
	Title: "No value is far from the mean",
	Doc: `A value's z-score is its distance from the column's mean in standard deviations: (x - mean) / stdev, with n - 1 in the denominator of the variance. A value is unexpected where its score is not below threshold; with double_sided, the default, where the score without its sign is not.

Missing values are passed over. Where there are fewer than two values, or all are equal, or one is infinite, there are no scores and every value is as expected. Mean and standard deviation are those of the rows that where selects; cells that do not fit the column's type have no part in them, and are unexpected. The data is read twice.`,
	Example: `- z-score-below: {column: price, threshold: 4}
  mostly: 0.999`,
	Since:   "0.1",
	Domain:  SingleColumn,
	RowWise: true,
	Accepts: Numbers,
	Validate: func(p *zScoreBelowParams) []Problem {
		if p.Threshold != 0 || !p.bothSides() {
			return nil
		}
		return []Problem{{Param: "threshold", Code: "bad-value", Msg: "threshold is 0, and no distance is below that"}}
	},
	Hint: func(*zScoreBelowParams) engine.Hint { return engine.HintNumber },
	Expect: func(p *zScoreBelowParams) string {
		if p.bothSides() {
			return fmt.Sprintf("less than %g standard deviations from the mean", math.Abs(p.Threshold))
		}
		return fmt.Sprintf("less than %g standard deviations above the mean", p.Threshold)
	},
	Fault: func(p *zScoreBelowParams) string {
		if p.bothSides() {
			return fmt.Sprintf("%g or more standard deviations from the mean", math.Abs(p.Threshold))
		}
		return fmt.Sprintf("%g or more standard deviations above the mean", p.Threshold)
	},
	Build: func(p *zScoreBelowParams, _ []arrow.Field, _ *engine.Env) (engine.Kind, error) {
		return engine.Prepare{
			Needs: []engine.Need{momentsNeed(p.oneColumn)},
			Rows:  engine.Rows{Inputs: []engine.Input{p.input()}},
			Build: func(filled []fold.Accumulator) (func() engine.Predicate, error) {
				s, ok := p.scores(filled[0].(*fold.Moments))
				if !ok {
					return stateless(nothing), nil
				}
				return stateless(s.reach), nil
			},
		}, nil
	},
})

// scores are what z-scores are computed from and compared with.
type scores struct {
	mean, deviation, threshold float64
	bothSides                  bool
}

// scores reports false where the column has no z-scores.
func (p *zScoreBelowParams) scores(m *fold.Moments) (scores, bool) {
	s := scores{threshold: p.Threshold, bothSides: p.bothSides()}
	if s.bothSides {
		s.threshold = math.Abs(s.threshold)
	}
	var ok bool
	s.mean, _ = m.Mean()
	s.deviation, ok = m.Stdev()
	return s, ok && s.deviation > 0
}

// reach marks the values whose score is not below the threshold.
func (s scores) reach(in []*vector.Vector, _ int, out *engine.Marks) error {
	v := in[0]
	switch v.Lane {
	case vector.Int:
		reach(s, v.Ints, out.Unexpected)
	case vector.Uint:
		reach(s, v.Uints, out.Unexpected)
	case vector.Float:
		reach(s, v.Floats, out.Unexpected)
	case vector.Decimal:
		for row := range v.Decimals {
			if s.reached(v.FloatAt(row)) {
				out.Unexpected.Set(row)
			}
		}
	}
	return nil
}

func reach[T int64 | uint64 | float64](s scores, values []T, out vector.Mask) {
	for row, x := range values {
		if s.reached(float64(x)) {
			out.Set(row)
		}
	}
}

func (s scores) reached(x float64) bool {
	score := (x - s.mean) / s.deviation
	if s.bothSides {
		score = math.Abs(score)
	}
	return score >= s.threshold
}
