package exact

import (
	"math"
	"math/bits"
)

// AddWeighted adds each value as often as its weight says, and its square where
// squares asks for them.
func (s *Sum) AddWeighted(values []float64, weights []uint32, squares bool) {
	if s.bins == nil {
		s.bins = new([exponents]bin)
	}
	if squares && s.squares == nil {
		s.squares = new([exponents]squareBin)
	}
	for i, n := range weights {
		if n == 0 {
			continue
		}
		b := math.Float64bits(values[i])
		exponent := b >> fractionBits & 0x7ff
		if exponent == 0x7ff {
			s.addInfinite(values[i], int64(n))
			continue
		}
		significand := b & (1<<fractionBits - 1)
		if exponent != 0 {
			significand |= 1 << fractionBits
		} else {
			exponent = 1
		}
		bin := &s.bins[exponent]
		bin.low, bin.high = addTimes(bin.low, bin.high, significand, n, b>>63 != 0)
		if squares {
			addSquareTimes((*[3]uint64)(&s.squares[exponent]), significand, n)
		}
		s.count += int64(n)
	}
}

// AddWeighted adds each value as often as its weight says, and its square where
// squares asks for them.
func (s *IntSum) AddWeighted(values []int64, weights []uint32, squares bool) {
	for i, n := range weights {
		v := values[i]
		sign := v >> 63
		s.addTimes(uint64(v^sign-sign), n, v < 0, squares)
	}
}

// AddUnsignedWeighted is AddWeighted for unsigned values.
func (s *IntSum) AddUnsignedWeighted(values []uint64, weights []uint32, squares bool) {
	for i, n := range weights {
		s.addTimes(values[i], n, false, squares)
	}
}

func (s *IntSum) addTimes(size uint64, n uint32, negative, square bool) {
	s.low, s.high = addTimes(s.low, s.high, size, n, negative)
	if square {
		addSquareTimes(&s.squares, size, n)
	}
	s.count += int64(n)
}

// addTimes adds n times a number of the given size to a signed one of 128 bits.
func addTimes(low uint64, high int64, size uint64, n uint32, negative bool) (uint64, int64) {
	h, l := bits.Mul64(size, uint64(n))
	var carry uint64
	if negative {
		low, carry = bits.Sub64(low, l, 0)
		return low, high - int64(h) - int64(carry)
	}
	low, carry = bits.Add64(low, l, 0)
	return low, high + int64(h) + int64(carry)
}

// addSquareTimes adds n times the square of a size.
func addSquareTimes(sum *[3]uint64, size uint64, n uint32) {
	high, low := bits.Mul64(size, size)
	c0, w0 := bits.Mul64(low, uint64(n))
	w2, w1 := bits.Mul64(high, uint64(n))
	var carry uint64
	w1, carry = bits.Add64(w1, c0, 0)
	w2 += carry
	sum[0], carry = bits.Add64(sum[0], w0, 0)
	sum[1], carry = bits.Add64(sum[1], w1, carry)
	sum[2] += w2 + carry
}
