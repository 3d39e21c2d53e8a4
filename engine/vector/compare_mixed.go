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
		for i := range c.signs {
			c.signs[i] = int8(orderTicks(c.x.count(a.Ints[i]), c.y.count(b.Ints[i])))
		}
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
		for i := range c.signs {
			c.signs[i] = int8(orderDecimalFloat(decimalFromNum(a.Decimals[i], scale), b.Floats[i]))
		}
	case a.Lane == b.Lane && scaleOf(a.Type) == scaleOf(b.Type):
		for i := range c.signs {
			c.signs[i] = int8(a.Decimals[i].Cmp(b.Decimals[i]))
		}
	default:
		scaleA, scaleB := scaleOf(a.Type), scaleOf(b.Type)
		for i := range c.signs {
			c.signs[i] = int8(orderDecimals(a.decimal(i, scaleA), b.decimal(i, scaleB)))
		}
	}
}

// decimal is row i of an Int, Uint or Decimal vector of the given scale.
func (v *Vector) decimal(i, scale int) decimal {
	switch v.Lane {
	case Int:
		return decimalFromInt(v.Ints[i])
	case Uint:
		return decimalFromUint(v.Uints[i])
	}
	return decimalFromNum(v.Decimals[i], scale)
}
