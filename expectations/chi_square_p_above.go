package expectations

import (
	"fmt"
	"math"

	"github.com/apache/arrow-go/v18/arrow"
	"gonum.org/v1/gonum/stat/distuv"

	"assay/engine"
	"assay/engine/fold"
)

type chiSquarePAboveParams struct {
	oneColumn
	Partition Partition `param:"partition,required" gx:"partition_object" doc:"the expected distribution: {FR: 0.5, DE: 0.5}, or {values: […], weights: […]}"`
	P         *float64  `param:"p" doc:"the p-value that must be exceeded; 0.05 by default"`
	Tails     float64   `param:"tail_weight_holdout" doc:"the share set aside for values that the partition does not list"`
}

// level is the p-value that must be exceeded.
func (p *chiSquarePAboveParams) level() float64 { return level(p.P) }

var _ = register(Def[chiSquarePAboveParams]{
	Name:  "chi-square-p-above",
	Alias: "expect_column_chisquare_test_p_value_to_be_greater_than",
	Group: "distributions",
	Title: "A chi-square test does not tell the values from an expected distribution",
	Doc: `The p-value of Pearson's chi-square test must exceed p: the probability of a sample that strays as far from the weights of the partition, were they true. The statistic is Σ (observed - expected)² / expected over the partition's values and over those that it does not list, with one degree of freedom less than there are of them.

A value that the partition does not list is impossible, and makes the p-value 0, unless tail_weight_holdout sets a share aside for all such values. Weights must add up to 1. Missing values have no part in it. Without any value, or with a single category, there is no test, and the expectation fails. One cell that does not fit the column's type makes it an error.`,
	Example: `- chi-square-p-above: {column: country, partition: {FR: 0.5, DE: 0.3, IT: 0.2}, p: 0.05}`,
	Since:   "0.1",
	Domain:  SingleColumn,
	Accepts: AnyType,
	Validate: func(p *chiSquarePAboveParams) []Problem {
		problems := append(p.Partition.validate(), shareProblem("p", p.level())...)
		problems = append(problems, shareProblem("tail_weight_holdout", p.Tails)...)
		if !p.Partition.Discrete() {
			problems = append(problems, Problem{Param: partitionParam, Code: "bad-partition", Msg: "the partition has bins, and the test takes values", Hint: "for numbers see bootstrapped-ks-p-above and kl-divergence-below"})
		}
		return problems
	},
	Hint: func(p *chiSquarePAboveParams) engine.Hint { return p.Partition.hint() },
	Expect: func(p *chiSquarePAboveParams) string {
		return fmt.Sprintf("chi-square p-value above %g, for %s", p.level(), p.Partition.describe())
	},
	Build: func(p *chiSquarePAboveParams, columns []arrow.Field, env *engine.Env) (engine.Kind, error) {
		expected, err := p.Partition.categories(columns[0].Type, env)
		if err != nil {
			return nil, err
		}
		return judgeCounts(p.oneColumn, func(counts *fold.ValueCounts) (engine.Observation, error) {
			return p.judge(counts, expected)
		}), nil
	},
})

func (p *chiSquarePAboveParams) judge(counts *fold.ValueCounts, expected []category) (engine.Observation, error) {
	c, err := takeCensus(counts, expected)
	if err != nil {
		return engine.Observation{}, err
	}
	each := c.holdOut(p.Tails)
	value := chiSquareP(c.cells(each))
	return engine.Observation{Success: value > p.level(), Value: figure(value, true), Details: c.partitions(true)}, nil
}

// chiSquareP is the p-value of Pearson's test, NaN where there is none.
func chiSquareP(cells []cell) float64 {
	var total, categories, statistic float64
	for _, c := range cells {
		total += c.observed * c.times
		categories += c.times
	}
	if total == 0 || categories < 2 {
		return math.NaN()
	}
	for _, c := range cells {
		want := c.expected * total
		if want == 0 && c.observed == 0 {
			return math.NaN()
		}
		statistic += c.times * (c.observed - want) * (c.observed - want) / want
	}
	if math.IsInf(statistic, 1) {
		return 0
	}
	return distuv.ChiSquared{K: categories - 1}.Survival(statistic)
}

// level is the p-value that a test must reach where the suite names none.
func level(p *float64) float64 {
	if p == nil {
		return 0.05
	}
	return *p
}

// shareProblem reports what is no share of a whole.
func shareProblem(param string, share float64) []Problem {
	if share >= 0 && share <= 1 {
		return nil
	}
	return []Problem{{Param: param, Code: "bad-value", Msg: fmt.Sprintf("%s is %g, and does not lie between 0 and 1", param, share)}}
}
