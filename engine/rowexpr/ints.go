package rowexpr

import "math/bits"

// The kernels of this file compute in int64 and fail the rows whose result
// does not fit. Their loops only note whether some row of a word overflows;
// which one is found out when that happens, as it hardly ever does.

func addInts(n int, out *value, in []*value) {
	for w := range out.valid {
		x, y, r := wordOf(in[0].ints, w, n), wordOf(in[1].ints, w, n), wordOf(out.ints, w, n)
		y, r = y[:len(x)], r[:len(x)]
		var over int64 // negative where a row overflows
		for j, p := range x {
			q := y[j]
			sum := p + q
			r[j] = sum
			over |= (p ^ sum) & (q ^ sum)
		}
		if over < 0 {
			out.fail(w, overflows(x, y, func(p, q int64) int64 { return (p ^ (p + q)) & (q ^ (p + q)) }))
		}
	}
}

func subtractInts(n int, out *value, in []*value) {
	for w := range out.valid {
		x, y, r := wordOf(in[0].ints, w, n), wordOf(in[1].ints, w, n), wordOf(out.ints, w, n)
		y, r = y[:len(x)], r[:len(x)]
		var over int64
		for j, p := range x {
			q := y[j]
			diff := p - q
			r[j] = diff
			over |= (p ^ q) & (p ^ diff)
		}
		if over < 0 {
			out.fail(w, overflows(x, y, func(p, q int64) int64 { return (p ^ q) & (p ^ (p - q)) }))
		}
	}
}

func multiplyInts(n int, out *value, in []*value) {
	for w := range out.valid {
		x, y, r := wordOf(in[0].ints, w, n), wordOf(in[1].ints, w, n), wordOf(out.ints, w, n)
		y, r = y[:len(x)], r[:len(x)]
		var over int64 // not zero where a row overflows
		for j, p := range x {
			product, o := product64(p, y[j])
			r[j] = product
			over |= o
		}
		if over != 0 {
			out.fail(w, overflows(x, y, overflow64))
		}
	}
}

// product64 is x*y; over is not zero where that is more than 64 bits hold.
func product64(x, y int64) (product, over int64) {
	hi, lo := bits.Mul64(uint64(x), uint64(y))
	// The high half of the signed product, by the usual correction of the
	// unsigned one. It is all sign where the product fits.
	high := int64(hi) - x>>63&y - y>>63&x
	return int64(lo), high ^ int64(lo)>>63
}

// overflow64 is negative where x*y overflows.
func overflow64(x, y int64) int64 {
	_, over := product64(x, y)
	return over | -over
}

// overflows is the rows of a word for which sign is negative.
func overflows(x, y []int64, sign func(p, q int64) int64) (rows uint64) {
	for j := range x {
		rows |= uint64(sign(x[j], y[j])) >> 63 << j
	}
	return rows
}

// wordOf is the rows, of n, that belong to word w of a mask.
func wordOf[T any](s []T, w, n int) []T { return s[w<<6 : min(w<<6+64, n)] }

// moduloInts takes the sign of the dividend, as Go and expr do.
func moduloInts(n int, out *value, in []*value) { modulo(n, in[0].ints, in[1].ints, out.ints, out) }

func moduloUints(n int, out *value, in []*value) {
	modulo(n, in[0].uints, in[1].uints, out.uints, out)
}

func modulo[T int64 | uint64](n int, a, b, rest []T, out *value) {
	for w := range out.valid {
		var zero uint64
		for i := w << 6; i < min(w<<6+64, n); i++ {
			if b[i] == 0 {
				zero |= 1 << (uint(i) & 63)
				continue
			}
			rest[i] = a[i] % b[i]
		}
		out.fail(w, zero)
	}
}

func negateInts(n int, out *value, in []*value) {
	a, neg := in[0].ints[:n], out.ints[:n]
	for w := range out.valid {
		var over uint64
		for i := w << 6; i < min(w<<6+64, n); i++ {
			x := a[i]
			neg[i] = -x
			over |= uint64(x&-x) >> 63 << (uint(i) & 63) // only the least int64 is its own negative
		}
		out.fail(w, over)
	}
}

func absInts(n int, out *value, in []*value) {
	a, abs := in[0].ints[:n], out.ints[:n]
	for w := range out.valid {
		var over uint64
		for i := w << 6; i < min(w<<6+64, n); i++ {
			x := a[i]
			x = (x ^ x>>63) - x>>63
			abs[i] = x
			over |= uint64(x) >> 63 << (uint(i) & 63)
		}
		out.fail(w, over)
	}
}

// scaleInts multiplies by a constant: it takes dates and times to a finer unit.
func scaleInts(by int64) kernel {
	return func(n int, out *value, in []*value) {
		for w := range out.valid {
			x, r := wordOf(in[0].ints, w, n), wordOf(out.ints, w, n)
			r = r[:len(x)]
			var over int64
			for j, p := range x {
				product, o := product64(p, by)
				r[j] = product
				over |= o
			}
			if over != 0 {
				out.fail(w, overflows(x, x, func(p, _ int64) int64 { return overflow64(p, by) }))
			}
		}
	}
}
