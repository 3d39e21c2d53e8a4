package vector

import (
	"math"
	"math/big"
	"math/bits"

	"github.com/apache/arrow-go/v18/arrow/decimal256"
)

// The comparisons of single values below give -1, 0 or 1 as the first is below,
// equal to or above the second. They are exact; floats are not NaN.

func orderIntUint(i int64, u uint64) int {
	if i < 0 {
		return -1
	}
	return order(uint64(i), u)
}

func orderIntFloat(i int64, f float64) int {
	const limit = 1 << 63
	switch {
	case f >= limit:
		return -1
	case f < -limit:
		return 1
	}
	whole := int64(f) // towards zero
	if i != whole {
		return order(i, whole)
	}
	return order(0, f-float64(whole))
}

func orderUintFloat(u uint64, f float64) int {
	const limit = 1 << 64
	switch {
	case f >= limit:
		return -1
	case f < 0:
		return 1
	}
	whole := uint64(f)
	if u != whole {
		return order(u, whole)
	}
	return order(0, f-float64(whole))
}

// decimal is a sign and a magnitude of 256 bits, the lowest word first, times
// 10^-scale.
type decimal struct {
	negative bool
	mag      [4]uint64
	scale    int
}

func decimalFromNum(n decimal256.Num, scale int) decimal {
	words := n.Array()
	if int64(words[3]) >= 0 {
		return decimal{mag: words, scale: scale}
	}
	mag, _ := sub256([4]uint64{}, words)
	return decimal{negative: true, mag: mag, scale: scale}
}

func decimalFromInt(i int64) decimal {
	if i < 0 {
		return decimal{negative: true, mag: [4]uint64{-uint64(i)}}
	}
	return decimal{mag: [4]uint64{uint64(i)}}
}

func decimalFromUint(u uint64) decimal { return decimal{mag: [4]uint64{u}} }

func (d decimal) sign() int {
	switch {
	case d.mag == [4]uint64{}:
		return 0
	case d.negative:
		return -1
	}
	return 1
}

// number is d with its digits in a big.Int.
func (d decimal) number() number {
	coef, word := new(big.Int), new(big.Int)
	for w := 3; w >= 0; w-- {
		coef.Or(coef.Lsh(coef, 64), word.SetUint64(d.mag[w]))
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
func orderScaled(a [4]uint64, by int, b [4]uint64) int {
	if by < 0 {
		return -orderScaled(b, -by, a)
	}
	a, overflow := timesPow10(a, by)
	if overflow {
		return 1
	}
	return orderWords(a, b)
}

func orderWords(a, b [4]uint64) int {
	for w := 3; w > 0; w-- {
		if a[w] != b[w] {
			return order(a[w], b[w])
		}
	}
	return order(a[0], b[0])
}

// timesPow10 is a × 10^by; overflow is set where that takes more than 256 bits.
func timesPow10(a [4]uint64, by int) (product [4]uint64, overflow bool) {
	for by > 0 {
		step := min(by, len(powersOf10)-1)
		if a, overflow = timesWord(a, powersOf10[step]); overflow {
			return a, true
		}
		by -= step
	}
	return a, false
}

// powersOf10 are those that fit 64 bits.
var powersOf10 = [...]uint64{
	1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9,
	1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
}

func timesWord(a [4]uint64, by uint64) (product [4]uint64, overflow bool) {
	var carry uint64
	for w, x := range a {
		hi, lo := bits.Mul64(x, by)
		sum, c := bits.Add64(lo, carry, 0)
		product[w], carry = sum, hi+c
	}
	return product, carry != 0
}

// shiftLeft is a × 2^by; overflow is set where that takes more than 256 bits.
func shiftLeft(a [4]uint64, by int) (shifted [4]uint64, overflow bool) {
	for by > 0 {
		step := min(by, 63)
		if a, overflow = timesWord(a, 1<<step); overflow {
			return a, true
		}
		by -= step
	}
	return a, false
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
	left, right := d.mag, [4]uint64{m}
	var tooLarge bool
	if e < 0 {
		left, tooLarge = shiftLeft(left, -e)
	} else {
		right, tooLarge = shiftLeft(right, e)
	}
	if tooLarge {
		return d.number().cmp(numberOfFloat(f))
	}
	return s * orderScaled(left, -d.scale, right)
}

// split is |f| as an odd integer times a power of two; f is finite and not 0.
func split(f float64) (mantissa uint64, exp int) {
	fraction, exp := math.Frexp(math.Abs(f))
	mantissa = uint64(math.Ldexp(fraction, 53))
	zeros := bits.TrailingZeros64(mantissa)
	return mantissa >> zeros, exp - 53 + zeros
}
