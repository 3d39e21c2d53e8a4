package rowexpr

import "cmp"

// The kernels of this file compute in float64. NaN is null.

// floatKernel makes a kernel of an operation on two floats. The operation is
// a type, so that the compiler puts it into the loop.
func floatKernel[O floatOp](n int, out *value, in []*value) {
	var op O
	a, b, result := in[0].floats[:n], in[1].floats[:n], out.floats[:n]
	for w := range out.valid {
		var nan uint64
		for i := w << 6; i < min(w<<6+64, n); i++ {
			r := op.apply(a[i], b[i])
			result[i] = r
			if r != r {
				nan |= 1 << (uint(i) & 63)
			}
		}
		out.valid[w] &^= nan
	}
}

type floatOp interface{ apply(a, b float64) float64 }

type (
	addFloat      struct{}
	subtractFloat struct{}
	multiplyFloat struct{}
)

func (addFloat) apply(a, b float64) float64      { return a + b }
func (subtractFloat) apply(a, b float64) float64 { return a - b }
func (multiplyFloat) apply(a, b float64) float64 { return a * b }

// divideFloats fails the rows whose divisor is zero.
func divideFloats(n int, out *value, in []*value) {
	b := in[1].floats[:n]
	for w := range out.valid {
		var zero uint64
		for i := w << 6; i < min(w<<6+64, n); i++ {
			if b[i] == 0 {
				zero |= 1 << (uint(i) & 63)
			}
		}
		out.fail(w, zero)
	}
	floatKernel[divideFloat](n, out, in)
}

type divideFloat struct{}

func (divideFloat) apply(a, b float64) float64 { return a / b }

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
