package csv

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
)

// plainTypes are the types that a suite may declare by one word.
var plainTypes = map[string]arrow.DataType{
	"int": arrow.PrimitiveTypes.Int64, "integer": arrow.PrimitiveTypes.Int64, "int64": arrow.PrimitiveTypes.Int64,
	"uint64": arrow.PrimitiveTypes.Uint64,
	"float":  arrow.PrimitiveTypes.Float64, "float64": arrow.PrimitiveTypes.Float64, "number": arrow.PrimitiveTypes.Float64,
	"string": arrow.BinaryTypes.String, "str": arrow.BinaryTypes.String, "text": arrow.BinaryTypes.String,
	"bool": arrow.FixedWidthTypes.Boolean, "boolean": arrow.FixedWidthTypes.Boolean,
	"date": arrow.FixedWidthTypes.Date32, "date32": arrow.FixedWidthTypes.Date32,
	"timestamp": localStamp, "datetime": localStamp, "timestamptz": zonedStamp,
	"time": arrow.FixedWidthTypes.Time64us,
}

var (
	decimalType   = regexp.MustCompile(`^decimal\(\s*(\d+)\s*(?:,\s*(\d+)\s*)?\)$`)
	timestampType = regexp.MustCompile(`^timestamp\[\s*(s|ms|us|ns)\s*(?:,\s*(?:tz=)?([^\]\s]+)\s*)?\]$`)
	timeType      = regexp.MustCompile(`^time\[\s*(us|ns)\s*\]$`)
)

var units = map[string]arrow.TimeUnit{"s": arrow.Second, "ms": arrow.Millisecond, "us": arrow.Microsecond, "ns": arrow.Nanosecond}

// TypeNames lists what ParseType takes, for messages.
func TypeNames() []string {
	names := []string{"decimal(10, 2)", "timestamp[us, UTC]", "time[us]"}
	for name := range plainTypes {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// ParseType reads the name of a column's type: int, uint64, float, string,
// bool, date, time, timestamp (without a zone), timestamptz, decimal(p, s),
// timestamp[unit, zone].
func ParseType(name string) (arrow.DataType, error) {
	lower := strings.ToLower(strings.TrimSpace(name))
	if dt, ok := plainTypes[lower]; ok {
		return dt, nil
	}
	if m := decimalType.FindStringSubmatch(lower); m != nil {
		precision, _ := strconv.Atoi(m[1])
		scale, _ := strconv.Atoi(m[2])
		switch {
		case precision < 1 || precision > 76 || scale > precision:
			return nil, fmt.Errorf("%s: a decimal has 1 to 76 digits, of which as many may follow the point", name)
		case precision <= 38:
			return &arrow.Decimal128Type{Precision: int32(precision), Scale: int32(scale)}, nil
		}
		return &arrow.Decimal256Type{Precision: int32(precision), Scale: int32(scale)}, nil
	}
	if m := timestampType.FindStringSubmatch(strings.TrimSpace(name)); m != nil {
		return &arrow.TimestampType{Unit: units[m[1]], TimeZone: m[2]}, nil
	}
	if m := timeType.FindStringSubmatch(lower); m != nil {
		return &arrow.Time64Type{Unit: units[m[1]]}, nil
	}
	return nil, fmt.Errorf("there is no type %q; use one of %s", name, strings.Join(TypeNames(), ", "))
}
