package rowexpr

import "math/bits"

// The kernels of this file compute in int64 and fail the rows whose result
// does not fit.

func addInts(n int, out *value, in []*value) {
	a, b, sum := in[0].ints[:n], in[1].ints[:n], out.ints[:n]
	for w := range out.valid {
		var over uint64
		for i := w << 6; i < min(w<<6+64, n); i++ {
			x, y := a[i], b[i]
			s := x + y
			sum[i] = s
			over |= uint64((x^s)&(y^s)) >> 63 << (uint(i) & 63)
		}
		out.fail(w, over)
	}
}

func subtractInts(n int, out *value, in []*value) {
	a, b, diff := in[0].ints[:n], in[1].ints[:n], out.ints[:n]
	for w := range out.valid {
		var over uint64
		for i := w << 6; i < min(w<<6+64, n); i++ {
			x, y := a[i], b[i]
			d := x - y
			diff[i] = d
			over |= uint64((x^y)&(x^d)) >> 63 << (uint(i) & 63)
		}
		out.fail(w, over)
	}
}

func multiplyInts(n int, out *value, in []*value) {
	a, b, product := in[0].ints[:n], in[1].ints[:n], out.ints[:n]
	for w := range out.valid {
		var over uint64
		for i := w << 6; i < min(w<<6+64, n); i++ {
			p, bad := product64(a[i], b[i])
			product[i] = p
			over |= bad << (uint(i) & 63)
		}
		out.fail(w, over)
	}
}

// product64 is x*y, and 1 where that is more than 64 bits hold.
func product64(x, y int64) (int64, uint64) {
	hi, lo := bits.Mul64(uint64(x), uint64(y))
	// The high half of the signed product, by the usual correction of the
	// unsigned one.
	high := int64(hi) - x>>63&y - y>>63&x
	p := int64(lo)
	var bad uint64
	if high != p>>63 {
		bad = 1
	}
	return p, bad
}

// moduloInts takes the sign of the dividend, as Go and expr do.
func moduloInts(n int, out *value, in []*value) {
	a, b, rest := in[0].ints[:n], in[1].ints[:n], out.ints[:n]
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

func moduloUints(n int, out *value, in []*value) {
	a, b, rest := in[0].uints[:n], in[1].uints[:n], out.uints[:n]
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
		a, scaled := in[0].ints[:n], out.ints[:n]
		for w := range out.valid {
			var over uint64
			for i := w << 6; i < min(w<<6+64, n); i++ {
				p, bad := product64(a[i], by)
				scaled[i] = p
				over |= bad << (uint(i) & 63)
			}
			out.fail(w, over)
		}
	}
}
