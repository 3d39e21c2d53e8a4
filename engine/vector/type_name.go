package vector

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
)

// typeWords are the types that a suite may declare by one word.
var typeWords = sync.OnceValue(func() map[string]arrow.DataType {
	local := &arrow.TimestampType{Unit: arrow.Microsecond}
	return map[string]arrow.DataType{
		"int": arrow.PrimitiveTypes.Int64, "integer": arrow.PrimitiveTypes.Int64, "int64": arrow.PrimitiveTypes.Int64,
		"uint64": arrow.PrimitiveTypes.Uint64,
		"float":  arrow.PrimitiveTypes.Float64, "float64": arrow.PrimitiveTypes.Float64, "number": arrow.PrimitiveTypes.Float64,
		"string": arrow.BinaryTypes.String, "str": arrow.BinaryTypes.String, "text": arrow.BinaryTypes.String,
		"bool": arrow.FixedWidthTypes.Boolean, "boolean": arrow.FixedWidthTypes.Boolean,
		"date": arrow.FixedWidthTypes.Date32, "date32": arrow.FixedWidthTypes.Date32,
		"timestamp": local, "datetime": local,
		"timestamptz": &arrow.TimestampType{Unit: arrow.Microsecond, TimeZone: "UTC"},
		"time":        arrow.FixedWidthTypes.Time64us,
	}
})

// typeShapes are the types with parameters.
var typeShapes = sync.OnceValue(func() (s struct{ decimal, timestamp, clock *regexp.Regexp }) {
	s.decimal = regexp.MustCompile(`^decimal\(\s*(\d+)\s*(?:,\s*(\d+)\s*)?\)$`)
	s.timestamp = regexp.MustCompile(`^(?i:timestamp)\[\s*(s|ms|us|ns)\s*(?:,\s*(?:tz=)?([^\]\s]+)\s*)?\]$`)
	s.clock = regexp.MustCompile(`^time\[\s*(us|ns)\s*\]$`)
	return s
})

var timeUnits = map[string]arrow.TimeUnit{"s": arrow.Second, "ms": arrow.Millisecond, "us": arrow.Microsecond, "ns": arrow.Nanosecond}

// TypeNames lists what ParseType takes, for messages.
func TypeNames() []string {
	names := slices.Collect(maps.Keys(typeWords()))
	names = append(names, "decimal(10, 2)", "timestamp[us, UTC]", "time[us]")
	slices.Sort(names)
	return names
}

// ParseType reads the name of a column's type as suites declare it: int,
// uint64, float, string, bool, date, time, timestamp (without a zone),
// timestamptz, decimal(p, s), timestamp[unit, zone].
func ParseType(name string) (arrow.DataType, error) {
	name = strings.TrimSpace(name)
	lower := strings.ToLower(name)
	if dt, ok := typeWords()[lower]; ok {
		return dt, nil
	}
	shapes := typeShapes()
	if m := shapes.decimal.FindStringSubmatch(lower); m != nil {
		return decimalType(name, m[1], m[2])
	}
	if m := shapes.timestamp.FindStringSubmatch(name); m != nil {
		if _, err := time.LoadLocation(m[2]); err != nil {
			return nil, fmt.Errorf("%s: there is no time zone %q", name, m[2])
		}
		return &arrow.TimestampType{Unit: timeUnits[m[1]], TimeZone: m[2]}, nil
	}
	if m := shapes.clock.FindStringSubmatch(lower); m != nil {
		return &arrow.Time64Type{Unit: timeUnits[m[1]]}, nil
	}
	return nil, fmt.Errorf("there is no type %q", name)
}

func decimalType(name, digits, places string) (arrow.DataType, error) {
	precision, _ := strconv.Atoi(digits)
	scale, _ := strconv.Atoi(places)
	switch {
	case precision < 1 || precision > 76 || scale > precision:
		return nil, fmt.Errorf("%s: a decimal has 1 to 76 digits, of which as many may follow the point", name)
	case precision <= 38:
		return &arrow.Decimal128Type{Precision: int32(precision), Scale: int32(scale)}, nil
	}
	return &arrow.Decimal256Type{Precision: int32(precision), Scale: int32(scale)}, nil
}
