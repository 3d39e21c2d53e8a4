// Package profile describes columns: how many values, nulls and different
// values they have, their extremes, mean and distribution. It takes bounded
// memory for any column, and what it says is a function of the values alone:
// neither batches nor the order of merging show in it.
package profile

import (
	"math"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine/fold"
	"assay/engine/vector"
)

// Summary is what there is to say of one column.
type Summary struct {
	Rows    int64
	Nulls   int64 // missing cells, NaN among them
	Invalid int64 // cells that do not fit the type
	// Distinct is the number of different values: exact where
	// DistinctError is 0, else an estimate with this relative standard error.
	Distinct      int64
	DistinctError float64
	// Min and Max are null where there is no value.
	Min, Max vector.Scalar
	Mean     *float64 // of numbers, nil where there is no value
	// Values are the most frequent values, most frequent first, where the
	// column has few enough different ones to count them all.
	Values []Frequency
	// Histogram is the distribution of finite numbers and of times, as
	// counted in the type's unit, or of the lengths of texts; nil where
	// there is nothing to draw.
	Histogram *Histogram
}

// Frequency is how often a value occurs.
type Frequency struct {
	Value vector.Scalar
	Cut   bool // Value is the start of a longer text
	Count int64
}

// Histogram counts values in bins of equal width: bin i holds those from
// Low + i·Width up to below Low + (i+1)·Width.
type Histogram struct {
	Low, Width float64
	Counts     []int64
}

// Describes reports whether a column of type t has values to describe.
func Describes(t arrow.DataType) bool {
	lane := vector.LaneOf(t)
	return lane != vector.Null && lane != vector.Unusable
}

// TakesDictionary reports whether Update takes dictionaries of type t.
func TakesDictionary(t arrow.DataType) bool { return vector.LaneOf(t) == vector.Bytes }

// Limit is how many different values a column's profile counts one by one,
// such that a table of many columns stays within bounds too.
func Limit(columns int) int { return min(1000, max(100_000/max(columns, 1), 32)) }

// Column is the accumulator behind a Summary.
type Column struct {
	rows, values int64
	lane         vector.Lane
	extremes     fold.Extremes
	moments      fold.Accumulator
	distinct     distinct
	shape        histogram
	keep         vector.Mask
	one          [1]*vector.Vector
	floats       []float64
}

// New returns the profile of nothing, which counts up to limit different values
// one by one.
func New(env *fold.Env, limit int) *Column {
	return &Column{moments: fold.NewSum(env), distinct: newDistinct(limit)}
}

// Update takes in the selected values of one column.
func (c *Column) Update(in []*vector.Vector, n int, rows vector.Mask) error {
	v := in[0]
	keep := c.selected(v, n, rows)
	if rows == nil {
		c.rows += int64(n)
	} else {
		c.rows += int64(rows.Count())
	}
	c.values += int64(keep.Count())
	if v.Lane == vector.Null {
		return nil
	}
	c.lane = v.Lane
	if v.Dict != nil {
		return c.updateDictionary(v, keep)
	}
	if err := c.extremes.Update(in, n, keep); err != nil {
		return err
	}
	c.distinct.add(v, keep, nil)
	switch v.Lane {
	case vector.Bool:
	case vector.Bytes:
		c.lengths(v, keep, nil)
	default:
		c.shape.add(c.numbers(v, keep), nil, c.whole(v))
		if isNumber(v.Type) {
			return c.moments.Update(in, n, keep)
		}
	}
	return nil
}

// selected is the rows that are selected and hold a value.
func (c *Column) selected(v *vector.Vector, n int, rows vector.Mask) vector.Mask {
	c.keep = c.keep.Grow(n)
	c.keep.Fill(n)
	if v.Lane == vector.Null {
		c.keep.Not(n)
	}
	if v.Valid != nil {
		c.keep.And(v.Valid)
	}
	if rows != nil {
		c.keep.And(rows)
	}
	return c.keep
}

// updateDictionary looks once at each text that rows refer to.
func (c *Column) updateDictionary(v *vector.Vector, keep vector.Mask) error {
	counts := make([]int64, v.Dict.Len)
	keep.Each(func(row int) bool { counts[v.Index[row]]++; return true })
	used := vector.NewMask(v.Dict.Len)
	for i, n := range counts {
		if n > 0 && v.Dict.IsValid(i) {
			used.Set(i)
		}
	}
	c.one[0] = v.Dict
	if err := c.extremes.Update(c.one[:], v.Dict.Len, used); err != nil {
		return err
	}
	c.distinct.add(v.Dict, used, counts)
	c.lengths(v.Dict, used, counts)
	return nil
}

// Merge takes in what other has seen.
func (c *Column) Merge(other fold.Accumulator) error {
	o := other.(*Column)
	c.rows += o.rows
	c.values += o.values
	if c.lane == vector.Null {
		c.lane = o.lane
	}
	if err := c.extremes.Merge(&o.extremes); err != nil {
		return err
	}
	c.distinct.merge(&o.distinct)
	c.shape.merge(&o.shape)
	return c.moments.Merge(o.moments)
}

// Summary is the description of what was seen. Invalid cells are among its
// nulls: telling them apart is the caller's affair.
func (c *Column) Summary() Summary {
	s := Summary{Rows: c.rows, Nulls: c.rows - c.values, Min: positive(c.extremes.Min()), Max: positive(c.extremes.Max())}
	s.Distinct, s.DistinctError = c.distinct.count()
	s.Values = c.distinct.top()
	s.Histogram = c.shape.summary()
	if mean, ok := c.moments.(*fold.Moments).Mean(); ok && !math.IsNaN(mean) {
		s.Mean = &mean
	}
	return s
}

// positive takes the sign off zero: which of two equal zeros came first must
// not show.
func positive(s vector.Scalar) vector.Scalar {
	s.F += 0
	return s
}
