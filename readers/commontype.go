package readers

import "github.com/apache/arrow-go/v18/arrow"

// commonType is the narrowest type that holds the values of both: without loss,
// but that integers above 2^53 may not be among the floats, nor far moments
// among nanoseconds.
func commonType(a, b arrow.DataType) (arrow.DataType, bool) {
	switch {
	case arrow.TypeEqual(a, b), b.ID() == arrow.NULL:
		return a, true
	case a.ID() == arrow.NULL:
		return b, true
	case arrow.IsInteger(a.ID()) && arrow.IsInteger(b.ID()):
		return commonInteger(a, b)
	case isNumber(a) && isNumber(b):
		return arrow.PrimitiveTypes.Float64, true
	case arrow.IsDecimal(a.ID()) && arrow.IsDecimal(b.ID()):
		return commonDecimal(a.(arrow.DecimalType), b.(arrow.DecimalType))
	case a.ID() == arrow.TIMESTAMP && b.ID() == arrow.TIMESTAMP:
		return commonTimestamp(a.(*arrow.TimestampType), b.(*arrow.TimestampType))
	case isClock(a) && isClock(b):
		return &arrow.Time64Type{Unit: max(unitOf(a), unitOf(b), arrow.Microsecond)}, true
	}
	return nil, false
}

func isNumber(t arrow.DataType) bool { return arrow.IsInteger(t.ID()) || arrow.IsFloating(t.ID()) }

func isClock(t arrow.DataType) bool { return t.ID() == arrow.TIME32 || t.ID() == arrow.TIME64 }

func unitOf(t arrow.DataType) arrow.TimeUnit { return t.(arrow.TemporalWithUnit).TimeUnit() }

// commonInteger joins integers of any width, but not uint64 with signed ones.
func commonInteger(a, b arrow.DataType) (arrow.DataType, bool) {
	if a.ID() != arrow.UINT64 && b.ID() != arrow.UINT64 {
		return arrow.PrimitiveTypes.Int64, true
	}
	return arrow.PrimitiveTypes.Uint64, arrow.IsUnsignedInteger(a.ID()) && arrow.IsUnsignedInteger(b.ID())
}

// The most digits of a decimal of 128 and of 256 bits.
const (
	digits128 = 38
	digits256 = 76
)

// commonDecimal has as many digits before and after the point as either.
func commonDecimal(a, b arrow.DecimalType) (arrow.DataType, bool) {
	scale := max(a.GetScale(), b.GetScale())
	digits := max(a.GetPrecision()-a.GetScale(), b.GetPrecision()-b.GetScale()) + scale
	if digits <= digits128 {
		return &arrow.Decimal128Type{Precision: digits, Scale: scale}, true
	}
	return &arrow.Decimal256Type{Precision: digits, Scale: scale}, digits <= digits256
}

// commonTimestamp has the finer unit. Instants of several zones are shown in
// UTC; they do not mix with readings of a clock whose zone is not known.
func commonTimestamp(a, b *arrow.TimestampType) (arrow.DataType, bool) {
	t := &arrow.TimestampType{Unit: max(a.Unit, b.Unit), TimeZone: a.TimeZone}
	if a.TimeZone != b.TimeZone {
		t.TimeZone = "UTC"
	}
	return t, (a.TimeZone == "") == (b.TimeZone == "")
}

// csvType is the type that a CSV column gets beside a Parquet column of type t:
// the one of its kind that CSV cells are parsed into. Nil leaves it to the cells.
func csvType(t arrow.DataType) arrow.DataType {
	switch t.ID() {
	case arrow.INT8, arrow.INT16, arrow.INT32, arrow.UINT8, arrow.UINT16, arrow.UINT32:
		return arrow.PrimitiveTypes.Int64
	case arrow.FLOAT16, arrow.FLOAT32:
		return arrow.PrimitiveTypes.Float64
	case arrow.TIME32:
		return arrow.FixedWidthTypes.Time64us
	case arrow.INT64, arrow.UINT64, arrow.FLOAT64, arrow.BOOL, arrow.STRING, arrow.DATE32, arrow.TIMESTAMP, arrow.TIME64, arrow.DECIMAL128, arrow.DECIMAL256:
		return t
	}
	return nil
}
