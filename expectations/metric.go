package expectations

import (
	"errors"
	"math/big"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/fold"
	"assay/engine/rowexpr"
	"assay/engine/vector"
)

type metricParams struct {
	Expr Aggregate `param:"expr,required" doc:"the figure, computed from figures of columns: sum(refund) / sum(revenue)"`
	bounds
}

var _ = register(Def[metricParams]{
	Name:  "metric",
	Group: "figures",
	Title: "A figure computed from several columns lies between two bounds",
	Doc: `The figure must lie between min and max. It is written with + - * / and parentheses over numbers and over these functions of a row expression: sum, mean (or avg), min, max, median, stdev, variance, count (rows in which it has a value), distinct (different values), count_if (rows in which a condition is true). count() counts the rows. Row expressions are those of satisfies: sum(price * quantity), count_if(status == "paid") / count(), mean(end - start > 5 ? 1 : 0).

Missing values have no part in a function. The sum and the counts of nothing are 0; mean, min, max and median of nothing, stdev and variance of fewer than two values, division by zero, and what is computed of these, are null, and the expectation fails. Sums, counts, min, max and the arithmetic are exact, and rounded once. Overflow or division by zero within a row makes the expectation an error, as does one cell that does not fit its column's type. Without bounds the expectation passes on any figure, and reports what was observed.`,
	Example:  `- metric: {expr: sum(refund) / sum(revenue), max: 0.05}`,
	Since:    "0.1",
	Domain:   Table,
	Validate: func(p *metricParams) []Problem { return p.numeric() },
	Expect:   func(p *metricParams) string { return p.describe(string(p.Expr)) },
	Build: func(p *metricParams, _ []arrow.Field, env *engine.Env) (engine.Kind, error) {
		a, err := rowexpr.ParseAggregate(string(p.Expr))
		if err != nil {
			return nil, ruleError(err)
		}
		r, err := p.over(arrow.PrimitiveTypes.Float64, env)
		if err != nil {
			return nil, err
		}
		needs, err := figureNeeds(a, env)
		if err != nil {
			return nil, ruleError(err)
		}
		return engine.Fold{Needs: needs, Judge: func(filled []fold.Accumulator) (engine.Observation, error) {
			v, err := computeFigure(a, filled)
			return engine.Observation{Success: inside(r, v), Value: v}, err
		}}, nil
	},
})

// figureNeeds asks for an accumulator for each figure of an aggregate. Those of
// a column as it is are shared with other expectations. The error is of type
// rowexpr.Errors.
func figureNeeds(a *rowexpr.Aggregate, env *engine.Env) ([]engine.Need, error) {
	var mistakes rowexpr.Errors
	needs := make([]engine.Need, len(a.Figures()))
	for i, f := range a.Figures() {
		if f.Of == nil {
			needs[i] = rowsNeed()
			continue
		}
		bound, err := f.BindFigure(env.Schema, rowexpr.Options{Zone: env.Zone, Now: env.Now})
		var these rowexpr.Errors
		if errors.As(err, &these) {
			mistakes = append(mistakes, these...)
			continue
		}
		needs[i] = figureNeed(f, bound)
	}
	if len(mistakes) > 0 {
		return nil, mistakes
	}
	return needs, nil
}

func figureNeed(f *rowexpr.Figure, bound *rowexpr.Bound) engine.Need {
	c := oneColumn{}
	name, plain := f.Column()
	c.Column = Column(name)
	need := map[string]func(oneColumn) engine.Need{
		"sum": sumNeed, "mean": sumNeed, "min": extremesNeed, "max": extremesNeed,
		"count": cellsNeed, "count_if": truesNeed, "distinct": distinctNeed,
		"median": quantilesNeed, "stdev": momentsNeed, "variance": momentsNeed,
	}[f.Func](c)
	if plain {
		return need
	}
	return engine.Need{
		Key: need.Key + " of " + f.Source(), Inputs: bound.Inputs(),
		New: bound.Over(need.New),
	}
}

func truesNeed(c oneColumn) engine.Need {
	return engine.Need{Key: "trues", Inputs: []engine.Input{c.input()}, New: fold.NewTrues}
}

// computeFigure is the value of an aggregate, null where it has none.
func computeFigure(a *rowexpr.Aggregate, filled []fold.Accumulator) (vector.Scalar, error) {
	values := make([]*big.Rat, len(filled))
	for i, acc := range filled {
		if computed, ok := acc.(*rowexpr.Computed); ok {
			acc = computed.Inner
		}
		var err error
		if values[i], err = figureOf(a.Figures()[i].Func, acc); err != nil {
			return vector.Scalar{}, err
		}
	}
	value := a.Compute(values)
	if value == nil {
		return vector.Scalar{}, nil
	}
	f, _ := value.Float64()
	return numbersOnly(f), nil
}

// figureOf is what an accumulator observed, nil where it does not exist.
func figureOf(name string, acc fold.Accumulator) (*big.Rat, error) {
	switch acc := acc.(type) {
	case *fold.Rows:
		return new(big.Rat).SetInt64(acc.Count()), nil
	case *fold.Cells:
		return new(big.Rat).SetInt64(acc.Values()), nil
	case *fold.Trues:
		return new(big.Rat).SetInt64(acc.Count()), nil
	case *fold.Distinct:
		return new(big.Rat).SetInt64(acc.Count()), nil
	case *fold.Quantiles:
		f, ok, err := acc.Median()
		return finite(f, ok), err
	case *fold.Extremes:
		least, greatest := acc.Min(), acc.Max()
		if name == "max" {
			least = greatest
		}
		r, _ := least.Rat()
		return r, nil
	case *fold.Moments:
		return momentOf(name, acc), nil
	}
	return nil, errors.New("internal: nothing was observed for " + name)
}

func momentOf(name string, m *fold.Moments) *big.Rat {
	switch name {
	case "stdev":
		return finite(m.Stdev())
	case "variance":
		return finite(m.Variance())
	}
	total, ok := m.Total()
	if !ok || name == "mean" && m.Count() == 0 {
		return nil
	}
	if name == "mean" {
		total.Quo(total, new(big.Rat).SetInt64(m.Count()))
	}
	return total
}

// finite is a float as a rational, nil where it does not exist or is not finite.
func finite(f float64, ok bool) *big.Rat {
	if !ok {
		return nil
	}
	return new(big.Rat).SetFloat64(f)
}
