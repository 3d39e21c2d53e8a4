package fold

import (
	"math"
	"math/big"

	"assay/engine/exact"
	"assay/engine/vector"
)

// Shape holds the exact sums of the first four powers of a column of numbers,
// from which the skewness and the kurtosis are computed and rounded once. Both
// are the same at every scale, so that decimals are taken unscaled.
type Shape struct {
	powers   exact.Powers
	infinite bool
	keep     vector.Mask
}

// NewShape returns the shape of nothing.
func NewShape(*Env) Accumulator { return &Shape{} }

// Update adds the selected values of one column.
func (s *Shape) Update(in []*vector.Vector, n int, rows vector.Mask) error {
	v := in[0]
	if v.Lane == vector.Null {
		return nil
	}
	s.keep = present(s.keep, v, n, rows)
	var err error
	s.keep.Each(func(row int) bool {
		number, finite, e := numberAt(v, row)
		if finite {
			s.powers.Add(number)
		}
		s.infinite = s.infinite || !finite
		err = e
		return e == nil
	})
	return err
}

// Merge adds what other holds.
func (s *Shape) Merge(other Accumulator) error {
	o := other.(*Shape)
	s.powers.Merge(&o.powers)
	s.infinite = s.infinite || o.infinite
	return nil
}

// Skewness is m3/m2^1.5, of the mean third and second power of the distance from
// the mean; sample adjusts it for its bias, which takes three values. It reports
// false where there are too few values, or all are equal, and is NaN where one is
// infinite.
func (s *Shape) Skewness(sample bool) (float64, bool) {
	n := float64(s.powers.Count())
	if s.infinite {
		return math.NaN(), true
	}
	if n < 1 || sample && n < 3 {
		return 0, false
	}
	m2, m3 := s.powers.Central(2), s.powers.Central(3)
	if m2.Sign() == 0 {
		return 0, false
	}
	spread := root(m2)
	spread.Mul(spread, new(big.Float).SetPrec(rootBits).SetRat(m2))
	skew, _ := new(big.Float).SetPrec(rootBits).Quo(new(big.Float).SetPrec(rootBits).SetRat(m3), spread).Float64()
	if sample {
		skew *= math.Sqrt(n*(n-1)) / (n - 2)
	}
	return skew, true
}

// Kurtosis is m4/m2² - 3: that of a normal distribution is 0. sample adjusts it
// for its bias, which takes four values. All else is as in Skewness.
func (s *Shape) Kurtosis(sample bool) (float64, bool) {
	n := float64(s.powers.Count())
	if s.infinite {
		return math.NaN(), true
	}
	if n < 1 || sample && n < 4 {
		return 0, false
	}
	m2, m4 := s.powers.Central(2), s.powers.Central(4)
	if m2.Sign() == 0 {
		return 0, false
	}
	m4.Quo(m4, m2.Mul(m2, m2)).Sub(m4, big.NewRat(3, 1))
	kurtosis, _ := m4.Float64()
	if sample {
		kurtosis = (n - 1) / ((n - 2) * (n - 3)) * ((n+1)*kurtosis + 6)
	}
	return kurtosis, true
}

// root is the square root of a rational that is not negative, before it is
// rounded.
func root(r *big.Rat) *big.Float {
	f := new(big.Float).SetPrec(rootBits).SetRat(r)
	return f.Sqrt(f)
}
