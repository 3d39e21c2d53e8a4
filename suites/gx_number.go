package suites

import (
	"math"
	"reflect"
	"strconv"

	"assay/engine/vector"
	"assay/expectations"
)

// isWhole reports the types of parameters that are whole numbers.
func isWhole(t reflect.Type) bool {
	return t == reflect.TypeFor[int64]() || t == reflect.TypeFor[*int64]()
}

// wholeNumber writes a number of things as a whole number: Great Expectations
// stores some as floats, and cuts off what follows the point.
func wholeNumber(n *node) *node {
	l := literal(n)
	f, err := strconv.ParseFloat(l.Text, 64)
	if n.kind != scalarNode || l.Kind != vector.LiteralNumber || err != nil || math.Abs(f) > maxExact {
		return n
	}
	out := *n
	out.text, out.plain, out.parser = strconv.FormatFloat(math.Trunc(f), 'f', 0, 64), true, nil
	return &out
}

// getOrNothing is the value of a key of n, or nothing, which then has n's place.
func getOrNothing(n *node, key string) *node {
	if value := n.get(key); value != nil {
		return value
	}
	return &node{plain: true, at: n.at}
}

// evaluatedAnyway reports mistakes with which Great Expectations evaluates an
// expectation: bounds the wrong way round, sets without members and the like.
// Only that a range of values has no bound at all it refuses.
func evaluatedAnyway(d *expectations.Declaration, p expectations.Problem) bool {
	return p.Code != "missing-parameter" || p.Param != "min" || !d.RowWise
}
