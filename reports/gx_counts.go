package reports

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"assay/engine"
	"assay/engine/vector"
)

// Limits of what is held to count all unexpected values of a COMPLETE result.
// Beyond them partial_unexpected_counts says that it was not counted, in the
// form that GX has for that.
const (
	maxCounted      = 100_000
	maxCountedBytes = 16 << 20
)

var errTooManyDistinct = errors.New("too many distinct values to count")

// counted is a value (one or more columns wide) and how often it was met.
type counted struct {
	values []vector.Scalar
	n      int64
}

// counts is partial_unexpected_counts: of the partial list in SUMMARY, of all
// unexpected values in COMPLETE.
func (r *gxRows) counts(examples []engine.Example) any {
	c := valueCounter{index: make(map[string]int), shape: r.shape}
	var err error
	if r.level == gxComplete {
		err = eachUnexpected(r.outcome, c.add)
	} else {
		for _, e := range examples {
			err = errors.Join(err, c.add(e))
		}
	}
	if errors.Is(err, errTooManyDistinct) {
		return []members{{{"error", fmt.Sprintf("more than %d distinct values or %d bytes of them are not counted", maxCounted, maxCountedBytes)}}}
	}
	if err != nil && r.err == nil {
		r.err = err
	}
	return c.mostCommon(r.partial)
}

// valueCounter counts values in the order in which they first came.
type valueCounter struct {
	index map[string]int // by the value's JSON
	list  []counted
	shape gxShape
	bytes int
	key   []byte
}

func (c *valueCounter) add(e engine.Example) error {
	c.key = c.key[:0]
	for _, s := range e.Values {
		c.key = append(s.AppendJSON(c.key), ',')
	}
	if i, ok := c.index[string(c.key)]; ok {
		c.list[i].n++
		return nil
	}
	if c.bytes += len(c.key); len(c.list) == maxCounted || c.bytes > maxCountedBytes {
		return errTooManyDistinct
	}
	c.index[string(c.key)] = len(c.list)
	values := make([]vector.Scalar, len(e.Values))
	for i, v := range e.Values {
		values[i] = c.shape.value(i, v)
	}
	c.list = append(c.list, counted{values, 1})
	return nil
}

// mostCommon lists the n most frequent values (the first met, among equals) by
// falling count, then by value.
func (c *valueCounter) mostCommon(n int) []members {
	byCount := func(a, b counted) int { return cmp.Compare(b.n, a.n) }
	slices.SortStableFunc(c.list, byCount)
	top := c.list[:min(n, len(c.list))]
	slices.SortStableFunc(top, func(a, b counted) int {
		return cmp.Or(byCount(a, b), slices.CompareFunc(a.values, b.values, compareScalars))
	})
	out := make([]members, len(top))
	for i, e := range top {
		out[i] = members{{"value", countedValue(e.values)}, {"count", e.n}}
	}
	return out
}

// countedValue shows rows of several columns as GX does here: without names.
func countedValue(values []vector.Scalar) any {
	if len(values) == 1 {
		return scalar(values[0])
	}
	return valueList(values)
}

// compareScalars orders the values of one column: nulls, values, then invalid
// cells by their text.
func compareScalars(a, b vector.Scalar) int {
	if c, ok := vector.CompareScalars(a, b); ok {
		return c
	}
	return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a.S, b.S))
}

func rank(s vector.Scalar) int {
	switch {
	case s.IsNull():
		return 0
	case s.Invalid:
		return 2
	}
	return 1
}
