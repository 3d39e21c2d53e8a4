package vector

import "bytes"

// bools compares bits, false being below true.
func (o Op) bools(a, b Mask, n int, out Mask) {
	for w := range MaskWords(n) {
		x, y := a[w], b[w]
		switch o {
		case Eq:
			x = ^(x ^ y)
		case Ne:
			x ^= y
		case Lt:
			x = ^x & y
		case Le:
			x = ^x | y
		case Gt:
			x &^= y
		case Ge:
			x |= ^y
		}
		out[w] |= x & rowBits(w, n)
	}
}

// rowBits are the bits of word w that belong to rows, of n.
func rowBits(w, n int) uint64 {
	if left := n - w<<6; left < 64 {
		return 1<<uint(left) - 1
	}
	return ^uint64(0)
}

// applyOp sets the rows where a op b. Two loops serve the six operators: the
// others are these with their operands exchanged or their result inverted.
func applyOp[T int64 | uint64 | float64](op Op, a, b []T, out Mask) {
	switch op {
	case Eq:
		orEqual(a, b, 0, out)
	case Ne:
		orEqual(a, b, ^uint64(0), out)
	case Lt:
		orLess(a, b, 0, out)
	case Ge:
		orLess(a, b, ^uint64(0), out)
	case Gt:
		orLess(b, a, 0, out)
	case Le:
		orLess(b, a, ^uint64(0), out)
	}
}

// orLess sets the rows where a < b, or with invert all ones where it is not.
func orLess[T int64 | uint64 | float64](a, b []T, invert uint64, out Mask) {
	for w := range len(a) >> 6 {
		x, y := (*[64]T)(a[w<<6:]), (*[64]T)(b[w<<6:])
		var word uint64
		for j := 0; j < 64; j += 4 {
			b0 := bit(x[j] < y[j])
			b1 := bit(x[j+1] < y[j+1])
			b2 := bit(x[j+2] < y[j+2])
			b3 := bit(x[j+3] < y[j+3])
			word |= (b0 | b1<<1 | b2<<2 | b3<<3) << (uint(j) & 63)
		}
		out[w] |= word ^ invert
	}
	for i := len(a) &^ 63; i < len(a); i++ {
		out[i>>6] |= (bit(a[i] < b[i]) ^ invert&1) << (uint(i) & 63)
	}
}

// orEqual sets the rows where a = b, or with invert all ones where not.
func orEqual[T int64 | uint64 | float64](a, b []T, invert uint64, out Mask) {
	for w := range len(a) >> 6 {
		x, y := (*[64]T)(a[w<<6:]), (*[64]T)(b[w<<6:])
		var word uint64
		for j := 0; j < 64; j += 4 {
			b0 := bit(x[j] == y[j])
			b1 := bit(x[j+1] == y[j+1])
			b2 := bit(x[j+2] == y[j+2])
			b3 := bit(x[j+3] == y[j+3])
			word |= (b0 | b1<<1 | b2<<2 | b3<<3) << (uint(j) & 63)
		}
		out[w] |= word ^ invert
	}
	for i := len(a) &^ 63; i < len(a); i++ {
		out[i>>6] |= (bit(a[i] == b[i]) ^ invert&1) << (uint(i) & 63)
	}
}

// applyOpDecimals is applyOp for unscaled decimals of one scale.
func applyOpDecimals(op Op, a, b []words, out Mask) {
	if op == Gt || op == Le {
		a, b = b, a
	}
	var invert uint64
	if op == Ne || op == Ge || op == Le {
		invert = ^uint64(0)
	}
	equal := op == Eq || op == Ne
	const sign = 1 << 63 // flipped, signed order becomes unsigned order
	for w := range MaskWords(len(a)) {
		var word uint64
		for i := w << 6; i < min(w<<6+64, len(a)); i++ {
			x, y := a[i], b[i]
			x.w3, y.w3 = x.w3^sign, y.w3^sign
			_, holds := x.sub(y)
			if equal {
				holds = bit(x == y)
			}
			word |= holds << (uint(i) & 63)
		}
		out[w] |= (word ^ invert) & rowBits(w, len(a))
	}
}

func equalBytes(a, b *Vector, n int, invert bool, out Mask) {
	for w := range MaskWords(n) {
		var word uint64
		for i := w << 6; i < min(w<<6+64, n); i++ {
			word |= bit(bytes.Equal(a.BytesAt(i), b.BytesAt(i)) != invert) << (uint(i) & 63)
		}
		out[w] |= word
	}
}

// applySigns sets the rows where the sign of a compared with b satisfies op.
func applySigns(op Op, signs []int8, out Mask) {
	// holds has a bit for each of the signs -1, 0 and 1.
	holds := [...]uint64{Eq: 0b010, Ne: 0b101, Lt: 0b001, Le: 0b011, Gt: 0b100, Ge: 0b110}[op]
	for w := range MaskWords(len(signs)) {
		var word uint64
		for j, s := range signs[w<<6 : min(w<<6+64, len(signs))] {
			word |= holds >> (uint(s+1) & 3) & 1 << (uint(j) & 63)
		}
		out[w] |= word
	}
}
