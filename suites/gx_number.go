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

// wholeBound writes a bound on counts, which Great Expectations stores as a
// float, as the whole number that bounds the same counts.
func wholeBound(name string, n, kwargs *node) *node {
	l := literal(n)
	f, err := strconv.ParseFloat(l.Text, 64)
	if n.kind != scalarNode || l.Kind != vector.LiteralNumber || err != nil || math.Abs(f) > 1<<53 {
		return n
	}
	whole := f
	strict, _ := boolean(orNothing(kwargs.get("strict_" + name)))
	switch {
	case name == "min" && strict, name == "max" && !strict:
		whole = math.Floor(f)
	case name == "min", name == "max":
		whole = math.Ceil(f)
	case f != math.Trunc(f):
		return n
	}
	out := *n
	out.text, out.plain, out.parser = strconv.FormatFloat(whole, 'f', -1, 64), true, nil
	return &out
}

func orNothing(n *node) *node {
	if n == nil {
		return &node{plain: true}
	}
	return n
}

// evaluatedAnyway reports mistakes with which Great Expectations evaluates an
// expectation: bounds the wrong way round, sets without members and the like.
// Only that a range of values has no bound at all it refuses.
func evaluatedAnyway(d *expectations.Declaration, p expectations.Problem) bool {
	return p.Code != "missing-parameter" || p.Param != "min" || !d.RowWise
}
