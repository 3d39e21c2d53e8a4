package expectations

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/fold"
	"assay/engine/kolmogorov"
	"assay/engine/vector"
)

type bootstrappedKSPAboveParams struct {
	oneColumn
	Partition Partition `param:"partition,required" gx:"partition_object" doc:"the expected distribution: {bins: […], weights: […]}"`
	P         *float64  `param:"p" doc:"the p-value that must be exceeded; 0.05 by default"`
	Samples   *int64    `param:"bootstrap_samples" doc:"the number of samples; 1000 by default"`
	Size      *int64    `param:"bootstrap_sample_size" doc:"the number of values in a sample; twice the number of weights by default"`
}

func (p *bootstrappedKSPAboveParams) level() float64 { return level(p.P) }

func (p *bootstrappedKSPAboveParams) samples() int { return orDefault(p.Samples, 1000) }

func (p *bootstrappedKSPAboveParams) size() int { return orDefault(p.Size, 2*len(p.Partition.Weights)) }

func orDefault(n *int64, otherwise int) int {
	if n == nil {
		return otherwise
	}
	return int(*n)
}

// maxDraws bounds how many values are drawn in all.
const maxDraws = 10_000_000

var _ = register(Def[bootstrappedKSPAboveParams]{
	Name:  "bootstrapped-ks-p-above",
	Alias: "expect_column_bootstrapped_ks_test_p_value_to_be_greater_than",
	Group: "distributions",
	Title: "Small samples of the values pass for an expected distribution",
	Doc: `Samples are drawn from the values, with replacement, and each is compared with the partition by a Kolmogorov-Smirnov test; between the edges of a bin its weight is taken to be spread evenly. The share of samples whose p-value is at least p, one sample added on both sides, must exceed p.

Small samples keep the test from being sharper than the bins are. The draws come from a fixed seed and do not depend on the order of the rows, so that the same data always have the same result. Edges must be finite, and tails without weight. Missing values have no part in it; without any value the expectation fails. One cell that does not fit the column's type makes it an error.`,
	Example:  `- bootstrapped-ks-p-above: {column: age, partition: {bins: [18, 30, 50, 99], weights: [0.3, 0.4, 0.3]}, p: 0.05}`,
	Since:    "0.1",
	Domain:   SingleColumn,
	Accepts:  Numbers,
	Validate: (*bootstrappedKSPAboveParams).validate,
	Hint:     func(*bootstrappedKSPAboveParams) engine.Hint { return engine.HintNumber },
	Expect: func(p *bootstrappedKSPAboveParams) string {
		return fmt.Sprintf("bootstrapped Kolmogorov-Smirnov p-value above %g, for %s", p.level(), p.Partition.describe())
	},
	Build: func(p *bootstrappedKSPAboveParams, _ []arrow.Field, _ *engine.Env) (engine.Kind, error) {
		return judgeCounts(p.oneColumn, p.judge), nil
	},
})

func (p *bootstrappedKSPAboveParams) validate() []Problem {
	if problems := p.Partition.validate(); problems != nil {
		return problems
	}
	bad := func(param, msg string) []Problem { return []Problem{{Param: param, Code: "bad-value", Msg: msg}} }
	if p.Partition.Discrete() {
		return bad(partitionParam, "the partition lists values, and the test takes bins")
	}
	below, above := p.Partition.infinite()
	switch {
	case below || above:
		return bad(partitionParam, "the outer edges of the partition must be finite")
	case p.Partition.Tails != nil && p.Partition.Tails[0]+p.Partition.Tails[1] > 0:
		return bad(partitionParam, "the tails of the partition must have no weight")
	case p.Samples != nil && *p.Samples < 1:
		return bad("bootstrap_samples", "bootstrap_samples must be 1 or more")
	case p.Size != nil && *p.Size < 1:
		return bad("bootstrap_sample_size", "bootstrap_sample_size must be 1 or more")
	case float64(p.samples())*float64(p.size()) > maxDraws:
		return bad("bootstrap_samples", fmt.Sprintf("the samples have more than %d values in all", maxDraws))
	}
	return shareProblem("p", p.level())
}

func (p *bootstrappedKSPAboveParams) judge(counts *fold.ValueCounts) (engine.Observation, error) {
	if counts.Count() == 0 {
		return engine.Observation{Value: vector.Scalar{}}, nil
	}
	draws, err := p.draw(counts)
	if err != nil {
		return engine.Observation{}, err
	}
	passing := 0
	for sample := range slices.Chunk(draws, p.size()) {
		slices.Sort(sample)
		if kolmogorov.PValue(int64(len(sample)), p.distance(sample)) >= p.level() {
			passing++
		}
	}
	value := float64(1+passing) / float64(p.samples()+1)
	h, err := takeHistogram(counts, p.Partition.Bins)
	return engine.Observation{
		Success: value > p.level(), Value: vector.FloatScalar(value),
		Details: p.details(h),
	}, err
}

// draw draws the values of all samples, one sample after the other. Ranks are
// drawn first; one walk over the values in order tells what stands there.
func (p *bootstrappedKSPAboveParams) draw(counts *fold.ValueCounts) ([]float64, error) {
	type draw struct {
		rank int64
		at   int
	}
	const seed, stream = 20_240_601, 59
	rng := rand.New(rand.NewPCG(seed, stream))
	list := make([]draw, p.samples()*p.size())
	for i := range list {
		list[i] = draw{rng.Int64N(counts.Count()), i}
	}
	slices.SortFunc(list, func(a, b draw) int { return int(min(max(a.rank-b.rank, -1), 1)) })
	values, seen := make([]float64, len(list)), int64(0)
	err := counts.EachNumber(func(x float64, n int64) error {
		for seen += n; len(list) > 0 && list[0].rank < seen; list = list[1:] {
			values[list[0].at] = x
		}
		return nil
	})
	return values, err
}

// distance is the greatest between the cumulative distributions of a sorted
// sample and of the partition.
func (p *bootstrappedKSPAboveParams) distance(sample []float64) float64 {
	n, distance := float64(len(sample)), 0.0
	bin, below := 0, 0.0 // the weight below the bin's lower edge
	edges := p.Partition.Bins
	for i, x := range sample {
		for bin < len(p.Partition.Weights) && x >= edges[bin+1] {
			below += p.Partition.Weights[bin]
			bin++
		}
		f := below
		if bin < len(p.Partition.Weights) && x > edges[bin] {
			f += p.Partition.Weights[bin] * (x - edges[bin]) / (edges[bin+1] - edges[bin])
		}
		distance = max(distance, f-float64(i)/n, float64(i+1)/n-f)
	}
	return distance
}

func (p *bootstrappedKSPAboveParams) details(h histogram) map[string]any {
	observed := p.Partition.observedBins(h)
	return map[string]any{
		"bootstrap_samples":     vector.IntScalar(int64(p.samples())),
		"bootstrap_sample_size": vector.IntScalar(int64(p.size())),
		"observed_partition":    observed.details(p.Partition.Bins),
		"expected_partition":    map[string]any{"bins": figures(p.Partition.Bins), "weights": figures(p.Partition.Weights)},
	}
}
