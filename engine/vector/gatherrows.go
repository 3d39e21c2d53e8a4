package vector

// GatherRows copies the given rows of a flat vector into dst, whose memory is
// reused, with what is missing and what is invalid among them, and returns it.
func GatherRows(dst, v *Vector, rows []int32) *Vector {
	if v.Lane == Null {
		dst.Type, dst.Lane, dst.Len = v.Type, v.Lane, len(rows)
		dst.Valid, dst.Invalid, dst.InvalidText = nil, nil, nil
		return dst
	}
	Gather(dst, v, rows)
	dst.Valid = gatherBits(dst.Valid, v.Valid, rows)
	dst.Invalid = gatherBits(dst.Invalid, v.Invalid, rows)
	dst.InvalidText = nil
	if dst.Invalid != nil {
		dst.InvalidText = func(row int) string { return v.InvalidText(int(rows[row])) }
	}
	return dst
}

// gatherBits is nil where src is.
func gatherBits(dst, src Mask, rows []int32) Mask {
	if src == nil {
		return nil
	}
	dst = dst.Grow(len(rows))
	for to, from := range rows {
		if src.Get(int(from)) {
			dst.Set(to)
		}
	}
	return dst
}
