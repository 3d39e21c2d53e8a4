package vector

import (
	"math"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/decimal128"
	"github.com/apache/arrow-go/v18/arrow/decimal256"
)

func (s *scratch) fillInts(v *Vector, data arrow.ArrayData) (err error) {
	switch v.Type.ID() {
	case arrow.INT8:
		v.Ints, err = widen[int8](s, data)
	case arrow.INT16:
		v.Ints, err = widen[int16](s, data)
	case arrow.INT32, arrow.DATE32, arrow.TIME32:
		v.Ints, err = widen[int32](s, data)
	case arrow.UINT8:
		v.Ints, err = widen[uint8](s, data)
	case arrow.UINT16:
		v.Ints, err = widen[uint16](s, data)
	case arrow.UINT32:
		v.Ints, err = widen[uint32](s, data)
	case arrow.DATE64:
		v.Ints, err = s.days(data)
	default:
		v.Ints, err = values[int64](data)
	}
	return err
}

func widen[T int8 | int16 | int32 | uint8 | uint16 | uint32](s *scratch, data arrow.ArrayData) ([]int64, error) {
	src, err := values[T](data)
	if err != nil {
		return nil, err
	}
	s.ints = grow(s.ints, len(src))
	for i, x := range src {
		s.ints[i] = int64(x)
	}
	return s.ints, nil
}

// days turns milliseconds into days. Arrow wants whole days in a date64; where
// a writer left a time of day, the date is the day that it falls on.
func (s *scratch) days(data arrow.ArrayData) ([]int64, error) {
	const millisPerDay = secondsPerDay * 1000
	src, err := values[int64](data)
	if err != nil {
		return nil, err
	}
	s.ints = grow(s.ints, len(src))
	for i, x := range src {
		s.ints[i], _ = floorDiv(x, millisPerDay)
	}
	return s.ints, nil
}

func (s *scratch) fillFloats(v *Vector, data arrow.ArrayData) (err error) {
	switch v.Type.ID() {
	case arrow.FLOAT16:
		err = widenFloats(s, v, data, halfToFloat)
	case arrow.FLOAT32:
		err = widenFloats(s, v, data, func(x float32) float64 { return float64(x) })
	default:
		v.Floats, err = values[float64](data)
	}
	if err == nil {
		s.dropNaN(v)
	}
	return err
}

func widenFloats[T uint16 | float32](s *scratch, v *Vector, data arrow.ArrayData, float func(T) float64) error {
	src, err := values[T](data)
	if err != nil {
		return err
	}
	s.floats = grow(s.floats, len(src))
	for i, x := range src {
		s.floats[i] = float(x)
	}
	v.Floats = s.floats
	return nil
}

// halfToFloat is the value of an IEEE 754 binary16 number.
func halfToFloat(h uint16) float64 {
	exp, frac := int(h>>10&31), float64(h&1023)
	var f float64
	switch exp {
	case 0:
		f = math.Ldexp(frac, -24)
	case 31:
		f = math.Inf(1)
		if frac != 0 {
			f = math.NaN()
		}
	default:
		f = math.Ldexp(1024+frac, exp-25)
	}
	if h>>15 != 0 {
		f = -f
	}
	return f
}

// dropNaN makes NaN null. The common batch without any is only scanned.
func (s *scratch) dropNaN(v *Vector) {
	if !mayHoldNaN(v.Floats) {
		return
	}
	nan := NewMask(v.Len)
	for i, x := range v.Floats {
		if x != x {
			nan.Set(i)
		}
	}
	if nan.Any() {
		s.clearValid(v, nan)
	}
}

// mayHoldNaN reports whether a NaN or an infinity is among x: zero times
// anything else is zero. Four sums run side by side, as an addition takes
// longer than one more takes to start.
func mayHoldNaN(x []float64) bool {
	var a, b, c, d float64
	for len(x) >= 4 {
		a += x[0] * 0
		b += x[1] * 0
		c += x[2] * 0
		d += x[3] * 0
		x = x[4:]
	}
	for _, f := range x {
		a += f * 0
	}
	sum := a + b + c + d
	return sum != sum
}

func (s *scratch) fillDecimals(v *Vector, data arrow.ArrayData) error {
	switch v.Type.ID() {
	case arrow.DECIMAL32:
		return widenDecimals(s, v, data, func(x int32) decimal256.Num { return decimal256.FromI64(int64(x)) })
	case arrow.DECIMAL64:
		return widenDecimals(s, v, data, decimal256.FromI64)
	case arrow.DECIMAL128:
		return widenDecimals(s, v, data, decimal256.FromDecimal128)
	}
	var err error
	v.Decimals, err = values[decimal256.Num](data)
	return err
}

func widenDecimals[T int32 | int64 | decimal128.Num](s *scratch, v *Vector, data arrow.ArrayData, wide func(T) decimal256.Num) error {
	src, err := values[T](data)
	if err != nil {
		return err
	}
	s.decimals = grow(s.decimals, len(src))
	for i, x := range src {
		s.decimals[i] = wide(x)
	}
	v.Decimals = s.decimals
	return nil
}
