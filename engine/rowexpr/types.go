package rowexpr

import (
	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine/vector"
)

// class is what kind of thing a value is.
type class uint8

const (
	classNull      class = iota // no value is known: nil, or a column of type null
	classNumber                 // a number literal, exact until it meets a column
	classBool                   //
	classInt                    // all but uint64
	classUint                   // uint64
	classFloat                  //
	classDecimal                //
	classText                   //
	classBinary                 //
	classDate                   // days
	classTimeOfDay              //
	classTimestamp              //
	classDuration               //
)

// typ is the type of a value: its class, and what its integers count.
type typ struct {
	class class
	unit  arrow.TimeUnit // of times of day, timestamps and durations
	zoned bool           // of timestamps: a point in time, not a reading of a clock
	scale int32          // of decimals
	// soft numbers come from literals, not from decimal columns: 0.1,
	// vip ? 0.1 : 0.2, quantity * 0.1. They are computed exactly, and
	// become the nearest float where they meet one.
	soft bool
}

var boolType = typ{class: classBool}

// typeOf classifies a column; it is false for nested and unknown types.
func typeOf(dt arrow.DataType) (typ, bool) {
	switch t := dt.(type) {
	case *arrow.DictionaryType:
		return typeOf(t.ValueType)
	case arrow.ExtensionType:
		return typeOf(t.StorageType())
	case *arrow.TimestampType:
		return typ{class: classTimestamp, unit: t.Unit, zoned: t.TimeZone != ""}, true
	case *arrow.DurationType:
		return typ{class: classDuration, unit: t.Unit}, true
	case *arrow.Time32Type:
		return typ{class: classTimeOfDay, unit: t.Unit}, true
	case *arrow.Time64Type:
		return typ{class: classTimeOfDay, unit: t.Unit}, true
	case arrow.DecimalType:
		return typ{class: classDecimal, scale: t.GetScale()}, true
	}
	c, ok := plainClasses[dt.ID()]
	return typ{class: c}, ok
}

// plainClasses are the types without parameters.
var plainClasses = map[arrow.Type]class{
	arrow.NULL: classNull, arrow.BOOL: classBool,
	arrow.INT8: classInt, arrow.INT16: classInt, arrow.INT32: classInt, arrow.INT64: classInt,
	arrow.UINT8: classInt, arrow.UINT16: classInt, arrow.UINT32: classInt, arrow.UINT64: classUint,
	arrow.FLOAT16: classFloat, arrow.FLOAT32: classFloat, arrow.FLOAT64: classFloat,
	arrow.STRING: classText, arrow.LARGE_STRING: classText, arrow.STRING_VIEW: classText,
	arrow.BINARY: classBinary, arrow.LARGE_BINARY: classBinary, arrow.BINARY_VIEW: classBinary,
	arrow.FIXED_SIZE_BINARY: classBinary,
	arrow.DATE32:            classDate, arrow.DATE64: classDate,
}

// lanes are the physical form of each class.
var lanes = map[class]vector.Lane{
	classNull: vector.Null, classBool: vector.Bool, classInt: vector.Int, classUint: vector.Uint,
	classFloat: vector.Float, classDecimal: vector.Decimal, classText: vector.Bytes, classBinary: vector.Bytes,
	classDate: vector.Int, classTimeOfDay: vector.Int, classTimestamp: vector.Int, classDuration: vector.Int,
}

func (t typ) lane() vector.Lane { return lanes[t.class] }

// isNumber reports whether arithmetic takes values of the type.
func (t typ) isNumber() bool {
	switch t.class {
	case classNumber, classInt, classUint, classFloat, classDecimal:
		return true
	}
	return false
}

// isText reports whether values are bytes.
func (t typ) isText() bool { return t.class == classText || t.class == classBinary }

// isTemporal reports whether values count units of time.
func (t typ) isTemporal() bool {
	return t.isMoment() || t.class == classTimeOfDay || t.class == classDuration
}

// isMoment reports whether values lie on the calendar.
func (t typ) isMoment() bool { return t.class == classDate || t.class == classTimestamp }

// arrow is the type of a computed value as package vector sees it.
func (t typ) arrow() arrow.DataType {
	switch t.class {
	case classDecimal:
		return &arrow.Decimal256Type{Precision: maxDigits, Scale: t.scale}
	case classTimestamp:
		zone := ""
		if t.zoned {
			zone = "UTC"
		}
		return &arrow.TimestampType{Unit: t.unit, TimeZone: zone}
	case classDuration:
		return &arrow.DurationType{Unit: t.unit}
	case classTimeOfDay:
		if t.unit <= arrow.Millisecond {
			return &arrow.Time32Type{Unit: t.unit}
		}
		return &arrow.Time64Type{Unit: t.unit}
	}
	return map[class]arrow.DataType{
		classNull: arrow.Null, classBool: arrow.FixedWidthTypes.Boolean, classInt: arrow.PrimitiveTypes.Int64,
		classUint: arrow.PrimitiveTypes.Uint64, classFloat: arrow.PrimitiveTypes.Float64,
		classText: arrow.BinaryTypes.String, classBinary: arrow.BinaryTypes.Binary, classDate: arrow.FixedWidthTypes.Date32,
	}[t.class]
}

// String names the type in messages.
func (t typ) String() string {
	if t.class == classTimestamp && t.zoned {
		return "a timestamp with zone"
	}
	return map[class]string{
		classNull: "null", classNumber: "a number", classBool: "a boolean", classInt: "an integer",
		classUint: "an unsigned integer", classFloat: "a float", classDecimal: "a decimal",
		classText: "a string", classBinary: "binary", classDate: "a date", classTimeOfDay: "a time of day",
		classTimestamp: "a timestamp", classDuration: "a duration",
	}[t.class]
}
