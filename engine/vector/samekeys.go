package vector

import "github.com/apache/arrow-go/v18/arrow"

// SameKeys reports whether equal values of two column types are decoded to equal
// values of a lane, so that keys of the two can be looked up in each other.
func SameKeys(a, b arrow.DataType) bool {
	a, b = plain(a), plain(b)
	if kindOf(a) == kindNull || kindOf(b) == kindNull {
		return true
	}
	if LaneOf(a) != LaneOf(b) || kindOf(a) != kindOf(b) {
		return false
	}
	switch kindOf(a) {
	case kindNumber:
		return scaleOf(a) == scaleOf(b)
	case kindDate, kindTimestamp, kindClock, kindDuration:
		return tickOf(a) == tickOf(b) && zoned(a) == zoned(b)
	}
	return true
}

// DeclarableType is the type by which a column of a format without types is to
// be read so that its keys are those of a column of type t; nil where it has
// none.
func DeclarableType(t arrow.DataType) arrow.DataType {
	t = plain(t)
	switch LaneOf(t) {
	case Null, Unusable:
		return nil
	case Bytes:
		return arrow.BinaryTypes.String
	case Uint:
		return arrow.PrimitiveTypes.Uint64
	case Float:
		return arrow.PrimitiveTypes.Float64
	case Int:
		if kindOf(t) == kindNumber {
			return arrow.PrimitiveTypes.Int64
		}
	}
	return t
}
