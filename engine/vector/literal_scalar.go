package vector

import (
	"strconv"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
)

// ScalarOf is a literal as a value of a column of type t, read as NewSet reads
// it. What no cell can be, such as 1.5 in a column of integers, keeps a type of
// its own. The error is a *LiteralError. Null is null everywhere.
func ScalarOf(l Literal, t arrow.DataType, zone *time.Location) (Scalar, error) {
	t = plain(t)
	lane := LaneOf(t)
	s := Scalar{Type: t, Lane: lane}
	switch {
	case l.Kind == LiteralNull:
		return Scalar{}, nil
	case lane == Null:
		return l.scalar(), nil
	case lane == Bytes && l.Kind == LiteralString:
		s.S = l.Text
		return s, nil
	case lane == Bool && l.Kind == LiteralBool:
		s.I = int64(bit(l.Text == "true"))
		return s, nil
	case lane == Bytes || lane == Bool || lane == Unusable:
		return Scalar{}, notComparable(l, t)
	case lane == Float:
		f, _, err := floatFor(l, t)
		s.F = f
		return s, err
	}
	at, err := boundOf(l, t, zone)
	switch {
	case err != nil:
		return Scalar{}, err
	case at.exact && lane == Int && at.floor.IsInt64():
		s.I = at.floor.Int64()
	case at.exact && lane == Uint && at.floor.IsUint64():
		s.U = at.floor.Uint64()
	case at.exact && lane == Decimal && at.floor.Cmp(minDecimal) >= 0 && at.floor.Cmp(maxDecimal) <= 0:
		s.D = decimalOf(at.floor)
	default:
		return l.scalar(), nil
	}
	return s, nil
}

// scalar is a literal as a value of the type that it looks like.
func (l Literal) scalar() Scalar {
	switch l.Kind {
	case LiteralBool:
		return BoolScalar(l.Text == "true")
	case LiteralNumber:
		if n, err := strconv.ParseInt(l.Text, 10, 64); err == nil {
			return IntScalar(n)
		}
		return FloatScalar(nearest(l.Text, 64))
	}
	return StringScalar(l.Text)
}
