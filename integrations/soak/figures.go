package soak

import (
	"math/big"
	"slices"
)

// Figure is what a column comes to. A nil one is there where it cannot be
// computed, as the mean of nothing.
type Figure func(values []any, rows int) *big.Rat

// values are those of rows that are not missing; ok is false where one does not
// fit its column's type.
func values(c *Column, rows []int) (list []any, ok bool) {
	for _, row := range rows {
		switch cell := c.Cells[row]; {
		case cell.Invalid:
			return nil, false
		case !cell.Missing():
			list = append(list, cell.Value)
		}
	}
	return list, true
}

// Least and Greatest are of a column of numbers.
func Least(values []any, _ int) *big.Rat {
	if len(values) == 0 {
		return nil
	}
	return slices.MinFunc(values, Compare).(*big.Rat)
}

// Greatest is the greatest number.
func Greatest(values []any, _ int) *big.Rat {
	if len(values) == 0 {
		return nil
	}
	return slices.MaxFunc(values, Compare).(*big.Rat)
}

// Range is the greatest number less the least.
func Range(values []any, n int) *big.Rat {
	if len(values) == 0 {
		return nil
	}
	return new(big.Rat).Sub(Greatest(values, n), Least(values, n))
}

// Sum adds numbers.
func Sum(values []any, _ int) *big.Rat {
	sum := new(big.Rat)
	for _, v := range values {
		sum.Add(sum, v.(*big.Rat))
	}
	return sum
}

// Mean is the arithmetic mean.
func Mean(values []any, n int) *big.Rat {
	if len(values) == 0 {
		return nil
	}
	return new(big.Rat).Quo(Sum(values, n), big.NewRat(int64(len(values)), 1))
}

// Median is the middle number, or the mean of the two middle ones.
func Median(values []any, n int) *big.Rat {
	if len(values) == 0 {
		return nil
	}
	sorted := slices.SortedFunc(slices.Values(values), Compare)
	return Mean([]any{sorted[(len(sorted)-1)/2], sorted[len(sorted)/2]}, n)
}

// Variance is that of a sample.
func Variance(values []any, n int) *big.Rat {
	if len(values) < 2 {
		return nil
	}
	mean, sum := Mean(values, n), new(big.Rat)
	for _, v := range values {
		d := new(big.Rat).Sub(v.(*big.Rat), mean)
		sum.Add(sum, d.Mul(d, d))
	}
	return sum.Quo(sum, big.NewRat(int64(len(values)-1), 1))
}

// Deviation is the root of the variance.
func Deviation(values []any, n int) *big.Rat {
	v := Variance(values, n)
	if v == nil {
		return nil
	}
	rat, _ := root(v).Rat(nil)
	return rat
}

// Zeros is the share of zeros.
func Zeros(values []any, _ int) *big.Rat {
	zeros := 0
	for _, v := range values {
		if v.(*big.Rat).Sign() == 0 {
			zeros++
		}
	}
	return share(zeros, len(values))
}

// Distinct is the number of different values.
func Distinct(values []any, _ int) *big.Rat { return big.NewRat(int64(len(different(values))), 1) }

// DistinctShare is the share of different values.
func DistinctShare(values []any, _ int) *big.Rat { return share(len(different(values)), len(values)) }

// There is the share of rows with a value.
func There(values []any, rows int) *big.Rat { return share(len(values), rows) }

func different(values []any) []any {
	var list []any
	for _, v := range values {
		if !Member(list, v) {
			list = append(list, v)
		}
	}
	return list
}

func share(n, of int) *big.Rat {
	if of == 0 {
		return new(big.Rat)
	}
	return big.NewRat(int64(n), int64(of))
}
