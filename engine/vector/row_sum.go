package vector

import (
	"math/big"
	"slices"

	"github.com/apache/arrow-go/v18/arrow"
)

// RowSum compares the sum of several columns of numbers, row by row, with a
// total. It does not change, and may be used by several goroutines.
type RowSum struct {
	float   float64 // the total, where floats are among the columns
	floats  bool
	scale   int      // to which integers and decimals are brought
	total   *big.Int // the total in that scale; nil where it is not whole there
	factors []*big.Int
}

// NewRowSum prepares sums of columns of the given types. Integers and decimals
// are added exactly; where a type is a float, all are added as 64-bit floats,
// from left to right. The error is a *LiteralError.
func NewRowSum(types []arrow.DataType, total Literal) (*RowSum, error) {
	n, err := numberFor(total, arrow.PrimitiveTypes.Float64)
	if err != nil {
		return nil, err
	}
	s := &RowSum{}
	for _, t := range types {
		t = plain(t)
		s.floats = s.floats || LaneOf(t) == Float
		s.scale = max(s.scale, scaleOf(t))
	}
	if s.floats {
		s.float, _, err = floatFor(total, arrow.PrimitiveTypes.Float64)
		return s, err
	}
	if whole, exact := n.floor(s.scale); exact && n.inf == 0 {
		s.total = whole
	}
	for _, t := range types {
		s.factors = append(s.factors, pow10(s.scale-scaleOf(plain(t))))
	}
	return s, nil
}

// Differs sets in out the rows, of n, whose sum is not the total, and leaves
// other bits as they are. Of rows in which a value is missing nothing is
// promised.
func (s *RowSum) Differs(in []*Vector, n int, out Mask) {
	if slices.ContainsFunc(in, func(v *Vector) bool { return v.Lane == Null }) {
		return
	}
	for row := range n {
		if !s.adds(in, row) {
			out.Set(row)
		}
	}
}

func (s *RowSum) adds(in []*Vector, row int) bool {
	if s.floats {
		var sum float64
		for _, v := range in {
			sum += v.FloatAt(row)
		}
		return sum == s.float
	}
	if sum, ok := s.small(in, row); ok {
		return s.total != nil && s.total.IsInt64() && s.total.Int64() == sum
	}
	return s.total != nil && s.exact(in, row).Cmp(s.total) == 0
}

// small is the sum of signed integers; ok is false where there are others, or
// where it overflows.
func (s *RowSum) small(in []*Vector, row int) (sum int64, ok bool) {
	if s.scale != 0 {
		return 0, false
	}
	for _, v := range in {
		if v.Lane != Int {
			return 0, false
		}
		x := v.Ints[row]
		next := sum + x
		if (sum >= 0) == (x >= 0) && (next >= 0) != (sum >= 0) {
			return 0, false
		}
		sum = next
	}
	return sum, true
}

// exact is the sum in the common scale.
func (s *RowSum) exact(in []*Vector, row int) *big.Int {
	sum, x := new(big.Int), new(big.Int)
	for i, v := range in {
		switch v.Lane {
		case Int:
			x.SetInt64(v.Ints[row])
		case Uint:
			x.SetUint64(v.Uints[row])
		case Decimal:
			x.Set(v.Decimals[row].BigInt())
		}
		sum.Add(sum, x.Mul(x, s.factors[i]))
	}
	return sum
}
