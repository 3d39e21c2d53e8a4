package rowexpr

import (
	"math/bits"

	"github.com/apache/arrow-go/v18/arrow/decimal256"
)

// The kernels of this file compute on unscaled integers of up to 76 digits,
// Arrow's widest decimal, and fail the rows whose result has more.

const maxDigits = decimal256.MaxPrecision

var greatestDecimal = wordsOfNum(decimal256.GetMaxValue(maxDigits))

// fitsDecimal reports whether a has at most 76 digits.
func fitsDecimal(a words) bool {
	// The least integer of 256 bits is its own negative.
	abs := a.abs()
	return !abs.negative() && !greatestDecimal.less(abs)
}

// decimalKernel makes a kernel of an operation on two decimals; its second
// result is false where the first has too many digits.
func decimalKernel(apply func(a, b words) (words, bool)) kernel {
	return func(n int, out *value, in []*value) {
		for w := range out.valid {
			a, b, r := wordOf(in[0].decimals, w, n), wordOf(in[1].decimals, w, n), wordOf(out.decimals, w, n)
			b, r = b[:len(a)], r[:len(a)]
			var over uint64
			for j, x := range a {
				result, ok := apply(x, b[j])
				r[j] = result
				if !ok {
					over |= 1 << j
				}
			}
			out.fail(w, over)
		}
	}
}

func addDecimal(a, b words) (words, bool) {
	sum := a.add(b)
	if a.negative() == b.negative() && sum.negative() != a.negative() {
		return sum, false
	}
	_, small := sum.small()
	return sum, small || fitsDecimal(sum)
}

func subtractDecimal(a, b words) (words, bool) {
	diff := a.subtract(b)
	if a.negative() != b.negative() && diff.negative() != a.negative() {
		return diff, false
	}
	_, small := diff.small()
	return diff, small || fitsDecimal(diff)
}

func multiplyDecimal(a, b words) (words, bool) {
	x, small := a.small()
	y, small2 := b.small()
	if small && small2 {
		hi, lo := bits.Mul64(uint64(x), uint64(y))
		high := int64(hi) - x>>63&y - y>>63&x
		sign := uint64(high >> 63)
		return words{lo, uint64(high), sign, sign}, true
	}
	return multiplyWide(a, b)
}

func multiplyWide(a, b words) (words, bool) {
	product, ok := multiplyLimbs(a.abs().limbs(), b.abs().limbs())
	r := wordsOfLimbs(product)
	if a.negative() != b.negative() {
		r = r.negate()
	}
	return r, ok && fitsDecimal(r)
}

// multiplyLimbs is x*y; ok is false where it has more than 255 bits.
func multiplyLimbs(x, y [4]uint64) (product [4]uint64, ok bool) {
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
	by := wordsOfNum(decimal256.GetScaleMultiplier(int(places)))
	return func(n int, out *value, in []*value) {
		a, result := in[0].decimals[:n], out.decimals[:n]
		for w := range out.valid {
			var over uint64
			for i := w << 6; i < min(w<<6+64, n); i++ {
				r, ok := multiplyDecimal(a[i], by)
				result[i] = r
				if !ok {
					over |= 1 << (uint(i) & 63)
				}
			}
			out.fail(w, over)
		}
	}
}

// mapDecimals applies a function that cannot fail.
func mapDecimals(f func(words) words) kernel {
	return func(n int, out *value, in []*value) {
		for i, x := range in[0].decimals[:n] {
			out.decimals[i] = f(x)
		}
	}
}

// moduloDecimals is the rest of a division of whole numbers below 2^64, as
// int64 and uint64 are. It has the sign of the dividend.
func moduloDecimals(n int, out *value, in []*value) {
	a, b := in[0].decimals[:n], in[1].decimals[:n]
	for w := range out.valid {
		var zero uint64
		for i := w << 6; i < min(w<<6+64, n); i++ {
			divisor := b[i].abs().w0
			if divisor == 0 {
				zero |= 1 << (uint(i) & 63)
				continue
			}
			rest := words{w0: a[i].abs().w0 % divisor}
			if a[i].negative() {
				rest = rest.negate()
			}
			out.decimals[i] = rest
		}
		out.fail(w, zero)
	}
}

func intsToDecimals(n int, out *value, in []*value) {
	for i, x := range in[0].ints[:n] {
		out.decimals[i] = wordsOfInt(x)
	}
}

func uintsToDecimals(n int, out *value, in []*value) {
	for i, x := range in[0].uints[:n] {
		out.decimals[i] = words{w0: x}
	}
}

func extremeDecimals(n int, out, a, b *value, most bool) {
	for i := range n {
		x, y := a.decimals[i], b.decimals[i]
		if x.less(y) == most {
			x = y
		}
		out.decimals[i] = x
	}
}
