package exact

import (
	"math/big"
	"math/bits"
)

// IntSum is the exact sum of integers and of their squares. The zero value is
// an empty sum. It holds 2^63 values of any size.
type IntSum struct {
	count   int64
	low     uint64
	high    int64
	squares [3]uint64
}

// Add adds the values whose bit in keep is set; a nil keep keeps all.
func (s *IntSum) Add(values []int64, keep []uint64) {
	low, high, count := s.low, s.high, s.count
	for i, v := range values {
		if keep != nil && keep[i>>6]>>(uint(i)&63)&1 == 0 {
			continue
		}
		var carry uint64
		low, carry = bits.Add64(low, uint64(v), 0)
		high += v>>63 + int64(carry)
		count++
	}
	s.low, s.high, s.count = low, high, count
}

// AddUnsigned is Add for unsigned values.
func (s *IntSum) AddUnsigned(values []uint64, keep []uint64) {
	for i, v := range values {
		if keep != nil && keep[i>>6]>>(uint(i)&63)&1 == 0 {
			continue
		}
		var carry uint64
		s.low, carry = bits.Add64(s.low, v, 0)
		s.high += int64(carry)
		s.count++
	}
}

// AddSquares adds the squares of the values that Add would add.
func (s *IntSum) AddSquares(values []int64, keep []uint64) {
	for i, v := range values {
		if keep != nil && keep[i>>6]>>(uint(i)&63)&1 == 0 {
			continue
		}
		sign := v >> 63
		s.addSquare(uint64(v ^ sign - sign))
	}
}

// AddUnsignedSquares is AddSquares for unsigned values.
func (s *IntSum) AddUnsignedSquares(values []uint64, keep []uint64) {
	for i, v := range values {
		if keep != nil && keep[i>>6]>>(uint(i)&63)&1 == 0 {
			continue
		}
		s.addSquare(v)
	}
}

func (s *IntSum) addSquare(size uint64) {
	high, low := bits.Mul64(size, size)
	var carry uint64
	s.squares[0], carry = bits.Add64(s.squares[0], low, 0)
	s.squares[1], carry = bits.Add64(s.squares[1], high, carry)
	s.squares[2] += carry
}

// Merge adds what other holds.
func (s *IntSum) Merge(other *IntSum) {
	var carry uint64
	s.count += other.count
	s.low, carry = bits.Add64(s.low, other.low, 0)
	s.high += other.high + int64(carry)
	s.squares[0], carry = bits.Add64(s.squares[0], other.squares[0], 0)
	s.squares[1], carry = bits.Add64(s.squares[1], other.squares[1], carry)
	s.squares[2], _ = bits.Add64(s.squares[2], other.squares[2], carry)
}

// Count is the number of values added.
func (s *IntSum) Count() int64 { return s.count }

// Total is the sum.
func (s *IntSum) Total() *big.Int {
	n := big.NewInt(s.high)
	return n.Lsh(n, 64).Add(n, new(big.Int).SetUint64(s.low))
}

// Squares is the sum of the squares.
func (s *IntSum) Squares() *big.Int {
	n := new(big.Int)
	for w := len(s.squares) - 1; w >= 0; w-- {
		n.Lsh(n, 64).Add(n, new(big.Int).SetUint64(s.squares[w]))
	}
	return n
}
