package soak_test

import (
	"fmt"
	"math"
	"math/big"
	"strings"

	"assay/integrations/soak"
)

// quantile draws one quantile. Its value is not compared, being one of a list.
func quantile(s suite) *soak.Check {
	c := s.column(numbers...)
	if c == nil {
		return nil
	}
	p, how := pick(s.r, 0, 0.1, 0.25, 0.5, 0.9, 1), pick(s.r, "nearest", "lower", "higher", "midpoint", "linear")
	f := soak.Quantile(p, how)
	b, text := s.numberBounds(observed(s, soak.FigureBetween(c, f, soak.Bounds{}, true)))
	b.StrictMin, b.StrictMax = false, false
	text = strings.NewReplacer(", strict_min: true", "", ", strict_min: false", "", ", strict_max: true", "", ", strict_max: false", "").Replace(text)
	exact := c.Type != soak.Float && how != "midpoint" && how != "linear"
	judge := soak.FigureBetween(c, f, b, exact)
	return &soak.Check{
		Text:  fmt.Sprintf("quantiles-between: {column: %s, quantiles: {%v: {%s}}, interpolation: %s}", c.Name, p, strings.TrimPrefix(text, ", "), how),
		Total: func(rows []int) soak.Total { return soak.Total{Status: judge(rows).Status} },
	}
}

// entropy is a sum of floats, whose last digits depend on the order: bounds lie
// beside it.
func entropy(s suite) *soak.Check {
	c := s.column()
	bound := pick(s.r, 0.1, 1, 2.5, 4)
	near := observed(s, soak.FigureBetween(c, soak.Entropy, soak.Bounds{}, true))
	if near != nil && math.Abs(float(near)-bound) < 1e-9 {
		return nil
	}
	b, text := s.orderedBounds(ratOf(bound), ratOf(bound+100), fmt.Sprint(bound), fmt.Sprint(bound+100))
	return &soak.Check{Text: fmt.Sprintf("entropy-between: {column: %s%s}", c.Name, text), Total: soak.FigureBetween(c, soak.Entropy, b, false)}
}

func ratOf(f float64) *big.Rat { return new(big.Rat).SetFloat64(f) }

func correlation(s suite) *soak.Check {
	x, y := s.column(numbers...), s.column(numbers...)
	if x == y {
		return nil
	}
	b, text := s.orderedBounds(ratOf(-0.5), ratOf(0.25), "-0.5", "0.25")
	judge := soak.Correlation(x, y)
	return &soak.Check{
		Text: fmt.Sprintf("correlation-between: {a: %s, b: %s%s}", x.Name, y.Name, text),
		Total: func(rows []int) soak.Total {
			total := judge(rows)
			if total.Status == soak.Pass && !b.Hold(total.Observed) {
				total.Status = soak.Fail
			}
			return total
		},
	}
}

// divergence draws bins that are equally probable, and tails beside them.
func divergence(s suite) *soak.Check {
	c := s.column(numbers...)
	if c == nil {
		return nil
	}
	edges, weights := []float64{-2, 0, 1.5, 3, 100}, []float64{0.1, 0.2, 0.2, 0.2, 0.2, 0.1}
	threshold := pick(s.r, 0.1, 0.5, 1.3)
	judge := soak.Divergence(c, edges, weights, threshold)
	if near := observed(s, judge); near != nil && math.Abs(float(near)-threshold) < 1e-9 {
		return nil
	}
	return &soak.Check{
		Text:  fmt.Sprintf("kl-divergence-below: {column: %s, threshold: %v, partition: {bins: [-2, 0, 1.5, 3, 100], weights: [0.2, 0.2, 0.2, 0.2], tail_weights: [0.1, 0.1]}}", c.Name, threshold),
		Total: judge,
	}
}
