package vector

import (
	"time"

	"github.com/apache/arrow-go/v18/arrow"
)

// plain is the type of the values of a column of type t: what dictionaries
// and extension types wrap.
func plain(t arrow.DataType) arrow.DataType {
	for {
		switch w := t.(type) {
		case *arrow.DictionaryType:
			t = w.ValueType
		case arrow.ExtensionType:
			t = w.StorageType()
		default:
			return t
		}
	}
}

// LaneOf is the lane that a column of type t is decoded into. Dictionaries and
// extension types have the lane of the values that they wrap.
func LaneOf(t arrow.DataType) Lane {
	t = plain(t)
	switch kindOf(t) {
	case kindNull:
		return Null
	case kindBool:
		return Bool
	case kindText:
		return Bytes
	case kindNumber:
		return numberLane(t)
	case kindDate, kindTimestamp, kindClock, kindDuration:
		return Int
	}
	return Unusable
}

func numberLane(t arrow.DataType) Lane {
	switch t.ID() {
	case arrow.UINT64:
		return Uint
	case arrow.FLOAT16, arrow.FLOAT32, arrow.FLOAT64:
		return Float
	case arrow.DECIMAL32, arrow.DECIMAL64, arrow.DECIMAL128, arrow.DECIMAL256:
		return Decimal
	}
	return Int
}

// kind is what the values of a type mean; values of one kind can be compared.
type kind uint8

const (
	kindOther kind = iota // nested types and intervals
	kindNull
	kindNumber
	kindBool
	kindText
	kindDate
	kindTimestamp
	kindClock // time of day
	kindDuration
)

func kindOf(t arrow.DataType) kind {
	switch t.ID() {
	case arrow.NULL:
		return kindNull
	case arrow.BOOL:
		return kindBool
	case arrow.INT8, arrow.INT16, arrow.INT32, arrow.INT64,
		arrow.UINT8, arrow.UINT16, arrow.UINT32, arrow.UINT64,
		arrow.FLOAT16, arrow.FLOAT32, arrow.FLOAT64,
		arrow.DECIMAL32, arrow.DECIMAL64, arrow.DECIMAL128, arrow.DECIMAL256:
		return kindNumber
	case arrow.STRING, arrow.LARGE_STRING, arrow.STRING_VIEW,
		arrow.BINARY, arrow.LARGE_BINARY, arrow.BINARY_VIEW, arrow.FIXED_SIZE_BINARY:
		return kindText
	case arrow.DATE32, arrow.DATE64:
		return kindDate
	case arrow.TIMESTAMP:
		return kindTimestamp
	case arrow.TIME32, arrow.TIME64:
		return kindClock
	case arrow.DURATION:
		return kindDuration
	}
	return kindOther
}

const (
	nanosPerSecond = 1_000_000_000
	secondsPerDay  = 86_400
	nanosPerDay    = secondsPerDay * nanosPerSecond
)

// tickOf is the length, in nanoseconds, of one unit of a date, time,
// timestamp or duration in the Int lane.
func tickOf(t arrow.DataType) int64 {
	if u, ok := t.(arrow.TemporalWithUnit); ok {
		return int64(u.TimeUnit().Multiplier())
	}
	return nanosPerDay
}

// zoned reports whether values of t are instants rather than readings of a
// calendar and a clock somewhere.
func zoned(t arrow.DataType) bool {
	ts, ok := t.(*arrow.TimestampType)
	return ok && ts.TimeZone != ""
}

// displayZone is where instants of type t are shown. A zone that this machine
// does not know is shown in UTC: the instant stays the same.
func displayZone(t *arrow.TimestampType) *time.Location {
	if loc, err := t.GetZone(); err == nil {
		return loc
	}
	return time.UTC
}

// scaleOf is the number of decimal places of a number type.
func scaleOf(t arrow.DataType) int {
	if d, ok := t.(arrow.DecimalType); ok {
		return int(d.GetScale())
	}
	return 0
}

// floatBits is the width of a floating point type.
func floatBits(t arrow.DataType) int {
	switch t.ID() {
	case arrow.FLOAT16:
		return 16
	case arrow.FLOAT32:
		return 32
	}
	return 64
}

// typeName names a type in messages: "int64", "timestamp[us, tz=UTC]".
func typeName(t arrow.DataType) string {
	t = plain(t)
	switch t.ID() {
	case arrow.STRING, arrow.LARGE_STRING, arrow.STRING_VIEW:
		return "string"
	}
	return t.String()
}
