package vector

import "bytes"

// order fills c.signs for lanes that have no loop of their own, or for two
// lanes that differ.
func (c *Comparison) order(a, b *Vector) {
	switch {
	case a.Lane == Bytes:
		for i := range c.signs {
			c.signs[i] = int8(bytes.Compare(a.BytesAt(i), b.BytesAt(i)))
		}
	case a.Lane == Decimal || b.Lane == Decimal:
		c.orderWithDecimals(a, b)
	case a.Lane == Int && b.Lane == Int:
		c.orderTimes(a.Ints, b.Ints)
	case a.Lane > b.Lane:
		c.order(b, a)
		c.negate()
	case a.Lane == Int && b.Lane == Uint:
		for i := range c.signs {
			c.signs[i] = int8(orderIntUint(a.Ints[i], b.Uints[i]))
		}
	case a.Lane == Int && b.Lane == Float:
		for i := range c.signs {
			c.signs[i] = int8(orderIntFloat(a.Ints[i], b.Floats[i]))
		}
	case a.Lane == Uint && b.Lane == Float:
		for i := range c.signs {
			c.signs[i] = int8(orderUintFloat(a.Uints[i], b.Floats[i]))
		}
	}
}

func (c *Comparison) orderTimes(a, b []int64) {
	if c.x.wall != nil || c.y.wall != nil {
		for i := range c.signs {
			c.signs[i] = int8(orderTicks(c.x.count(a[i]), c.y.count(b[i])))
		}
		return
	}
	units := newUnitPair(c.x.unit, c.y.unit)
	for i := range c.signs {
		c.signs[i] = int8(units.order(a[i], b[i]))
	}
}

func (c *Comparison) negate() {
	for i, s := range c.signs {
		c.signs[i] = -s
	}
}

func (c *Comparison) orderWithDecimals(a, b *Vector) {
	switch {
	case a.Lane == Float:
		c.orderWithDecimals(b, a)
		c.negate()
	case b.Lane == Float:
		scale := scaleOf(a.Type)
		for i, x := range wordsOf(a.Decimals[:len(c.signs)]) {
			c.signs[i] = int8(orderDecimalFloat(decimalFrom(x, scale), b.Floats[i]))
		}
	default:
		c.orderDecimals(a, b)
	}
}

// orderDecimals compares Decimal vectors of any scales, or one with an Int or
// Uint vector. Values that fit 64 bits, as most do, are compared as ticks of
// different lengths.
func (c *Comparison) orderDecimals(a, b *Vector) {
	scaleA, scaleB := laneScale(a), laneScale(b)
	scale := max(scaleA, scaleB)
	upA, upB := scale-scaleA, scale-scaleB
	const most = 18 // 10^18 is the greatest power in an int64
	if upA > most || upB > most {
		for i := range c.signs {
			c.signs[i] = int8(orderDecimals(a.decimal(i, scaleA), b.decimal(i, scaleB)))
		}
		return
	}
	units := newUnitPair(int64(powersOf10[upA]), int64(powersOf10[upB]))
	for i := range c.signs {
		x, smallX := a.smallDecimal(i)
		y, smallY := b.smallDecimal(i)
		if smallX && smallY {
			c.signs[i] = int8(units.order(x, y))
		} else {
			c.signs[i] = int8(orderDecimals(a.decimal(i, scaleA), b.decimal(i, scaleB)))
		}
	}
}

// laneScale is the scale of an Int, Uint or Decimal vector.
func laneScale(v *Vector) int {
	if v.Lane == Decimal {
		return scaleOf(v.Type)
	}
	return 0
}

// smallDecimal is row i of an Int, Uint or Decimal vector, unscaled, where that
// fits an int64.
func (v *Vector) smallDecimal(i int) (n int64, ok bool) {
	switch v.Lane {
	case Int:
		return v.Ints[i], true
	case Uint:
		n = int64(v.Uints[i])
		return n, n >= 0
	}
	x := wordsOf(v.Decimals)[i]
	return int64(x.w0), x.fitsInt64()
}

// decimal is row i of an Int, Uint or Decimal vector of the given scale.
func (v *Vector) decimal(i, scale int) decimal {
	switch v.Lane {
	case Int:
		return decimalFromInt(v.Ints[i])
	case Uint:
		return decimalFromUint(v.Uints[i])
	}
	return decimalFrom(wordsOfNum(v.Decimals[i]), scale)
}
