package expectations

import (
	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/fold"
	"assay/engine/vector"
)

type mutualInformationBetweenParams struct {
	twoColumns
	bounds
}

var _ = register(Def[mutualInformationBetweenParams]{
	Name:  "mutual-information-between",
	Group: "pairs and rules",
	Title: "What two columns tell of each other lies between two bounds",
	Doc: `The mutual information of two columns must lie between min and max: Σ p(a,b)·ln(p(a,b) / (p(a)·p(b))) over the pairs of values, in nats. It is 0 where the columns are independent, and the entropy of a column where the other determines it. Values are taken as categories: of a column in which hardly any value occurs twice it says nothing. Both bounds belong to the range unless strict_min or strict_max says otherwise, and either may be left out; without bounds the expectation passes on any figure, and reports what was observed.

Only rows in which both hold a value have a part in it. It is computed from exact counts; pairs that do not fit in memory are spilled to temporary files. Without such rows there is none, and the expectation fails. One cell that does not fit the column's type makes the expectation an error, since nothing can be said of the whole column.`,
	Example: `- mutual-information-between: {a: country, b: currency, min: 0.3}`,
	Since:   "0.1",
	Domain:  ColumnPair,
	Accepts: AnyType,
	Validate: func(p *mutualInformationBetweenParams) []Problem {
		return append(p.twoColumns.validate(), p.numeric()...)
	},
	Hint:   func(*mutualInformationBetweenParams) engine.Hint { return engine.NoHint },
	Expect: func(p *mutualInformationBetweenParams) string { return p.describe("mutual information") },
	Build: func(p *mutualInformationBetweenParams, _ []arrow.Field, env *engine.Env) (engine.Kind, error) {
		return p.observe(pairCountsNeed(p.twoColumns), env, func(a fold.Accumulator) (vector.Scalar, error) {
			f, ok, err := a.(*fold.PairCounts).MutualInformation()
			return figure(f, ok), err
		})
	},
})
