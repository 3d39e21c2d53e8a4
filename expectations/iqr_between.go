package expectations

import (
	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/fold"
	"assay/engine/vector"
)

type iqrBetweenParams struct {
	oneColumn
	bounds
}

var _ = register(Def[iqrBetweenParams]{
	Name:  "iqr-between",
	Group: "figures",
	Title: "The interquartile range lies between two bounds",
	Doc: `The third quartile less the first must lie between min and max: the width of the middle half of the values, which outliers do not move. The quartiles are exact; between two ranks they lie in proportion, as numpy's are (linear). Both bounds belong to the range unless strict_min or strict_max says otherwise, and either may be left out; without bounds the expectation passes on any figure, and reports what was observed.

Missing values have no part in it. Values that do not fit in memory wait in temporary files. A column without values has no quartiles, and the expectation fails. One cell that does not fit the column's type makes the expectation an error, since nothing can be said of the whole column.`,
	Example:  `- iqr-between: {column: price, min: 5, max: 60}`,
	Since:    "0.1",
	Domain:   SingleColumn,
	Accepts:  Numbers,
	Validate: func(p *iqrBetweenParams) []Problem { return p.numeric() },
	Hint:     func(*iqrBetweenParams) engine.Hint { return engine.HintNumber },
	Expect:   func(p *iqrBetweenParams) string { return p.describe("interquartile range") },
	Build: func(p *iqrBetweenParams, _ []arrow.Field, env *engine.Env) (engine.Kind, error) {
		return p.observe(quantilesNeed(p.oneColumn), env, func(a fold.Accumulator) (vector.Scalar, error) {
			q := a.(*fold.Quantiles)
			low, err := q.Quantile(0.25, fold.Linear)
			if err != nil || low.IsNull() {
				return low, err
			}
			high, err := q.Quantile(0.75, fold.Linear)
			return figure(high.F-low.F, true), err
		})
	},
})
