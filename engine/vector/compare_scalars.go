package vector

import (
	"math"
	"strings"
)

// CompareScalars compares two values of any types; cmp is negative, zero or
// positive as a is below, equal to or above b. Numbers of all lanes, and dates
// and timestamps of all units, compare exactly with each other; a date is its
// midnight. ok is false for null, NaN and invalid cells, for values of different
// kinds, and for a moment with a zone beside one without.
func CompareScalars(a, b Scalar) (cmp int, ok bool) {
	if a.isMissing() || b.isMissing() {
		return 0, false
	}
	ta, tb := plain(a.Type), plain(b.Type)
	if Comparable(ta, tb, nil) != nil {
		return 0, false
	}
	switch kindOf(ta) {
	case kindNumber:
		return orderNumbers(a, b), true
	case kindBool:
		return order(a.I, b.I), true
	case kindText:
		return strings.Compare(a.S, b.S), true
	}
	x, y := tickers(ta, tb, nil)
	return orderTicks(x.count(a.I), y.count(b.I)), true
}

func (s Scalar) isMissing() bool {
	return s.IsNull() || s.Invalid || s.Lane == Null || s.Lane == Float && math.IsNaN(s.F)
}

func orderNumbers(a, b Scalar) int {
	switch {
	case a.Lane == Decimal || b.Lane == Decimal:
		return orderWithDecimal(a, b)
	case a.Lane > b.Lane:
		return -orderNumbers(b, a)
	case a.Lane == Float:
		return order(a.F, b.F)
	case a.Lane == Uint && b.Lane == Uint:
		return order(a.U, b.U)
	case a.Lane == Uint:
		return orderUintFloat(a.U, b.F)
	case b.Lane == Int:
		return order(a.I, b.I)
	case b.Lane == Uint:
		return orderIntUint(a.I, b.U)
	}
	return orderIntFloat(a.I, b.F)
}

func orderWithDecimal(a, b Scalar) int {
	switch {
	case a.Lane == Float:
		return -orderDecimalFloat(b.decimal(), a.F)
	case b.Lane == Float:
		return orderDecimalFloat(a.decimal(), b.F)
	}
	return orderDecimals(a.decimal(), b.decimal())
}

// decimal is the value of an Int, Uint or Decimal scalar.
func (s Scalar) decimal() decimal {
	switch s.Lane {
	case Int:
		return decimalFromInt(s.I)
	case Uint:
		return decimalFromUint(s.U)
	}
	return decimalFrom(wordsOfNum(s.D), scaleOf(plain(s.Type)))
}
