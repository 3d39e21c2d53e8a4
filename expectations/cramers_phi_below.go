package expectations

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/fold"
	"assay/engine/vector"
)

type cramersPhiBelowParams struct {
	twoColumns
	Threshold *float64  `param:"threshold" doc:"the greatest value; 0.1 by default"`
	BinsA     []float64 `param:"bins_a" gx:"bins_A" doc:"the edges between which numbers of a are one category"`
	BinsB     []float64 `param:"bins_b" gx:"bins_B" doc:"the edges between which numbers of b are one category"`
	CountA    *int64    `param:"n_bins_a" gx:"n_bins_A" doc:"how many bins, or most frequent values, a has; 10 by default"`
	CountB    *int64    `param:"n_bins_b" gx:"n_bins_B" doc:"how many bins, or most frequent values, b has; 10 by default"`
}

func (p *cramersPhiBelowParams) threshold() float64 {
	if p.Threshold == nil {
		return 0.1
	}
	return *p.Threshold
}

var _ = register(Def[cramersPhiBelowParams]{
	Name:  "cramers-phi-below",
	Alias: "expect_column_pair_cramers_phi_value_to_be_less_than",
	Group: "pairs and rules",
	Title: "Two columns are about independent",
	Doc: `Cramér's φc, also called V, of two columns must not exceed threshold: √(χ² / (n·(k-1))), where χ² is that of the table of both columns' categories and k the smaller number of categories. It is 0 where the columns are independent, and 1 where one determines the other. For a table of two by two χ² has the correction of Yates, as in SciPy.

Numbers are put into bins: those between bins_a, widened to the least and greatest value, or else n_bins_a of equal width. Of other values the n_bins_a most frequent are categories, where there are more the rest is one together. A missing value is a category; rows that lack both are passed over. Where a column has a single category there is nothing to measure, and the expectation fails. One cell that does not fit its column's type makes it an error.`,
	Example: `- cramers-phi-below: {a: country, b: payment_method, threshold: 0.2}`,
	Since:   "0.1",
	Domain:  ColumnPair,
	Accepts: AnyType,
	Validate: func(p *cramersPhiBelowParams) []Problem {
		problems := append(p.twoColumns.validate(), shareProblem("threshold", p.threshold())...)
		for i, side := range p.binnings() {
			name := [...]string{"a", "b"}[i]
			if side.count < 1 || side.count > maxCategories {
				problems = append(problems, Problem{Param: "n_bins_" + name, Code: "bad-value", Msg: fmt.Sprintf("n_bins_%s does not lie between 1 and %d", name, maxCategories)})
			}
			if side.edges != nil && len(side.edges) < 2 || len(side.edges) > maxCategories || !slices.IsSortedFunc(side.edges, increasingEdges) {
				problems = append(problems, Problem{Param: "bins_" + name, Code: "bad-value", Msg: fmt.Sprintf("bins_%s are not two to %d edges of which each lies above the one before it", name, maxCategories)})
			}
		}
		return problems
	},
	Expect: func(p *cramersPhiBelowParams) string { return fmt.Sprintf("Cramér's phi at most %g", p.threshold()) },
	Build: func(p *cramersPhiBelowParams, _ []arrow.Field, _ *engine.Env) (engine.Kind, error) {
		return engine.Fold{
			Needs: []engine.Need{pairCountsNeed(p.twoColumns)},
			Judge: func(filled []fold.Accumulator) (engine.Observation, error) {
				phi, err := cramersPhi(filled[0].(*fold.PairCounts), p.binnings())
				return engine.Observation{Success: phi <= p.threshold(), Value: figure(phi, true)}, err
			},
		}, nil
	},
})

// increasingEdges finds an edge out of order, or one that stands twice.
func increasingEdges(a, b float64) int {
	if a == b {
		return -1
	}
	return cmp.Compare(a, b)
}

func (p *cramersPhiBelowParams) binnings() [2]binning {
	return [2]binning{
		{edges: p.BinsA, count: orDefault(p.CountA, 10)},
		{edges: p.BinsB, count: orDefault(p.CountB, 10)},
	}
}

// cramersPhi is NaN where there is nothing to measure.
func cramersPhi(pairs *fold.PairCounts, sides [2]binning) (float64, error) {
	for i := range sides {
		if err := sides[i].prepare(pairs, i); err != nil {
			return math.NaN(), err
		}
	}
	table := make(map[[2]int]float64)
	err := pairs.Each(func(a, b vector.Scalar, n int64) error {
		table[[2]int{sides[0].category(a), sides[1].category(b)}] += float64(n)
		return nil
	})
	if err != nil {
		return math.NaN(), err
	}
	return phiOf(table), nil
}

// phiOf is Cramér's φc of a table of counts by row and column.
func phiOf(table map[[2]int]float64) float64 {
	rows, columns := make(map[int]float64), make(map[int]float64)
	total := 0.0
	for at, n := range table {
		rows[at[0]] += n
		columns[at[1]] += n
		total += n
	}
	least := min(len(rows), len(columns))
	if least < 2 {
		return math.NaN()
	}
	correction := 0.0 // of Yates
	if len(rows) == 2 && len(columns) == 2 {
		correction = 0.5
	}
	chi := 0.0
	for _, row := range sortedKeys(rows) {
		for _, column := range sortedKeys(columns) {
			want := rows[row] * columns[column] / total
			off := math.Abs(table[[2]int{row, column}] - want)
			off -= min(off, correction)
			chi += off * off / want
		}
	}
	return min(math.Sqrt(chi/total/float64(least-1)), 1)
}
