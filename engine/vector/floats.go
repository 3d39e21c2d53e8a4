package vector

// AsFloats gives the numbers of a plain vector as 64-bit floats: its own, or
// those nearest to its values, in dst. Of rows without a value nothing is
// promised.
func AsFloats(dst []float64, v *Vector) []float64 {
	if v.Lane == Float {
		return v.Floats[:v.Len]
	}
	dst = grow(dst, v.Len)
	for row := range dst {
		dst[row] = v.floatAt(row)
	}
	return dst
}

// floatAt is the number of a row as a float.
func (v *Vector) floatAt(row int) float64 {
	switch v.Lane {
	case Int:
		return float64(v.Ints[row])
	case Uint:
		return float64(v.Uints[row])
	case Decimal:
		return v.Decimals[row].ToFloat64(int32(scaleOf(v.Type)))
	case Float:
		return v.Floats[row]
	}
	return 0
}
