package exact

import "math/big"

// bins is a sum of integers times powers of two: one sum of integers for each
// power. The zero value is an empty sum. It takes room for the exponents that
// were met and those between them, as data mostly have few.
type bins struct {
	first int      // the exponent of sums[0]
	sums  []*limbs // nil where nothing was added
	wide  map[int]*big.Int
}

// at is the sum for an exponent.
func (b *bins) at(exponent int) *limbs {
	switch {
	case len(b.sums) == 0:
		b.first = exponent
		b.sums = make([]*limbs, 1)
	case exponent < b.first:
		b.sums = append(make([]*limbs, b.first-exponent), b.sums...)
		b.first = exponent
	case exponent-b.first >= len(b.sums):
		b.sums = append(b.sums, make([]*limbs, exponent-b.first-len(b.sums)+1)...)
	}
	sum := &b.sums[exponent-b.first]
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
			b.at(other.first + i).add(*sum)
		}
	}
	for exponent, sum := range other.wide {
		b.addWide(sum, exponent)
	}
}

// total is the sum.
func (b *bins) total() *big.Rat {
	least := min(b.first, 0)
	for exponent := range b.wide {
		least = min(least, exponent)
	}
	total, part := new(big.Int), new(big.Int)
	for i, sum := range b.sums {
		if sum != nil {
			total.Add(total, part.Lsh(sum.big(), uint(b.first+i-least)))
		}
	}
	for exponent, sum := range b.wide {
		total.Add(total, part.Lsh(sum, uint(exponent-least)))
	}
	return scaled(total, least)
}
