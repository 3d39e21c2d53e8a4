package rowexpr

import (
	"math"
	"math/bits"

	"github.com/apache/arrow-go/v18/arrow/decimal256"
)

// tenTo19 is the greatest power of ten that a limb holds; tens are those
// below it.
const (
	digitsPerLimb = 19
	tenTo19       = 10_000_000_000_000_000_000
)

// tens is 10^e for e up to 18.
func tens(e int32) uint64 {
	p := uint64(1)
	for ; e > 0; e-- {
		p *= 10
	}
	return p
}

// divideLimbs divides by 10^places and reports whether there was a rest.
func divideLimbs(limbs []uint64, places int32) (rest bool) {
	for places > 0 {
		step := min(places, digitsPerLimb)
		by := uint64(tenTo19)
		if step < digitsPerLimb {
			by = tens(step)
		}
		var rem uint64
		for i := len(limbs) - 1; i >= 0; i-- {
			limbs[i], rem = bits.Div64(rem, limbs[i], by)
		}
		rest = rest || rem != 0
		places -= step
	}
	return rest
}

// wholes makes the kernels that take decimals of a scale to whole numbers. up
// says of a number that is not whole whether its magnitude is rounded up.
func wholes(scale int32, up func(negative bool) bool) kernel {
	return mapDecimals(func(a words) words {
		limbs := a.abs().limbs()
		rest := divideLimbs(limbs[:], scale)
		r := wordsOfLimbs(limbs)
		if rest && up(a.negative()) {
			r = r.add(words{w0: 1})
		}
		if a.negative() {
			return r.negate()
		}
		return r
	})
}

func floorDecimals(scale int32) kernel {
	return wholes(scale, func(negative bool) bool { return negative })
}

func ceilDecimals(scale int32) kernel {
	return wholes(scale, func(negative bool) bool { return !negative })
}

// roundDecimals rounds halves away from zero.
func roundDecimals(scale int32) kernel {
	half := wordsOfNum(decimal256.GetHalfScaleMultiplier(int(scale)))
	return mapDecimals(func(a words) words {
		limbs := a.abs().add(half).limbs()
		divideLimbs(limbs[:], scale)
		if a.negative() {
			return wordsOfLimbs(limbs).negate()
		}
		return wordsOfLimbs(limbs)
	})
}

func decimalsToFloats(scale int32) kernel {
	return func(n int, out *value, in []*value) {
		for i, x := range in[0].decimals[:n] {
			out.floats[i] = decimalToFloat(x, scale)
		}
	}
}

// exactTens are the powers of ten that float64 holds exactly.
var exactTens = [...]float64{
	1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11,
	1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
}

// decimalToFloat is the float64 nearest to a/10^scale, ties to even. scale is
// not negative.
func decimalToFloat(a words, scale int32) float64 {
	const exact = 1 << 53
	if x, small := a.small(); small && -exact <= x && x <= exact && int(scale) < len(exactTens) {
		// One rounding of two exact numbers.
		return float64(x) / exactTens[scale]
	}
	f := quotient(a.abs().limbs(), scale)
	if a.negative() {
		return -f
	}
	return f
}

// quotient is limbs/10^scale by long division: 320 bits more than the number
// has leave at least 64 of the quotient, and the rest decides ties.
func quotient(limbs [4]uint64, scale int32) float64 {
	const extra = 5
	var wide [extra + 4]uint64
	copy(wide[extra:], limbs[:])
	rest := divideLimbs(wide[:], scale)
	top := len(wide) - 1
	for top > 0 && wide[top] == 0 {
		top--
	}
	shift := bits.LeadingZeros64(wide[top])
	mantissa := wide[top] << shift
	if top > 0 {
		mantissa |= wide[top-1] >> (64 - shift)
		rest = rest || wide[top-1]<<shift != 0
	}
	for _, low := range wide[:max(top-1, 0)] {
		rest = rest || low != 0
	}
	if rest {
		mantissa |= 1
	}
	return math.Ldexp(float64(mantissa), 64*(top-extra)-shift)
}
