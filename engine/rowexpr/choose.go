package rowexpr

import (
	"math"

	"assay/engine/vector"
)

// choose is condition ? a : b. As in SQL's CASE, a condition that is not true
// takes b.
func choose(n int, out *value, in []*value) {
	cond, a, b := in[0], in[1], in[2]
	for w := range out.valid {
		failed := cond.failed(w)
		first := cond.bools[w]
		second := ^first &^ failed
		out.valid[w] = first&a.valid[w] | second&b.valid[w]
		out.setFailed(w, failed|first&a.failed(w)|second&b.failed(w))
	}
	out.merge(n, a, b, cond.bools)
}

// coalesce is a ?? b: b where a is null.
func coalesce(n int, out *value, in []*value) {
	a, b := in[0], in[1]
	for w := range out.valid {
		failed := a.failed(w)
		second := ^a.valid[w] &^ failed
		out.valid[w] = a.valid[w] | second&b.valid[w]
		out.setFailed(w, failed|second&b.failed(w))
	}
	out.merge(n, a, b, a.valid)
}

// merge copies the rows that hold a value, from a where first is set and from
// b elsewhere.
func (v *value) merge(n int, a, b *value, first vector.Mask) {
	switch {
	case v.bools != nil:
		for w := range v.bools {
			v.bools[w] = v.valid[w] & (first[w]&a.bools[w] | ^first[w]&b.bools[w])
		}
	case v.ints != nil:
		pick(n, v.ints, a.ints, b.ints, first)
	case v.uints != nil:
		pick(n, v.uints, a.uints, b.uints, first)
	case v.floats != nil:
		pick(n, v.floats, a.floats, b.floats, first)
	case v.decimals != nil:
		pick(n, v.decimals, a.decimals, b.decimals, first)
	case v.from != nil:
		v.mergeText(n, a, b, first)
	}
}

func pick[T any](n int, out, a, b []T, first vector.Mask) {
	out, a, b = out[:n], a[:n], b[:n]
	for i := range out {
		if first.Get(i) {
			out[i] = a[i]
		} else {
			out[i] = b[i]
		}
	}
}

// mergeText copies texts into memory of v's own, as they come from two.
func (v *value) mergeText(n int, a, b *value, first vector.Mask) {
	v.data = v.data[:0]
	for i := range n {
		if !v.valid.Get(i) {
			v.from[i], v.to[i] = 0, 0
			continue
		}
		if first.Get(i) {
			v.append(i, a.bytes(i))
		} else {
			v.append(i, b.bytes(i))
		}
	}
}

// append makes text the value of a row.
func (v *value) append(row int, text []byte) {
	at := len(v.data)
	v.data = append(v.data, text...)
	v.close(row, at)
}

// close makes the bytes since position at the value of a row. It fails the
// row where the texts of a chunk come to more than 2 GiB.
func (v *value) close(row, at int) {
	if len(v.data) > math.MaxInt32 {
		v.data = v.data[:at]
		v.fail(row>>6, 1<<(uint(row)&63))
		v.from[row], v.to[row] = 0, 0
		return
	}
	v.from[row], v.to[row] = int32(at), int32(len(v.data))
}
