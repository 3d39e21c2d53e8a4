package vector

// MarkAnyNull sets in out the rows in which any of the columns is null.
func MarkAnyNull(out Mask, in []*Vector) {
	for _, v := range in {
		v.MarkNull(out)
	}
}

// MarkAllNull sets in out, which arrives clear, the first n rows in which every
// column is null: none where there is no column.
func MarkAllNull(out Mask, in []*Vector, n int) {
	if len(in) == 0 {
		return
	}
	in[0].MarkNull(out)
	if len(in) == 1 {
		return
	}
	null := NewMask(n)
	for _, v := range in[1:] {
		clear(null)
		v.MarkNull(null)
		out.And(null)
	}
}
