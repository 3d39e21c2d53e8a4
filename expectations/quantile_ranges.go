package expectations

import (
	"fmt"
	"strconv"
	"strings"

	"assay/engine/vector"
)

// QuantileRanges is a parameter that says between what bounds each of some
// quantiles lies.
type QuantileRanges struct {
	List []QuantileRange
	// Tolerant ranges were written as Great Expectations does, and are as
	// wide as there: a value within a ten-thousandth of a bound is in range.
	Tolerant bool
}

// QuantileRange is a quantile, 0.5 being the median, and its bounds. A bound
// that is nil is open.
type QuantileRange struct {
	Quantile float64
	Min, Max *vector.Literal
}

// Reported is the parameter as reports show it, in Great Expectations' form.
func (q QuantileRanges) Reported() any {
	quantiles, ranges := make([]any, len(q.List)), make([]any, len(q.List))
	for i, r := range q.List {
		quantiles[i] = r.Quantile
		ranges[i] = boundPair(r.Min, r.Max)
	}
	return map[string]any{"quantiles": quantiles, "value_ranges": ranges}
}

// bounds are those of one range.
func (r QuantileRange) bounds() bounds { return bounds{Min: r.Min, Max: r.Max} }

// name is the quantile for people: 0.95.
func (r QuantileRange) name() string { return strconv.FormatFloat(r.Quantile, 'g', -1, 64) }

// validate reports quantiles that do not exist, and ranges that hold nothing.
func (q QuantileRanges) validate(param string) []Problem {
	if len(q.List) == 0 {
		return []Problem{{Param: param, Code: "bad-value", Msg: "no quantile is given", Hint: "write one with its range: quantiles: {0.5: [10, 20]}"}}
	}
	var problems []Problem
	for _, r := range q.List {
		if r.Quantile < 0 || r.Quantile > 1 {
			problems = append(problems, Problem{Param: param, Code: "bad-value", Msg: "quantile " + r.name() + " does not lie between 0 and 1", Hint: "write 0.95 for the 95th percentile"})
		}
		for _, p := range r.bounds().validate() {
			problems = append(problems, Problem{Param: param, Code: p.Code, Msg: "of quantile " + r.name() + ", " + p.Msg})
		}
	}
	return problems
}

// describe says "quantile 0.5 between 10 and 20, quantile 0.9 at most 50".
func (q QuantileRanges) describe() string {
	parts := make([]string, len(q.List))
	for i, r := range q.List {
		parts[i] = r.bounds().describe("quantile " + r.name())
	}
	const shown = 6
	if len(parts) > shown {
		return strings.Join(parts[:shown], ", ") + ellipsis(len(parts))
	}
	return strings.Join(parts, ", ")
}

// near reports whether x is as good as the bound l to Great Expectations.
func near(x vector.Scalar, l *vector.Literal) bool {
	const relative, absolute = 1e-4, 1e-8
	f, ok := x.Number()
	if !ok || l == nil || l.Kind != vector.LiteralNumber {
		return false
	}
	var bound float64
	if _, err := fmt.Sscan(l.Text, &bound); err != nil {
		return false
	}
	return max(f-bound, bound-f) <= absolute+relative*max(bound, -bound)
}
