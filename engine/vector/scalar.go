package vector

import (
	"math/big"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/decimal256"
)

// Scalar is one value of a column, as examples and observed values carry it.
// The zero Scalar is null.
type Scalar struct {
	// Type is nil for null. For an invalid cell it is arrow.BinaryTypes.String,
	// Invalid is set, and S holds the text as written.
	Type    arrow.DataType
	Lane    Lane
	Invalid bool

	I int64  // Int; Bool (0 or 1)
	U uint64 // Uint
	F float64
	D decimal256.Num
	S string // Bytes
}

// IsNull reports whether s is null.
func (s Scalar) IsNull() bool { return s.Type == nil }

// At is the value of row i.
func (v *Vector) At(i int) Scalar {
	if v.IsInvalid(i) {
		s := Scalar{Type: arrow.BinaryTypes.String, Lane: Bytes, Invalid: true}
		if v.InvalidText != nil {
			s.S = v.InvalidText(i)
		}
		return s
	}
	if !v.IsValid(i) {
		return Scalar{}
	}
	if v.Dict != nil {
		return v.Dict.At(int(v.Index[i]))
	}
	s := Scalar{Type: v.Type, Lane: v.Lane}
	switch v.Lane {
	case Int:
		s.I = v.Ints[i]
	case Uint:
		s.U = v.Uints[i]
	case Float:
		s.F = v.Floats[i]
	case Decimal:
		s.D = v.Decimals[i]
	case Bool:
		if v.Bools.Get(i) {
			s.I = 1
		}
	case Bytes:
		s.S = string(v.BytesAt(i))
	}
	return s
}

// IntScalar is an int64 value.
func IntScalar(n int64) Scalar { return Scalar{Type: arrow.PrimitiveTypes.Int64, Lane: Int, I: n} }

// FloatScalar is a float64 value.
func FloatScalar(f float64) Scalar {
	return Scalar{Type: arrow.PrimitiveTypes.Float64, Lane: Float, F: f}
}

// StringScalar is a string value.
func StringScalar(s string) Scalar { return Scalar{Type: arrow.BinaryTypes.String, Lane: Bytes, S: s} }

// Number is the number that s is, rounded to a float64; it reports false where
// s is none.
func (s Scalar) Number() (float64, bool) {
	if s.IsNull() {
		return 0, false
	}
	switch s.Lane {
	case Int:
		return float64(s.I), true
	case Uint:
		return float64(s.U), true
	case Float:
		return s.F, true
	case Decimal:
		return decimalFloat(s.D, scaleOf(plain(s.Type))), true
	}
	return 0, false
}

// BoolScalar is a boolean value.
func BoolScalar(b bool) Scalar {
	return Scalar{Type: arrow.FixedWidthTypes.Boolean, Lane: Bool, I: int64(bit(b))}
}

// Rat is the number that s is, exactly; it reports false where s is none, or is
// not finite.
func (s Scalar) Rat() (*big.Rat, bool) {
	if s.IsNull() {
		return nil, false
	}
	switch s.Lane {
	case Int:
		return new(big.Rat).SetInt64(s.I), true
	case Uint:
		return new(big.Rat).SetInt(new(big.Int).SetUint64(s.U)), true
	case Float:
		r := new(big.Rat).SetFloat64(s.F)
		return r, r != nil
	case Decimal:
		r := new(big.Rat).SetInt(s.D.BigInt())
		scale := scaleOf(plain(s.Type))
		if scale < 0 {
			return r.Mul(r, new(big.Rat).SetInt(pow10(-scale))), true
		}
		return r.Quo(r, new(big.Rat).SetInt(pow10(scale))), true
	}
	return nil, false
}
