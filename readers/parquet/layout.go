package parquet

import (
	"fmt"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/parquet-go/parquet-go/deprecated"
	"github.com/parquet-go/parquet-go/format"
)

// layout is how the values of a leaf are stored and what they become.
type layout struct {
	typ      arrow.DataType
	physical format.Type
	// width is the bytes of a stored value; 0 for booleans and byte arrays.
	width int
	// out is the bytes of a value in its Arrow array, where that is fixed.
	out int
	// convert makes Arrow values of stored ones; nil where they are the same.
	convert converter
	// text is set for strings, which must be UTF-8.
	text bool
}

// maxDecimalDigits is the widest decimal that Arrow has.
const maxDecimalDigits = 76

// layoutOf reads a leaf's physical and logical type. Its second result says why
// such a column cannot be read, "" where it can.
// https://github.com/apache/parquet-format/blob/master/LogicalTypes.md
func layoutOf(el *format.SchemaElement) (layout, string) {
	l := plainLayout(el)
	annotation := el.LogicalType.Value
	if annotation == nil && el.ConvertedType.Valid {
		annotation = legacyAnnotation(el)
	}
	if el.ConvertedType.Valid && el.ConvertedType.V == deprecated.Interval && annotation == nil {
		l.typ = arrow.FixedWidthTypes.MonthDayNanoInterval
		return l, "is an interval, which assay cannot judge; leave it out"
	}
	if l.physical == format.FixedLenByteArray && l.width == 0 {
		return l, "has values of no bytes; leave it out"
	}
	if annotation == nil {
		return l, ""
	}
	if !l.annotate(annotation, el) {
		return l, fmt.Sprintf("is marked as %s, which its physical type %v cannot hold; %s", annotation, l.physical, wayOut)
	}
	return l, ""
}

// plainLayout is the layout of a leaf without annotation.
func plainLayout(el *format.SchemaElement) layout {
	l := layout{physical: el.Type.V}
	switch l.physical {
	case format.Boolean:
		l.typ = arrow.FixedWidthTypes.Boolean
	case format.Int32:
		l.typ, l.width = arrow.PrimitiveTypes.Int32, 4
	case format.Int64:
		l.typ, l.width = arrow.PrimitiveTypes.Int64, 8
	case format.Int96:
		l.typ, l.width = &arrow.TimestampType{Unit: arrow.Nanosecond}, 12
		l.out, l.convert = 8, int96(time.Nanosecond)
		return l
	case format.Float:
		l.typ, l.width = arrow.PrimitiveTypes.Float32, 4
	case format.Double:
		l.typ, l.width = arrow.PrimitiveTypes.Float64, 8
	case format.ByteArray:
		l.typ = arrow.BinaryTypes.Binary
	case format.FixedLenByteArray:
		l.width = int(el.TypeLength.V)
		l.typ = &arrow.FixedSizeBinaryType{ByteWidth: l.width}
	}
	l.out = l.width
	return l
}

// annotate applies a logical type and reports whether it fits.
func (l *layout) annotate(annotation format.LogicalTypeValue, el *format.SchemaElement) bool {
	switch a := annotation.(type) {
	case *format.StringType, *format.EnumType, *format.JsonType:
		l.typ, l.text = arrow.BinaryTypes.String, true
		return l.physical == format.ByteArray
	case *format.BsonType, *format.GeometryType, *format.GeographyType:
		return l.physical == format.ByteArray
	case *format.UUIDType:
		l.typ, l.out, l.convert = arrow.BinaryTypes.String, 36, uuidText
		return l.physical == format.FixedLenByteArray && l.width == 16
	case *format.Float16Type:
		l.typ = arrow.FixedWidthTypes.Float16
		return l.physical == format.FixedLenByteArray && l.width == 2
	case *format.DateType:
		l.typ = arrow.FixedWidthTypes.Date32
		return l.physical == format.Int32
	case *format.NullType:
		l.typ, l.out, l.convert = arrow.Null, 0, nil
		return true
	case *format.IntType:
		return l.integer(int(a.BitWidth), a.IsSigned)
	case *format.DecimalType:
		return l.decimal(int(a.Precision), int(a.Scale))
	case *format.TimeType:
		return l.time(a.Unit.Value)
	case *format.TimestampType:
		return l.timestamp(a.Unit.Value, a.IsAdjustedToUTC)
	case *format.VariantType:
		return false
	default:
		return true // lists and maps annotate groups; on a leaf they mean nothing
	}
}

func (l *layout) integer(bits int, signed bool) bool {
	switch {
	case l.physical == format.Int64 && bits == 64:
		if !signed {
			l.typ = arrow.PrimitiveTypes.Uint64
		}
	case l.physical == format.Int32 && bits == 32:
		if !signed {
			l.typ = arrow.PrimitiveTypes.Uint32
		}
	case l.physical == format.Int32 && bits == 16 && signed:
		l.typ, l.out, l.convert = arrow.PrimitiveTypes.Int16, 2, narrow[int16]
	case l.physical == format.Int32 && bits == 16:
		l.typ, l.out, l.convert = arrow.PrimitiveTypes.Uint16, 2, narrow[uint16]
	case l.physical == format.Int32 && bits == 8 && signed:
		l.typ, l.out, l.convert = arrow.PrimitiveTypes.Int8, 1, narrow[int8]
	case l.physical == format.Int32 && bits == 8:
		l.typ, l.out, l.convert = arrow.PrimitiveTypes.Uint8, 1, narrow[uint8]
	default:
		return false
	}
	return true
}

func (l *layout) decimal(precision, scale int) bool {
	if precision < 1 || precision > maxDecimalDigits || scale < 0 || scale > precision {
		return false
	}
	var c converter
	switch l.physical {
	case format.Int32:
		c = decimalOfInt[int32](precision, scale)
	case format.Int64:
		c = decimalOfInt[int64](precision, scale)
	case format.ByteArray, format.FixedLenByteArray:
		c = decimalOfBytes(precision, scale)
	default:
		return false
	}
	l.convert = c
	if precision <= 38 {
		l.typ, l.out = &arrow.Decimal128Type{Precision: int32(precision), Scale: int32(scale)}, 16
	} else {
		l.typ, l.out = &arrow.Decimal256Type{Precision: int32(precision), Scale: int32(scale)}, 32
	}
	return true
}

func (l *layout) time(unit format.TimeUnitValue) bool {
	switch unit.(type) {
	case *format.MilliSeconds:
		l.typ, l.convert = arrow.FixedWidthTypes.Time32ms, timeOfDay[int32](arrow.Millisecond)
		return l.physical == format.Int32
	case *format.MicroSeconds:
		l.typ, l.convert = arrow.FixedWidthTypes.Time64us, timeOfDay[int64](arrow.Microsecond)
	case *format.NanoSeconds:
		l.typ, l.convert = arrow.FixedWidthTypes.Time64ns, timeOfDay[int64](arrow.Nanosecond)
	default:
		return false
	}
	return l.physical == format.Int64
}

func (l *layout) timestamp(unit format.TimeUnitValue, utc bool) bool {
	t := &arrow.TimestampType{}
	if utc {
		t.TimeZone = "UTC"
	}
	switch unit.(type) {
	case *format.MilliSeconds:
		t.Unit = arrow.Millisecond
	case *format.MicroSeconds:
		t.Unit = arrow.Microsecond
	case *format.NanoSeconds:
		t.Unit = arrow.Nanosecond
	default:
		return false
	}
	l.typ = t
	return l.physical == format.Int64
}

// legacyAnnotation is the logical type that a converted type stands for, nil
// for those that mean nothing on a leaf. Legacy timestamps are instants.
func legacyAnnotation(el *format.SchemaElement) format.LogicalTypeValue {
	switch el.ConvertedType.V {
	case deprecated.UTF8:
		return new(format.StringType)
	case deprecated.Enum:
		return new(format.EnumType)
	case deprecated.Json:
		return new(format.JsonType)
	case deprecated.Bson:
		return new(format.BsonType)
	case deprecated.Decimal:
		return &format.DecimalType{Scale: el.Scale.V, Precision: el.Precision.V}
	case deprecated.Date:
		return new(format.DateType)
	case deprecated.TimeMillis:
		return &format.TimeType{Unit: format.TimeUnit{Value: new(format.MilliSeconds)}}
	case deprecated.TimeMicros:
		return &format.TimeType{Unit: format.TimeUnit{Value: new(format.MicroSeconds)}}
	case deprecated.TimestampMillis:
		return &format.TimestampType{IsAdjustedToUTC: true, Unit: format.TimeUnit{Value: new(format.MilliSeconds)}}
	case deprecated.TimestampMicros:
		return &format.TimestampType{IsAdjustedToUTC: true, Unit: format.TimeUnit{Value: new(format.MicroSeconds)}}
	case deprecated.Int8, deprecated.Int16, deprecated.Int32, deprecated.Int64:
		return &format.IntType{IsSigned: true, BitWidth: 8 << (el.ConvertedType.V - deprecated.Int8)}
	case deprecated.Uint8, deprecated.Uint16, deprecated.Uint32, deprecated.Uint64:
		return &format.IntType{BitWidth: 8 << (el.ConvertedType.V - deprecated.Uint8)}
	}
	return nil
}
