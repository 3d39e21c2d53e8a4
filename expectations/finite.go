package expectations

import (
	"math"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/vector"
)

type finiteParams struct{ oneColumn }

var _ = register(Def[finiteParams]{
	Name:  "finite",
	Group: "missing values",
	Title: "No value is infinite",
	Doc: `A value is unexpected where it is plus or minus infinity, which a division by zero leaves behind and which makes every mean and sum useless. Integers and decimals are always finite. Missing values are passed over.

NaN is read as a missing value, and no expectation tells it from null: not-null finds both.`,
	Example: `- finite: type:float`,
	Since:   "0.1",
	Domain:  SingleColumn,
	RowWise: true,
	Accepts: Numbers,
	Hint:    func(*finiteParams) engine.Hint { return engine.HintNumber },
	Expect:  func(*finiteParams) string { return "no infinity" },
	Build: func(p *finiteParams, _ []arrow.Field, _ *engine.Env) (engine.Kind, error) {
		kind := rows(p.input(), markInfinite)
		kind.Proven = func(facts engine.ColumnStatistics) bool {
			return facts.Empty() || isFinite(facts.Min) && isFinite(facts.Max)
		}
		return kind, nil
	},
})

func markInfinite(v *vector.Vector, out vector.Mask) {
	for row, f := range v.Floats {
		if math.IsInf(f, 0) && v.IsValid(row) {
			out.Set(row)
		}
	}
}

// isFinite reports whether a bound of statistics is a number, and a finite one.
func isFinite(s vector.Scalar) bool {
	return !s.IsNull() && (s.Lane != vector.Float || !math.IsInf(s.F, 0))
}
