package rowexpr

import (
	"math/bits"

	"github.com/apache/arrow-go/v18/arrow/decimal256"
)

// The kernels of this file compute on unscaled integers of up to 76 digits,
// Arrow's widest decimal, and fail the rows whose result has more.

const maxDigits = decimal256.MaxPrecision

var (
	beyondDecimal      = decimal256.GetMaxValue(maxDigits).Add(decimal256.FromU64(1))
	minusBeyondDecimal = beyondDecimal.Negate()
)

// fitsDecimal reports whether n has at most 76 digits.
func fitsDecimal(n decimal256.Num) bool { return n.Less(beyondDecimal) && minusBeyondDecimal.Less(n) }

// decimalKernel makes a kernel of an operation on two decimals.
func decimalKernel(apply func(a, b decimal256.Num) (decimal256.Num, bool)) kernel {
	return func(n int, out *value, in []*value) {
		a, b, result := in[0].decimals[:n], in[1].decimals[:n], out.decimals[:n]
		for w := range out.valid {
			var over uint64
			for i := w << 6; i < min(w<<6+64, n); i++ {
				r, ok := apply(a[i], b[i])
				result[i] = r
				if !ok {
					over |= 1 << (uint(i) & 63)
				}
			}
			out.fail(w, over)
		}
	}
}

func addDecimals(a, b decimal256.Num) (decimal256.Num, bool) {
	sum := a.Add(b)
	wrapped := a.Sign() < 0 == (b.Sign() < 0) && a.Sign() < 0 != (sum.Sign() < 0)
	return sum, !wrapped && fitsDecimal(sum)
}

func subtractDecimals(a, b decimal256.Num) (decimal256.Num, bool) {
	return addDecimals(a, b.Negate())
}

func multiplyDecimals(a, b decimal256.Num) (decimal256.Num, bool) {
	x, negative := magnitude(a)
	y, negative2 := magnitude(b)
	product, ok := multiplyLimbs(x, y)
	n := decimal256.New(product[3], product[2], product[1], product[0])
	if negative != negative2 {
		n = n.Negate()
	}
	return n, ok && fitsDecimal(n)
}

func negateDecimal(n decimal256.Num) decimal256.Num { return n.Negate() }

func absDecimal(n decimal256.Num) decimal256.Num { return n.Abs() }

// moduloDecimals is the rest of a division of whole numbers below 2^64, as
// int64 and uint64 are. It has the sign of the dividend.
func moduloDecimals(n int, out *value, in []*value) {
	a, b := in[0].decimals[:n], in[1].decimals[:n]
	for w := range out.valid {
		var zero uint64
		for i := w << 6; i < min(w<<6+64, n); i++ {
			x, negative := magnitude(a[i])
			y, _ := magnitude(b[i])
			if y[0] == 0 {
				zero |= 1 << (uint(i) & 63)
				continue
			}
			rest := decimal256.FromU64(x[0] % y[0])
			if negative {
				rest = rest.Negate()
			}
			out.decimals[i] = rest
		}
		out.fail(w, zero)
	}
}

// magnitude is |n|, least significant limb first, and whether n is negative.
func magnitude(n decimal256.Num) (limbs [4]uint64, negative bool) {
	if n.Sign() < 0 {
		return n.Negate().Array(), true
	}
	return n.Array(), false
}

// multiplyLimbs is x*y; ok is false where it has more than 255 bits.
func multiplyLimbs(x, y [4]uint64) (product [4]uint64, ok bool) {
	if x[1]|x[2]|x[3]|y[1]|y[2]|y[3] == 0 {
		product[1], product[0] = bits.Mul64(x[0], y[0])
		return product, true
	}
	var wide [8]uint64
	for i, a := range x {
		var carry uint64
		for j, b := range y {
			hi, lo := bits.Mul64(a, b)
			var c uint64
			lo, c = bits.Add64(lo, wide[i+j], 0)
			hi += c
			lo, c = bits.Add64(lo, carry, 0)
			hi += c
			wide[i+j], carry = lo, hi
		}
		wide[i+4] = carry
	}
	copy(product[:], wide[:4])
	return product, wide[4]|wide[5]|wide[6]|wide[7] == 0 && product[3]>>63 == 0
}

// rescale multiplies by a power of ten: it gives decimals more places.
func rescale(places int32) kernel {
	by := decimal256.GetScaleMultiplier(int(places))
	return func(n int, out *value, in []*value) {
		for w := range out.valid {
			var over uint64
			for i := w << 6; i < min(w<<6+64, n); i++ {
				r, ok := multiplyDecimals(in[0].decimals[i], by)
				out.decimals[i] = r
				if !ok {
					over |= 1 << (uint(i) & 63)
				}
			}
			out.fail(w, over)
		}
	}
}

// mapDecimals applies a function that cannot fail.
func mapDecimals(f func(decimal256.Num) decimal256.Num) kernel {
	return func(n int, out *value, in []*value) {
		for i, x := range in[0].decimals[:n] {
			out.decimals[i] = f(x)
		}
	}
}

func intsToDecimals(n int, out *value, in []*value) {
	for i, x := range in[0].ints[:n] {
		out.decimals[i] = decimal256.FromI64(x)
	}
}

func uintsToDecimals(n int, out *value, in []*value) {
	for i, x := range in[0].uints[:n] {
		out.decimals[i] = decimal256.FromU64(x)
	}
}

func extremeDecimals(n int, out, a, b *value, most bool) {
	for i := range n {
		x, y := a.decimals[i], b.decimals[i]
		if x.Less(y) == most {
			x = y
		}
		out.decimals[i] = x
	}
}
