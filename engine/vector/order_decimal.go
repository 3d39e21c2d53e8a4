package vector

import (
	"math"
	"math/big"
	"math/bits"
)

// decimal is a sign and a magnitude, times 10^-scale.
type decimal struct {
	negative bool
	mag      words
	scale    int
}

// decimalFrom is an unscaled decimal in two's complement.
func decimalFrom(n words, scale int) decimal {
	if int64(n.w3) >= 0 {
		return decimal{mag: n, scale: scale}
	}
	mag, _ := words{}.sub(n)
	return decimal{negative: true, mag: mag, scale: scale}
}

func decimalFromInt(i int64) decimal {
	if i < 0 {
		return decimal{negative: true, mag: words{w0: -uint64(i)}}
	}
	return decimal{mag: words{w0: uint64(i)}}
}

func decimalFromUint(u uint64) decimal { return decimal{mag: words{w0: u}} }

func (d decimal) sign() int {
	switch {
	case d.mag.isZero():
		return 0
	case d.negative:
		return -1
	}
	return 1
}

// number is d with its digits in a big.Int.
func (d decimal) number() number {
	coef, word := new(big.Int), new(big.Int)
	for _, w := range [...]uint64{d.mag.w3, d.mag.w2, d.mag.w1, d.mag.w0} {
		coef.Or(coef.Lsh(coef, 64), word.SetUint64(w))
	}
	if d.negative {
		coef.Neg(coef)
	}
	return number{coef: coef, exp: -d.scale}
}

func orderDecimals(a, b decimal) int {
	s := a.sign()
	if t := b.sign(); s != t || s == 0 {
		return order(s, t)
	}
	return s * orderScaled(a.mag, b.scale-a.scale, b.mag)
}

// orderScaled compares a × 10^by with b, neither of which is zero.
func orderScaled(a words, by int, b words) int {
	if by < 0 {
		return -orderScaled(b, -by, a)
	}
	if by < len(powersOf10) && a.oneWord() && b.oneWord() {
		hi, lo := bits.Mul64(a.w0, powersOf10[by])
		return words{w0: lo, w1: hi}.order(b)
	}
	a, overflow := a.timesPow10(by)
	if overflow {
		return 1
	}
	return a.order(b)
}

// orderDecimalFloat compares d with f = m × 2^e, as integers: d × 2^-e with
// m × 10^scale, or d with m × 2^e × 10^scale.
func orderDecimalFloat(d decimal, f float64) int {
	s := d.sign()
	if t := order(f, 0); s != t || s == 0 {
		return order(s, t)
	}
	if math.IsInf(f, 0) {
		return -s
	}
	m, e := split(f)
	left, right := d.mag, words{w0: m}
	var tooLarge bool
	if e < 0 {
		left, tooLarge = left.shiftLeft(-e)
	} else {
		right, tooLarge = right.shiftLeft(e)
	}
	if tooLarge {
		return d.number().cmp(numberOfFloat(f))
	}
	return s * orderScaled(left, -d.scale, right)
}

// split is |f| as an odd integer times a power of two; f is finite and not 0.
func split(f float64) (mantissa uint64, exp int) {
	const fractionBits, bias = 52, 1023
	b := math.Float64bits(f)
	mantissa, exp = b&(1<<fractionBits-1), int(b>>fractionBits&(1<<11-1))
	if exp == 0 {
		exp = 1
	} else {
		mantissa |= 1 << fractionBits
	}
	zeros := bits.TrailingZeros64(mantissa)
	return mantissa >> zeros, exp - bias - fractionBits + zeros
}
