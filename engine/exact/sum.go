// Package exact adds up numbers without rounding, so that a sum does not depend
// on the order of its terms, and rounds once at the end.
//
// A float is an integer of 53 bits times a power of two. Sum keeps, for each of
// the 2,046 exponents a finite float64 can have, the integer sum of the
// significands and of their squares: adding is a few integer operations, and
// no carry runs beyond a bin. The idea of exponent-indexed accumulation is
// that of R. M. Neal, "Fast exact summation using small and large
// superaccumulators" (2015), https://arxiv.org/abs/1505.05571, section 4.
package exact

import (
	"math"
	"math/big"
	"math/bits"
)

const (
	exponents    = 2047 // of finite floats; 0, the subnormals', weighs as 1
	fractionBits = 52
	minExponent  = -1074 // a significand of exponent 1 weighs 2^-1074
)

// Sum is the exact sum of floats and, where asked for, of their squares. The
// zero value is an empty sum.
type Sum struct {
	count    int64
	infinite [2]int64 // +Inf and -Inf met
	bins     *[exponents]bin
	squares  *[exponents]squareBin
}

// bin is a sum of significands: a signed integer of 128 bits.
type bin struct {
	low  uint64
	high int64
}

// squareBin is a sum of squared significands: an integer of 192 bits.
type squareBin [3]uint64

// Add adds the values whose bit in keep is set; a nil keep keeps all.
func (s *Sum) Add(values []float64, keep []uint64) {
	if s.bins == nil {
		s.bins = new([exponents]bin)
	}
	bins := s.bins
	for i, v := range values {
		if keep != nil && keep[i>>6]>>(uint(i)&63)&1 == 0 {
			continue
		}
		b := math.Float64bits(v)
		exponent := b >> fractionBits & 0x7ff
		if exponent == 0x7ff {
			s.addInfinite(v, 1)
			continue
		}
		significand := int64(b & (1<<fractionBits - 1))
		if exponent != 0 {
			significand |= 1 << fractionBits
		} else {
			exponent = 1
		}
		sign := int64(b) >> 63
		significand = significand ^ sign - sign
		bin := &bins[exponent]
		var carry uint64
		bin.low, carry = bits.Add64(bin.low, uint64(significand), 0)
		bin.high += significand>>63 + int64(carry)
		s.count++
	}
}

// AddSquares adds the squares of the values that Add would add.
func (s *Sum) AddSquares(values []float64, keep []uint64) {
	if s.squares == nil {
		s.squares = new([exponents]squareBin)
	}
	for i, v := range values {
		if keep != nil && keep[i>>6]>>(uint(i)&63)&1 == 0 {
			continue
		}
		b := math.Float64bits(v)
		exponent := b >> fractionBits & 0x7ff
		if exponent == 0x7ff {
			continue // the sum itself remembers
		}
		significand := b & (1<<fractionBits - 1)
		if exponent != 0 {
			significand |= 1 << fractionBits
		} else {
			exponent = 1
		}
		high, low := bits.Mul64(significand, significand)
		bin := &s.squares[exponent]
		var carry uint64
		bin[0], carry = bits.Add64(bin[0], low, 0)
		bin[1], carry = bits.Add64(bin[1], high, carry)
		bin[2] += carry
	}
}

// addInfinite adds v, n times.
func (s *Sum) addInfinite(v float64, n int64) {
	switch {
	case math.IsNaN(v):
		// NaN is null here; it never reaches a sum.
		return
	case v > 0:
		s.infinite[0] += n
	default:
		s.infinite[1] += n
	}
	s.count += n
}

// Merge adds what other holds.
func (s *Sum) Merge(other *Sum) {
	s.count += other.count
	s.infinite[0] += other.infinite[0]
	s.infinite[1] += other.infinite[1]
	if other.bins != nil {
		if s.bins == nil {
			s.bins = new([exponents]bin)
		}
		for i, o := range other.bins {
			var carry uint64
			s.bins[i].low, carry = bits.Add64(s.bins[i].low, o.low, 0)
			s.bins[i].high += o.high + int64(carry)
		}
	}
	if other.squares != nil {
		if s.squares == nil {
			s.squares = new([exponents]squareBin)
		}
		for i, o := range other.squares {
			var carry uint64
			bin := &s.squares[i]
			bin[0], carry = bits.Add64(bin[0], o[0], 0)
			bin[1], carry = bits.Add64(bin[1], o[1], carry)
			bin[2], _ = bits.Add64(bin[2], o[2], carry)
		}
	}
}

// Count is the number of values added.
func (s *Sum) Count() int64 { return s.count }

// Infinite is the sum where it is not finite: an infinity, or NaN where both
// were added. It reports false where all values were finite.
func (s *Sum) Infinite() (float64, bool) {
	switch {
	case s.infinite[0] > 0 && s.infinite[1] > 0:
		return math.NaN(), true
	case s.infinite[0] > 0:
		return math.Inf(1), true
	case s.infinite[1] > 0:
		return math.Inf(-1), true
	}
	return 0, false
}

// Total is the sum of the finite values.
func (s *Sum) Total() *big.Rat {
	total := new(big.Int)
	if s.bins != nil {
		for e := range s.bins {
			bin := &s.bins[e]
			if bin.low|uint64(bin.high) == 0 {
				continue
			}
			n := big.NewInt(bin.high)
			n.Lsh(n, 64).Add(n, new(big.Int).SetUint64(bin.low))
			total.Add(total, n.Lsh(n, uint(e-1)))
		}
	}
	return scaled(total, minExponent)
}

// Squares is the sum of the squares of the finite values.
func (s *Sum) Squares() *big.Rat {
	total := new(big.Int)
	if s.squares != nil {
		for e := range s.squares {
			bin := &s.squares[e]
			if bin[0]|bin[1]|bin[2] == 0 {
				continue
			}
			n := new(big.Int)
			for w := len(bin) - 1; w >= 0; w-- {
				n.Lsh(n, 64).Add(n, new(big.Int).SetUint64(bin[w]))
			}
			total.Add(total, n.Lsh(n, 2*uint(e-1)))
		}
	}
	return scaled(total, 2*minExponent)
}

// scaled is n times 2 to the given negative power.
func scaled(n *big.Int, power int) *big.Rat {
	return new(big.Rat).SetFrac(n, new(big.Int).Lsh(big.NewInt(1), uint(-power)))
}

// Float64 is the sum, rounded once, half to even.
func (s *Sum) Float64() float64 {
	if v, ok := s.Infinite(); ok {
		return v
	}
	f, _ := s.Total().Float64()
	return f
}
