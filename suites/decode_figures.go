package suites

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"assay/engine/nearest"
	"assay/engine/vector"
	"assay/expectations"
)

// onlyKeys reports keys of a mapping that are none of known.
func (d decoder) onlyKeys(n *node, what string, known ...string) bool {
	good := true
	for _, e := range n.entries {
		if !slices.Contains(known, e.key.text) {
			hint := nearest.DidYouMean(e.key.text, known)
			if hint == "" {
				hint = "the keys are " + strings.Join(known, ", ")
			}
			d.report(e.key.at, "unknown-parameter", fmt.Sprintf("%s has no %q", what, e.key.text), hint)
			good = false
		}
	}
	return good
}

// edge reads a number that may be infinite.
func (d decoder) edge(n *node, what string) (float64, bool) {
	if n.kind == scalarNode && n.plain {
		switch strings.ToLower(strings.TrimPrefix(n.text, "+")) {
		case ".inf", "inf", "infinity":
			return math.Inf(1), true
		case "-.inf", "-inf", "-infinity":
			return math.Inf(-1), true
		}
	}
	return d.float(n, what)
}

// edges reads a list of numbers.
func (d decoder) edges(n *node, what string) ([]float64, bool) {
	if n.kind != listNode {
		d.wrong(n, what, "a list of numbers", "")
		return nil, false
	}
	list, good := make([]float64, 0, len(n.items)), true
	for _, item := range n.items {
		f, ok := d.edge(item, "an entry of "+what)
		list, good = append(list, f), good && ok
	}
	return list, good
}

// quantileRanges reads {0.5: [10, 20], 0.9: {max: 100}}, or Great Expectations'
// {quantiles: [0.5, 0.9], value_ranges: [[10, 20], [null, 100]]}.
func (d decoder) quantileRanges(n *node, what string) (q expectations.QuantileRanges, good bool) {
	if n.kind != mapNode {
		d.wrong(n, what, "a mapping of quantiles to ranges", "write {0.5: [10, 20], 0.95: {max: 100}}")
		return q, false
	}
	if n.get("quantiles") != nil || n.get("value_ranges") != nil {
		return d.pairedRanges(n, what)
	}
	good = true
	for _, e := range n.entries {
		r, ok := d.quantileRange(e.key, e.value)
		q.List, good = append(q.List, r), good && ok
	}
	return q, good
}

func (d decoder) pairedRanges(n *node, what string) (q expectations.QuantileRanges, good bool) {
	q.Tolerant = true
	if !d.onlyKeys(n, what, "quantiles", "value_ranges") {
		return q, false
	}
	quantiles, ranges := n.get("quantiles"), n.get("value_ranges")
	for _, part := range []*node{quantiles, ranges} {
		if part == nil || part.kind != listNode {
			d.report(n.at, "wrong-type", what+" needs two lists, quantiles and value_ranges", "or write {0.5: [10, 20]}")
			return q, false
		}
	}
	if len(quantiles.items) != len(ranges.items) {
		d.report(ranges.at, "bad-value", fmt.Sprintf("there are %d quantiles and %d value_ranges, and should be as many", len(quantiles.items), len(ranges.items)), "")
		return q, false
	}
	good = true
	for i, item := range quantiles.items {
		r, ok := d.quantileRange(item, ranges.items[i])
		q.List, good = append(q.List, r), good && ok
	}
	return q, good
}

func (d decoder) quantileRange(quantile, bounds *node) (r expectations.QuantileRange, good bool) {
	var ok bool
	r.Quantile, good = d.float(quantile, "a quantile")
	r.Min, r.Max, ok = d.bounds(bounds, "the range of quantile "+quantile.text)
	return r, good && ok
}

// bounds reads [10, 20] or {min: 10, max: 20}; null is open.
func (d decoder) bounds(n *node, what string) (low, high *vector.Literal, good bool) {
	ends := [2]*node{}
	switch {
	case n.kind == listNode && len(n.items) == 2:
		ends = [2]*node{n.items[0], n.items[1]}
	case n.kind == mapNode:
		if !d.onlyKeys(n, what, "min", "max") {
			return nil, nil, false
		}
		ends = [2]*node{n.get("min"), n.get("max")}
	default:
		d.wrong(n, what, "a range", "write [10, 20], with null for an open end, or {min: 10}")
		return nil, nil, false
	}
	var read [2]*vector.Literal
	for i, end := range ends {
		if end == nil || end.isNull() {
			continue
		}
		l, ok := d.literal(end, "a bound of "+what)
		if !ok {
			return nil, nil, false
		}
		read[i] = &l
	}
	return read[0], read[1], true
}

// shareRanges reads {cat: [0.2, 0.5], dog: {min: 0.1}}.
func (d decoder) shareRanges(n *node, what string) (list expectations.ShareRanges, good bool) {
	if n.kind != mapNode {
		d.wrong(n, what, "a mapping of values to ranges", "write {cat: [0.2, 0.5], dog: {min: 0.1}}")
		return nil, false
	}
	good = true
	for _, e := range n.entries {
		var r expectations.ShareRange
		var ok, ok2 bool
		r.Value, ok = d.literal(e.key, "a value of "+what)
		r.Min, r.Max, ok2 = d.bounds(e.value, "the share of "+e.key.text)
		list, good = append(list, r), good && ok && ok2
	}
	return list, good
}

// partition reads {FR: 0.5, DE: 0.5}, {values: …, weights: …} or {bins: …,
// weights: …, tail_weights: …}.
func (d decoder) partition(n *node, what string) (p expectations.Partition, good bool) {
	if n.kind != mapNode {
		d.wrong(n, what, "a mapping of values to weights", "write {FR: 0.5, DE: 0.5}, or {bins: [0, 10, 20], weights: [0.4, 0.6]}")
		return p, false
	}
	weights := n.get("weights")
	if weights == nil || weights.kind != listNode {
		return d.weightedValues(n)
	}
	if !d.onlyKeys(n, what, "values", "bins", "weights", "tail_weights") {
		return p, false
	}
	p.Weights, good = d.edges(weights, "weights")
	ok := true
	switch values, bins := n.get("values"), n.get("bins"); {
	case (values == nil) == (bins == nil):
		d.report(n.at, "bad-partition", what+" needs either values or bins beside its weights", "")
		return p, false
	case values != nil:
		p.Values, ok = d.literals(values, "values")
	default:
		p.Bins, ok = d.edges(bins, "bins")
	}
	good = good && ok
	if tails := n.get("tail_weights"); tails != nil {
		p.Tails, ok = d.edges(tails, "tail_weights")
		good = good && ok
	}
	return p, good
}

func (d decoder) weightedValues(n *node) (p expectations.Partition, good bool) {
	good = true
	for _, e := range n.entries {
		value, ok := d.literal(e.key, "a value of the partition")
		weight, ok2 := d.float(e.value, "the weight of "+e.key.text)
		p.Values, p.Weights = append(p.Values, value), append(p.Weights, weight)
		good = good && ok && ok2
	}
	return p, good
}

// arguments reads {mean: 0, std_dev: 1}, or [0, 1].
func (d decoder) arguments(n *node, what string) (a expectations.Arguments, good bool) {
	if n.kind == listNode {
		a.Positional, good = d.edges(n, what)
		return a, good
	}
	if n.kind != mapNode {
		d.wrong(n, what, "a mapping of names to numbers", "write {mean: 0, std_dev: 1}")
		return a, false
	}
	a.Named, good = make(map[string]float64), true
	for _, e := range n.entries {
		value, ok := d.float(e.value, e.key.text)
		a.Named[e.key.text], good = value, good && ok
	}
	return a, good
}
