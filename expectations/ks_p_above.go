package expectations

import (
	"fmt"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/fold"
	"assay/engine/kolmogorov"
	"assay/engine/vector"
)

type ksPAboveParams struct {
	oneColumn
	Distribution string    `param:"distribution,required" enum:"norm,uniform,expon,gamma,beta,chi2" doc:"the distribution, as SciPy names it"`
	PValue       *float64  `param:"p_value" doc:"the least p-value; 0.05 by default"`
	Params       Arguments `param:"params" doc:"its parameters: {mean: 0, std_dev: 1} for norm, {min: 0, max: 1} for uniform, {alpha: 2, beta: 3} for beta, {alpha: 2} for gamma, {df: 3} for chi2; all but the first two take loc and scale; or a list in this order"`
}

func (p *ksPAboveParams) level() float64 { return level(p.PValue) }

var _ = register(Def[ksPAboveParams]{
	Name:  "ks-p-above",
	Alias: "expect_column_parameterized_distribution_ks_test_p_value_to_be_greater_than",
	Group: "distributions",
	Title: "A Kolmogorov-Smirnov test does not tell the values from a known distribution",
	Doc: `The p-value of the Kolmogorov-Smirnov test must be at least p_value: the probability of a sample whose cumulative distribution strays as far from that of the named distribution, were the values drawn from it. The test is two-sided; up to 10,000 values the p-value is exact, beyond it is the limit for many, as in SciPy.

The test grows sharper with the number of rows: of a million it tells deviations that nobody minds. Its parameters must not be estimated from the same data. Missing values have no part in it. Without any value there is no test, and the expectation fails. Values that do not fit in memory wait in temporary files. One cell that does not fit the column's type makes it an error.`,
	Example: `- ks-p-above: {column: error, distribution: norm, params: {mean: 0, std_dev: 1.5}, p_value: 0.01}`,
	Since:   "0.1",
	Domain:  SingleColumn,
	Accepts: Numbers,
	Validate: func(p *ksPAboveParams) []Problem {
		_, problems := distributions()[p.Distribution].arguments(p.Distribution, p.Params)
		return append(problems, shareProblem("p_value", p.level())...)
	},
	Hint: func(*ksPAboveParams) engine.Hint { return engine.HintNumber },
	Expect: func(p *ksPAboveParams) string {
		return fmt.Sprintf("Kolmogorov-Smirnov p-value at least %g, for %s(%s)", p.level(), p.Distribution, p.Params.describe())
	},
	Build: func(p *ksPAboveParams, _ []arrow.Field, _ *engine.Env) (engine.Kind, error) {
		d := distributions()[p.Distribution]
		args, problems := d.arguments(p.Distribution, p.Params)
		if problems != nil {
			return nil, &engine.CheckError{Code: problems[0].Code, Msg: problems[0].Msg}
		}
		cdf := d.cdf(args)
		return judgeCounts(p.oneColumn, func(counts *fold.ValueCounts) (engine.Observation, error) {
			return p.judge(counts, cdf)
		}), nil
	},
})

func (p *ksPAboveParams) judge(counts *fold.ValueCounts, cdf func(float64) float64) (engine.Observation, error) {
	if counts.Count() == 0 {
		return engine.Observation{Value: vector.Scalar{}}, nil
	}
	distance, before := 0.0, int64(0)
	n := float64(counts.Count())
	err := counts.EachNumber(func(x float64, times int64) error {
		f := cdf(x)
		distance = max(distance, f-float64(before)/n, float64(before+times)/n-f)
		before += times
		return nil
	})
	value := kolmogorov.PValue(counts.Count(), distance)
	return engine.Observation{
		Success: value >= p.level(), Value: vector.FloatScalar(value),
		Details: map[string]any{
			"expected_params":    p.Params.details(),
			"observed_ks_result": figures([]float64{distance, value}),
		},
	}, err
}
