package exact

import (
	"math"
	"math/big"
	"math/bits"
)

// Number is a finite number that is added up without rounding: an integer times
// a power of two.
type Number struct {
	size     uint64 // of the integer
	negative bool
	exponent int
	wide     *big.Int // the integer where it has more than 64 bits
}

// FromInt is n.
func FromInt(n int64) Number {
	sign := n >> 63
	return Number{size: uint64(n ^ sign - sign), negative: n < 0}
}

// FromUint is n.
func FromUint(n uint64) Number { return Number{size: n} }

// FromBig is n, which is not changed afterwards.
func FromBig(n *big.Int) Number {
	if n.BitLen() > 64 {
		return Number{wide: n}
	}
	return Number{size: new(big.Int).Abs(n).Uint64(), negative: n.Sign() < 0}
}

// FromFloat is f, which is finite.
func FromFloat(f float64) Number {
	b := math.Float64bits(f)
	n := Number{size: b & (1<<fractionBits - 1), negative: b>>63 != 0, exponent: int(b >> fractionBits & 0x7ff)}
	if n.exponent != 0 {
		n.size |= 1 << fractionBits
	} else {
		n.exponent = 1
	}
	n.exponent += minExponent - 1
	return n
}

// integer is the integer of n.
func (n Number) integer() *big.Int {
	if n.wide != nil {
		return n.wide
	}
	i := new(big.Int).SetUint64(n.size)
	if n.negative {
		i.Neg(i)
	}
	return i
}

// limbs is an integer of 320 bits, the lowest word first: two's complement where
// it is a sum.
type limbs [5]uint64

// times is l multiplied by a word; the product is not longer than limbs are.
func (l limbs) times(word uint64) (product limbs) {
	var carry uint64
	for i, w := range l {
		high, low := bits.Mul64(w, word)
		var c uint64
		product[i], c = bits.Add64(low, carry, 0)
		carry = high + c
	}
	return product
}

func (l *limbs) add(o limbs) {
	var c uint64
	for i := range l {
		l[i], c = bits.Add64(l[i], o[i], c)
	}
}

func (l *limbs) subtract(o limbs) {
	var c uint64
	for i := range l {
		l[i], c = bits.Sub64(l[i], o[i], c)
	}
}

func (l *limbs) big() *big.Int {
	size, negative := *l, int64(l[len(l)-1]) < 0
	if negative {
		size = limbs{}
		size.subtract(*l)
	}
	n := new(big.Int)
	for i := len(size) - 1; i >= 0; i-- {
		n.Lsh(n, 64).Or(n, new(big.Int).SetUint64(size[i]))
	}
	if negative {
		n.Neg(n)
	}
	return n
}
