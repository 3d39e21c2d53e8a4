package rowexpr

import "cmp"

// The kernels of this file compute in float64. NaN is null.

func addFloats(n int, out *value, in []*value) {
	b, r := in[1].floats[:n], out.floats[:n]
	for i, x := range in[0].floats[:n] {
		r[i] = x + b[i]
	}
	out.dropNaN(n)
}

func subtractFloats(n int, out *value, in []*value) {
	b, r := in[1].floats[:n], out.floats[:n]
	for i, x := range in[0].floats[:n] {
		r[i] = x - b[i]
	}
	out.dropNaN(n)
}

func multiplyFloats(n int, out *value, in []*value) {
	b, r := in[1].floats[:n], out.floats[:n]
	for i, x := range in[0].floats[:n] {
		r[i] = x * b[i]
	}
	out.dropNaN(n)
}

// divideFloats fails the rows whose divisor is zero.
func divideFloats(n int, out *value, in []*value) {
	r := out.floats[:n]
	for w := range out.valid {
		var zero uint64
		x := wordOf(in[0].floats, w, n)
		for j, y := range wordOf(in[1].floats, w, n) {
			r[w<<6+j] = x[j] / y
			var bit uint64
			if y == 0 {
				bit = 1
			}
			zero |= bit << j
		}
		out.fail(w, zero)
	}
	out.dropNaN(n)
}

// dropNaN makes the rows null that are NaN. As x - x is 0 for all but NaN and
// the infinities, their sum tells whether there is anything to look for.
func (v *value) dropNaN(n int) {
	for w := range v.valid {
		rows := wordOf(v.floats, w, n)
		var sum, sum2 float64
		for j := 0; j+1 < len(rows); j += 2 {
			sum += rows[j] - rows[j]
			sum2 += rows[j+1] - rows[j+1]
		}
		last := rows[len(rows)-1]
		if sum+sum2+(last-last) != 0 {
			v.valid[w] &^= notNumbers(rows)
		}
	}
}

// notNumbers is the rows of a word that are NaN.
func notNumbers(rows []float64) (nan uint64) {
	for j, x := range rows {
		if x != x {
			nan |= 1 << j
		}
	}
	return nan
}

// mapFloats applies a function that never makes a NaN of a number.
func mapFloats(f func(float64) float64) kernel {
	return func(n int, out *value, in []*value) {
		a, result := in[0].floats[:n], out.floats[:n]
		for i, x := range a {
			result[i] = f(x)
		}
	}
}

func negateFloat(x float64) float64 { return -x }

func intsToFloats(n int, out *value, in []*value) {
	for i, x := range in[0].ints[:n] {
		out.floats[i] = float64(x)
	}
}

func uintsToFloats(n int, out *value, in []*value) {
	for i, x := range in[0].uints[:n] {
		out.floats[i] = float64(x)
	}
}

// smallest and greatest choose between two slices of one lane. Null arguments
// have made the row null before.
func smallest[T cmp.Ordered](a, b, out []T) {
	for i := range out {
		out[i] = min(a[i], b[i])
	}
}

func greatest[T cmp.Ordered](a, b, out []T) {
	for i := range out {
		out[i] = max(a[i], b[i])
	}
}

// extreme is the kernel of min and max.
func extreme(most bool) kernel {
	return func(n int, out *value, in []*value) {
		a, b := in[0], in[1]
		switch {
		case out.ints != nil && most:
			greatest(a.ints[:n], b.ints[:n], out.ints[:n])
		case out.ints != nil:
			smallest(a.ints[:n], b.ints[:n], out.ints[:n])
		case out.uints != nil && most:
			greatest(a.uints[:n], b.uints[:n], out.uints[:n])
		case out.uints != nil:
			smallest(a.uints[:n], b.uints[:n], out.uints[:n])
		case out.floats != nil && most:
			greatest(a.floats[:n], b.floats[:n], out.floats[:n])
		case out.floats != nil:
			smallest(a.floats[:n], b.floats[:n], out.floats[:n])
		case out.decimals != nil:
			extremeDecimals(n, out, a, b, most)
		}
	}
}
