package expectations

import (
	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/fold"
	"assay/engine/vector"
)

type entropyBetweenParams struct {
	oneColumn
	bounds
}

var _ = register(Def[entropyBetweenParams]{
	Name:  "entropy-between",
	Group: "figures",
	Title: "The entropy lies between two bounds",
	Doc: `Shannon's entropy of the different values must lie between min and max: -Σ p·ln p over their shares, in nats. It is 0 where all values are equal, and ln n where n different values are equally frequent; divide by ln 2, about 0.693, for bits. Both bounds belong to the range unless strict_min or strict_max says otherwise, and either may be left out; without bounds the expectation passes on any figure, and reports what was observed.

Missing values have no part in it. It is computed from exact counts; values that do not fit in memory are spilled to temporary files. A column without values has no entropy, and the expectation fails. One cell that does not fit the column's type makes the expectation an error, since nothing can be said of the whole column.`,
	Example:  `- entropy-between: {column: country, min: 1.5}`,
	Since:    "0.1",
	Domain:   SingleColumn,
	Accepts:  AnyType,
	Validate: func(p *entropyBetweenParams) []Problem { return p.numeric() },
	Hint:     func(*entropyBetweenParams) engine.Hint { return engine.NoHint },
	Expect:   func(p *entropyBetweenParams) string { return p.describe("entropy") },
	Build: func(p *entropyBetweenParams, _ []arrow.Field, env *engine.Env) (engine.Kind, error) {
		return p.observe(countsNeed(p.oneColumn), env, func(a fold.Accumulator) (vector.Scalar, error) {
			return figure(a.(*fold.ValueCounts).Entropy()), nil
		})
	},
})
