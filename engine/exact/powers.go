package exact

import "math/big"

// degrees is how many powers are summed.
const degrees = 4

// Powers are the exact sums of numbers, of their squares, cubes and fourth
// powers. The zero value holds none. It has room for 2^62 numbers.
type Powers struct {
	count int64
	sums  [degrees]bins
}

// Add adds a number.
func (p *Powers) Add(n Number) {
	p.count++
	if n.wide != nil {
		power := new(big.Int).Set(n.wide)
		for i := range p.sums {
			p.sums[i].addWide(power, 0) // wide numbers are integers
			power = new(big.Int).Mul(power, n.wide)
		}
		return
	}
	power := limbs{n.size}
	for i := range p.sums {
		p.sums[i].add(power, n.negative && i%2 == 0, (i+1)*n.exponent)
		if i < degrees-1 {
			power = power.times(n.size)
		}
	}
}

// Merge adds what other holds.
func (p *Powers) Merge(other *Powers) {
	p.count += other.count
	for i := range p.sums {
		p.sums[i].merge(&other.sums[i])
	}
}

// Count is the number of numbers.
func (p *Powers) Count() int64 { return p.count }

// Central is the mean of the given power, from 2 to 4, of the distances from the
// mean. There is at least one number.
func (p *Powers) Central(power int) *big.Rat {
	var raw [degrees + 1]*big.Rat // means of the powers
	raw[0] = big.NewRat(1, 1)
	for i := range p.sums {
		raw[i+1] = p.sums[i].total()
		raw[i+1].Quo(raw[i+1], new(big.Rat).SetInt64(p.count))
	}
	// Σ C(power, i)·raw[i]·(-mean)^(power-i)
	sum := new(big.Rat)
	minus := new(big.Rat).Neg(raw[1])
	for i := range power + 1 {
		term := new(big.Rat).SetInt(new(big.Int).Binomial(int64(power), int64(i)))
		term.Mul(term, raw[i])
		for range power - i {
			term.Mul(term, minus)
		}
		sum.Add(sum, term)
	}
	return sum
}
