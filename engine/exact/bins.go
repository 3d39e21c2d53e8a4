package exact

import "math/big"

// The exponents that a product of four floats can have.
const (
	leastExponent = degrees * minExponent
	binCount      = degrees * (exponents + 1)
)

// bins is a sum of integers times powers of two: one sum of integers for each
// power. The zero value is an empty sum.
type bins struct {
	sums []*limbs // by exponent, from leastExponent; nil where none was added
	wide map[int]*big.Int
}

// at is the sum for an exponent.
func (b *bins) at(exponent int) *limbs {
	if b.sums == nil {
		b.sums = make([]*limbs, binCount)
	}
	sum := &b.sums[exponent-leastExponent]
	if *sum == nil {
		*sum = new(limbs)
	}
	return *sum
}

// add adds an integer, of at most 256 bits, times 2^exponent.
func (b *bins) add(size limbs, negative bool, exponent int) {
	if negative {
		b.at(exponent).subtract(size)
	} else {
		b.at(exponent).add(size)
	}
}

// addWide adds an integer of any size.
func (b *bins) addWide(n *big.Int, exponent int) {
	sum, ok := b.wide[exponent]
	if !ok {
		if b.wide == nil {
			b.wide = make(map[int]*big.Int)
		}
		sum = new(big.Int)
		b.wide[exponent] = sum
	}
	sum.Add(sum, n)
}

// merge adds what other holds.
func (b *bins) merge(other *bins) {
	for i, sum := range other.sums {
		if sum != nil {
			b.at(i + leastExponent).add(*sum)
		}
	}
	for exponent, sum := range other.wide {
		b.addWide(sum, exponent)
	}
}

// total is the sum.
func (b *bins) total() *big.Rat {
	total, part := new(big.Int), new(big.Int)
	for i, sum := range b.sums {
		if sum != nil {
			total.Add(total, part.Lsh(sum.big(), uint(i)))
		}
	}
	for exponent, sum := range b.wide {
		total.Add(total, part.Lsh(sum, uint(exponent-leastExponent)))
	}
	return scaled(total, leastExponent)
}
