package vector

// The comparisons of single values below give -1, 0 or 1 as the first is below,
// equal to or above the second. They are exact; floats are not NaN.

// order has no branches: which way random values compare cannot be predicted.
func order[T int | int64 | uint64 | float64](a, b T) int {
	return int(bit(a > b)) - int(bit(a < b))
}

func orderIntUint(i int64, u uint64) int {
	if i < 0 {
		return -1
	}
	return order(uint64(i), u)
}

func orderIntFloat(i int64, f float64) int {
	const limit = 1 << 63
	switch {
	case f >= limit:
		return -1
	case f < -limit:
		return 1
	}
	whole := int64(f) // towards zero
	if i != whole {
		return order(i, whole)
	}
	return order(0, f-float64(whole))
}

func orderUintFloat(u uint64, f float64) int {
	const limit = 1 << 64
	switch {
	case f >= limit:
		return -1
	case f < 0:
		return 1
	}
	whole := uint64(f)
	if u != whole {
		return order(u, whole)
	}
	return order(0, f-float64(whole))
}
