package exact

import "math/big"

// Products are the exact sums over pairs of numbers x and y from which their
// covariance is computed. The zero value holds none. It has room for 2^62 pairs.
type Products struct {
	count            int64
	x, y, xx, xy, yy bins
}

// Add adds a pair.
func (p *Products) Add(x, y Number) {
	p.count++
	one := Number{size: 1}
	addProduct(&p.x, x, one)
	addProduct(&p.y, y, one)
	addProduct(&p.xx, x, x)
	addProduct(&p.xy, x, y)
	addProduct(&p.yy, y, y)
}

func addProduct(sum *bins, a, b Number) {
	exponent := a.exponent + b.exponent
	if a.wide != nil || b.wide != nil {
		sum.addWide(new(big.Int).Mul(a.integer(), b.integer()), exponent)
		return
	}
	sum.add(limbs{a.size}.times(b.size), a.negative != b.negative, exponent)
}

// Merge adds what other holds.
func (p *Products) Merge(other *Products) {
	p.count += other.count
	p.x.merge(&other.x)
	p.y.merge(&other.y)
	p.xx.merge(&other.xx)
	p.xy.merge(&other.xy)
	p.yy.merge(&other.yy)
}

// Count is the number of pairs.
func (p *Products) Count() int64 { return p.count }

// Spread are the sums of squared distances from the means, times the count:
// n·Σx² - (Σx)² of x and of y, and n·Σxy - Σx·Σy.
func (p *Products) Spread() (x, y, xy *big.Rat) {
	n := new(big.Rat).SetInt64(p.count)
	sumX, sumY := p.x.total(), p.y.total()
	spread := func(products *bins, a, b *big.Rat) *big.Rat {
		s := products.total()
		return s.Mul(s, n).Sub(s, new(big.Rat).Mul(a, b))
	}
	return spread(&p.xx, sumX, sumX), spread(&p.yy, sumY, sumY), spread(&p.xy, sumX, sumY)
}
