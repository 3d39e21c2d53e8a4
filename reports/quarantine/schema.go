package quarantine

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"reflect"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/deprecated"
	"github.com/parquet-go/parquet-go/format"
)

// columns is a group whose fields keep their order.
type columns struct {
	parquet.Group
	fields []parquet.Field
}

// Fields lists the columns.
func (c columns) Fields() []parquet.Field { return c.fields }

// column is a field of columns.
type column struct {
	parquet.Node
	name string
}

// Name is the column's name.
func (c column) Name() string { return c.name }

// Value is not asked for: values are written by column.
func (c column) Value(reflect.Value) reflect.Value { return reflect.Value{} }

// nodeOf is the Parquet column that holds the values of a field.
func nodeOf(f arrow.Field) (parquet.Node, error) {
	node := leafOf(f.Type)
	if node == nil {
		return nil, fmt.Errorf("column %q is %s, which cannot be written to Parquet by assay: set rows aside in CSV, or leave the column out of the data", f.Name, f.Type)
	}
	return parquet.Optional(node), nil
}

// Unwritable is the first column whose values neither format can hold, "" where
// there is none: lists, maps and intervals.
func Unwritable(schema *arrow.Schema) *arrow.Field {
	for _, f := range schema.Fields() {
		if leafOf(f.Type) == nil {
			return &f
		}
	}
	return nil
}

// leafOf is nil for types that no leaf of Parquet holds.
// https://github.com/apache/parquet-format/blob/master/LogicalTypes.md
func leafOf(dt arrow.DataType) parquet.Node {
	switch t := dt.(type) {
	case *arrow.NullType:
		return parquet.Leaf(annotated{parquet.Int32Type, new(format.NullType)})
	case *arrow.BooleanType:
		return parquet.Leaf(parquet.BooleanType)
	case *arrow.Int8Type, *arrow.Int16Type, *arrow.Int32Type, *arrow.Int64Type:
		return parquet.Int(t.(arrow.FixedWidthDataType).BitWidth())
	case *arrow.Uint8Type, *arrow.Uint16Type, *arrow.Uint32Type, *arrow.Uint64Type:
		return parquet.Uint(t.(arrow.FixedWidthDataType).BitWidth())
	case *arrow.Float16Type:
		return parquet.Leaf(halves())
	case *arrow.Float32Type:
		return parquet.Leaf(parquet.FloatType)
	case *arrow.Float64Type:
		return parquet.Leaf(parquet.DoubleType)
	case *arrow.Decimal128Type:
		return decimal(t.Precision, t.Scale)
	case *arrow.Decimal256Type:
		return decimal(t.Precision, t.Scale)
	case *arrow.StringType:
		return parquet.Encoded(parquet.String(), &parquet.RLEDictionary)
	case *arrow.BinaryType:
		return parquet.Encoded(parquet.Leaf(parquet.ByteArrayType), &parquet.RLEDictionary)
	case *arrow.FixedSizeBinaryType:
		return parquet.Leaf(parquet.FixedLenByteArrayType(t.ByteWidth))
	case *arrow.Date32Type:
		return parquet.Date()
	case *arrow.Time32Type, *arrow.Time64Type:
		return parquet.TimeAdjusted(unitOf(t.(arrow.TemporalWithUnit)), false)
	case *arrow.TimestampType:
		return parquet.TimestampAdjusted(unitOf(t), t.TimeZone != "")
	case *arrow.DurationType:
		return parquet.Leaf(annotated{parquet.Int64Type, nil})
	}
	return nil
}

// unitOf is the unit of times. Parquet has no seconds: they are written as
// milliseconds.
func unitOf(t arrow.TemporalWithUnit) parquet.TimeUnit {
	switch t.TimeUnit() {
	case arrow.Microsecond:
		return parquet.Microsecond
	case arrow.Nanosecond:
		return parquet.Nanosecond
	}
	return parquet.Millisecond
}

// The digits that decimals of 32 and 64 bits hold.
const (
	digits32 = 9
	digits64 = 18
)

func decimal(precision, scale int32) parquet.Node {
	switch {
	case precision <= digits32:
		return parquet.Decimal(int(scale), int(precision), parquet.Int32Type)
	case precision <= digits64:
		return parquet.Decimal(int(scale), int(precision), parquet.Int64Type)
	}
	return parquet.Leaf(longDecimals(precision, scale))
}

// decimalBytes is the least number of bytes that hold so many digits.
func decimalBytes(precision int32) int {
	const bitsPerDigit = 3.3219280948873626
	return int(float64(precision)*bitsPerDigit+1)/8 + 1
}

// annotated is a type with a logical type for which the library has no node; nil
// is none.
type annotated struct {
	parquet.Type
	logical format.LogicalTypeValue
}

// LogicalType is the annotation.
func (a annotated) LogicalType() *format.LogicalType {
	if a.logical == nil {
		return nil
	}
	return &format.LogicalType{Value: a.logical}
}

// ConvertedType is none: the annotation is younger.
func (a annotated) ConvertedType() *deprecated.ConvertedType { return nil }

// reasonFields are the columns that say why rows were set aside.
func reasonFields() []parquet.Field {
	fields := make([]parquet.Field, reasonColumns)
	for i, name := range ReasonColumns {
		node, _ := nodeOf(reasonField(i))
		fields[i] = column{node, name}
	}
	return fields
}

// reasonField is a column that is added. Raw text is bytes, as what is wrong with
// it may be that it is no text.
func reasonField(i int) arrow.Field {
	var dt arrow.DataType = arrow.BinaryTypes.String
	switch i {
	case recordColumn, lineColumn:
		dt = arrow.PrimitiveTypes.Int64
	case rawColumn:
		dt = arrow.BinaryTypes.Binary
	}
	return arrow.Field{Name: ReasonColumns[i], Type: dt, Nullable: true}
}

// arrowSchema is what Arrow's writers keep beside Parquet's schema, for what that
// has no words for: time zones and durations.
func arrowSchema(schema *arrow.Schema, reasons bool) (string, error) {
	fields := schema.Fields()
	for i := range fields {
		fields[i].Nullable = true
	}
	if reasons {
		for i := range ReasonColumns {
			fields = append(fields, reasonField(i))
		}
	}
	var b bytes.Buffer
	w := ipc.NewWriter(&b, ipc.WithSchema(arrow.NewSchema(fields, nil)))
	if err := w.Close(); err != nil {
		return "", fmt.Errorf("write Arrow's schema: %w", err)
	}
	return base64.StdEncoding.EncodeToString(b.Bytes()), nil
}
