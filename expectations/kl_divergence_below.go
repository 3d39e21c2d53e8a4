package expectations

import (
	"fmt"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/fold"
)

type klDivergenceBelowParams struct {
	oneColumn
	Partition Partition `param:"partition,required" gx:"partition_object" doc:"the expected distribution: {FR: 0.5, DE: 0.5}, or {values: […], weights: […]}, or {bins: […], weights: […], tail_weights: […]}"`
	Threshold *float64  `param:"threshold" doc:"the greatest divergence, in nats; unbounded where left out"`
	Tails     float64   `param:"tail_weight_holdout" doc:"the share set aside for values beyond the partition"`
	Internal  float64   `param:"internal_weight_holdout" doc:"the share set aside for intervals whose weight is 0"`
	Bucketize *bool     `param:"bucketize_data" doc:"whether values may be sorted into bins; a partition with bins needs it; true by default"`
}

var _ = register(Def[klDivergenceBelowParams]{
	Name:  "kl-divergence-below",
	Alias: "expect_column_kl_divergence_to_be_less_than",
	Group: "distributions",
	Title: "The distribution does not stray from an expected one",
	Doc: `The Kullback-Leibler divergence of the values from the expected distribution must not exceed threshold. It is Σ p·ln(p/q) over the shares p that were observed and the weights q that were expected, in nats: 0 where they agree, more the less probable the data are.

A partition of values takes the column as categories; weights must add up to 1. A partition of bins takes it as numbers: each interval holds the values from its lower edge up to the next, the last edge included, and what lies beyond goes to the tails, with tail_weights expected there; the outer edges may be -.inf and .inf. What has no weight is impossible, and one such value makes the divergence infinite: the expectation fails and observes null. To allow for it, set aside a share with tail_weight_holdout (for values outside the partition) or internal_weight_holdout (for intervals of weight 0).

Missing values have no part in it. Without any value there is no divergence, and a threshold is not kept. Without threshold the expectation passes, and reports what was observed. One cell that does not fit the column's type makes it an error.`,
	Example: `- kl-divergence-below: {column: country, partition: {FR: 0.5, DE: 0.3, IT: 0.2}, threshold: 0.1}`,
	Since:   "0.1",
	Domain:  SingleColumn,
	Accepts: AnyType,
	Validate: func(p *klDivergenceBelowParams) []Problem {
		if problems := p.Partition.validate(); problems != nil {
			return problems
		}
		return p.validate()
	},
	Hint: func(p *klDivergenceBelowParams) engine.Hint { return p.Partition.hint() },
	Expect: func(p *klDivergenceBelowParams) string {
		if p.Threshold == nil {
			return "any divergence from " + p.Partition.describe()
		}
		return fmt.Sprintf("divergence from %s at most %g", p.Partition.describe(), *p.Threshold)
	},
	Build: func(p *klDivergenceBelowParams, columns []arrow.Field, env *engine.Env) (engine.Kind, error) {
		judge := p.continuous
		if p.Partition.Discrete() {
			expected, err := p.Partition.categories(columns[0].Type, env)
			if err != nil {
				return nil, err
			}
			judge = func(counts *fold.ValueCounts) (engine.Observation, error) { return p.discrete(counts, expected) }
		} else if err := numbersForBins(columns[0]); err != nil {
			return nil, err
		}
		return judgeCounts(p.oneColumn, judge), nil
	},
})

func (p *klDivergenceBelowParams) validate() []Problem {
	bad := func(param, msg string) []Problem {
		return []Problem{{Param: param, Code: "bad-value", Msg: msg}}
	}
	switch {
	case p.Threshold != nil && *p.Threshold < 0:
		return bad("threshold", "threshold is below 0, and a divergence never is")
	case p.Tails < 0 || p.Tails > 1:
		return bad("tail_weight_holdout", "tail_weight_holdout does not lie between 0 and 1")
	case p.Internal < 0 || p.Internal > 1:
		return bad("internal_weight_holdout", "internal_weight_holdout does not lie between 0 and 1")
	case p.Partition.Discrete():
		if p.Internal > 0 {
			return bad("internal_weight_holdout", "internal_weight_holdout is about intervals, and the partition has none")
		}
		return nil
	case p.Bucketize != nil && !*p.Bucketize:
		return bad("bucketize_data", "the partition has bins, and bucketize_data forbids them")
	case p.Tails != 0 && p.Partition.Tails != nil:
		return bad("tail_weight_holdout", "tail_weight_holdout must be 0 where the partition has tail_weights")
	}
	below, above := p.Partition.infinite()
	switch {
	case (below || above) && p.Partition.Tails != nil:
		return bad(partitionParam, "the partition has tail_weights beyond an infinite edge")
	case below && above && p.Tails > 0:
		return bad("tail_weight_holdout", "nothing lies beyond the infinite edges of the partition")
	}
	return nil
}

func (p *klDivergenceBelowParams) discrete(counts *fold.ValueCounts, expected []category) (engine.Observation, error) {
	c, err := takeCensus(counts, expected)
	if err != nil {
		return engine.Observation{}, err
	}
	each := c.holdOut(p.Tails)
	return p.observation(divergence(c.cells(each)), c.partitions(false)), nil
}

func (p *klDivergenceBelowParams) continuous(counts *fold.ValueCounts) (engine.Observation, error) {
	h, err := takeHistogram(counts, p.Partition.Bins)
	if err != nil {
		return engine.Observation{}, err
	}
	observed, expected := p.Partition.observedBins(h), p.Partition.expectedBins(hold{p.Tails, p.Internal})
	edges := p.Partition.finiteEdges()
	return p.observation(divergence(pairCells(observed.all(), expected.all())), map[string]any{
		"observed_partition": observed.details(edges),
		"expected_partition": expected.details(edges),
	}), nil
}

func (p *klDivergenceBelowParams) observation(kl float64, details map[string]any) engine.Observation {
	return engine.Observation{
		Success: p.Threshold == nil || kl <= *p.Threshold,
		Value:   numbersOnly(kl), Details: details,
	}
}
