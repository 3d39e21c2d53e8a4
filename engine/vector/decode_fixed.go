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
		v.Floats, err = s.halves(data)
	case arrow.FLOAT32:
		v.Floats, err = s.singles(data)
	default:
		v.Floats, err = values[float64](data)
	}
	if err == nil {
		s.dropNaN(v)
	}
	return err
}

func (s *scratch) halves(data arrow.ArrayData) ([]float64, error) {
	src, err := values[uint16](data)
	if err != nil {
		return nil, err
	}
	s.floats = grow(s.floats, len(src))
	for i, x := range src {
		s.floats[i] = halfToFloat(x)
	}
	return s.floats, nil
}

func (s *scratch) singles(data arrow.ArrayData) ([]float64, error) {
	src, err := values[float32](data)
	if err != nil {
		return nil, err
	}
	s.floats = grow(s.floats, len(src))
	for i, x := range src {
		s.floats[i] = float64(x)
	}
	return s.floats, nil
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

func (s *scratch) fillDecimals(v *Vector, data arrow.ArrayData) (err error) {
	switch v.Type.ID() {
	case arrow.DECIMAL32:
		v.Decimals, err = widenDecimals[int32](s, data)
	case arrow.DECIMAL64:
		v.Decimals, err = widenDecimals[int64](s, data)
	case arrow.DECIMAL128:
		v.Decimals, err = s.decimals128(data)
	default:
		v.Decimals, err = values[decimal256.Num](data)
	}
	return err
}

func widenDecimals[T int32 | int64](s *scratch, data arrow.ArrayData) ([]decimal256.Num, error) {
	src, err := values[T](data)
	if err != nil {
		return nil, err
	}
	s.decimals = grow(s.decimals, len(src))
	dst := wordsOf(s.decimals)
	for i, x := range src {
		sign := uint64(int64(x) >> 63)
		dst[i] = words{uint64(x), sign, sign, sign}
	}
	return s.decimals, nil
}

func (s *scratch) decimals128(data arrow.ArrayData) ([]decimal256.Num, error) {
	src, err := values[decimal128.Num](data)
	if err != nil {
		return nil, err
	}
	s.decimals = grow(s.decimals, len(src))
	dst := wordsOf(s.decimals)
	for i, x := range src {
		sign := uint64(x.HighBits() >> 63)
		dst[i] = words{x.LowBits(), uint64(x.HighBits()), sign, sign}
	}
	return s.decimals, nil
}
