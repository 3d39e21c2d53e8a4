package vector

import (
	"math"
	"math/big"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/decimal256"
)

// interval is the closed interval of integers that a range comes to; a nil end
// is open.
type interval struct{ lo, hi *big.Int }

func (s RangeSpec) interval(t arrow.DataType) (i interval, err error) {
	if s.Min != nil {
		b, err := boundOf(*s.Min, t, s.Zone)
		if err != nil {
			return i, err
		}
		i.lo = b.floor
		if !b.exact || s.StrictMin {
			i.lo = new(big.Int).Add(b.floor, big.NewInt(1))
		}
	}
	if s.Max != nil {
		b, err := boundOf(*s.Max, t, s.Zone)
		if err != nil {
			return i, err
		}
		i.hi = b.floor
		if b.exact && s.StrictMax {
			i.hi = new(big.Int).Sub(b.floor, big.NewInt(1))
		}
	}
	return i, nil
}

var (
	minInt     = big.NewInt(math.MinInt64)
	maxInt     = big.NewInt(math.MaxInt64)
	maxUint    = new(big.Int).SetUint64(math.MaxUint64)
	maxDecimal = new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), 255), big.NewInt(1))
	minDecimal = new(big.Int).Not(maxDecimal)
)

// within cuts i to what a lane can hold; empty is set where nothing is left.
func (i interval) within(lowest, highest *big.Int) (lo, hi *big.Int, empty bool) {
	lo, hi = lowest, highest
	if i.lo != nil && i.lo.Cmp(lo) > 0 {
		lo = i.lo
	}
	if i.hi != nil && i.hi.Cmp(hi) < 0 {
		hi = i.hi
	}
	return lo, hi, lo.Cmp(hi) > 0
}

// decimalOf is x, which fits, as an unscaled decimal.
func decimalOf(x *big.Int) decimal256.Num {
	mag := magnitudeOf(x)
	n := decimal256.New(mag[3], mag[2], mag[1], mag[0])
	if x.Sign() < 0 {
		return n.Negate()
	}
	return n
}

// magnitudeOf is |x| in 64-bit words, the lowest first.
func magnitudeOf(x *big.Int) (words [4]uint64) {
	abs, low := new(big.Int).Abs(x), new(big.Int)
	for i := range words {
		words[i] = low.And(abs, maxUint).Uint64()
		abs.Rsh(abs, 64)
	}
	return words
}
