package expectations

import (
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
)

// ClassOf is the class of a column type: one bit, or none for a type that no
// expectation can judge (nested types) and for the null type, which every
// expectation accepts. A dictionary has the class of its values.
func ClassOf(t arrow.DataType) Types {
	switch t.ID() {
	case arrow.INT8, arrow.INT16, arrow.INT32, arrow.INT64,
		arrow.UINT8, arrow.UINT16, arrow.UINT32, arrow.UINT64:
		return Integers
	case arrow.FLOAT16, arrow.FLOAT32, arrow.FLOAT64:
		return Floats
	case arrow.DECIMAL32, arrow.DECIMAL64, arrow.DECIMAL128, arrow.DECIMAL256:
		return Decimals
	case arrow.DATE32, arrow.DATE64:
		return Dates
	case arrow.TIMESTAMP:
		return Timestamps
	case arrow.TIME32, arrow.TIME64:
		return Times
	case arrow.STRING, arrow.LARGE_STRING, arrow.STRING_VIEW,
		arrow.BINARY, arrow.LARGE_BINARY, arrow.BINARY_VIEW, arrow.FIXED_SIZE_BINARY:
		return Strings
	case arrow.BOOL:
		return Booleans
	case arrow.DICTIONARY:
		return ClassOf(t.(*arrow.DictionaryType).ValueType)
	}
	return 0
}

// Accept reports whether columns of type dt may be given to an expectation
// that accepts t: their class is among t, or they have no values at all.
func (t Types) Accept(dt arrow.DataType) bool {
	return dt.ID() == arrow.NULL || t&ClassOf(dt) != 0
}

// String lists the classes for people: "integers, floats or decimals".
func (t Types) String() string {
	var names []string
	for i, name := range [...]string{
		"integers", "floats", "decimals", "dates", "timestamps", "times of day", "strings", "booleans",
	} {
		if t&(1<<i) != 0 {
			names = append(names, name)
		}
	}
	return alternatives(names)
}

// alternatives lists names for people: "int, float or decimal".
func alternatives(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " or " + names[last]
}
