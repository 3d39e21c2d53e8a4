package quarantine

import (
	"encoding/binary"
	"fmt"
	"math/big"
	"strings"
	"unicode/utf8"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/parquet-go/parquet-go"

	"assay/engine"
	"assay/engine/vector"
)

// tableRows are rows as Parquet holds them, by column.
type tableRows struct {
	columns [][]parquet.Value
	sizes   []int32 // of the rows, in bytes
	places  []place // of rejected rows, within their split
}

// number sets a number of a row's place.
func (r *tableRows) number(column, at int, n int64) {
	v := parquet.NullValue()
	level := 0
	if n > 0 {
		v, level = parquet.Int64Value(n), 1
	}
	column += len(r.columns) - reasonColumns
	r.columns[column][at] = v.Level(0, level, column)
}

// The sizes that are counted for a value, beside its bytes.
const valueBytes = 24

// tableEncoder turns batches into values.
type tableEncoder struct {
	table *table
	bytes []byte // of the current piece's texts
}

// encode makes the values of the given rows, with copies of their bytes.
func (e *tableEncoder) encode(b *engine.DividedBatch, columns []engine.Column, rows vector.Mask) (any, int64, error) {
	n := rows.Count()
	out := &tableRows{columns: make([][]parquet.Value, len(e.table.pending)), sizes: make([]int32, n)}
	e.bytes = nil
	at := 0
	for i, c := range columns {
		out.columns[i] = make([]parquet.Value, 0, n)
		if !e.table.reasons && overlap(c.Invalid, rows) {
			return nil, 0, fmt.Errorf("internal error: a row was accepted with a cell of %q that does not fit its type", e.table.options.Schema.Field(i).Name)
		}
		value := e.valuesOf(c)
		at = 0
		rows.Each(func(row int) bool {
			v := parquet.NullValue()
			if c.Array.IsValid(row) {
				v = value(row)
			}
			out.add(i, at, v)
			at++
			return true
		})
	}
	if e.table.reasons {
		e.reasons(out, b, columns, rows)
	}
	return out, int64(n*len(out.columns)*valueBytes + cap(e.bytes)), nil
}

func overlap(a, b vector.Mask) bool {
	for i := range a {
		if a[i]&b[i] != 0 {
			return true
		}
	}
	return false
}

// add appends a value of a column, for the piece's row number at.
func (r *tableRows) add(column, at int, v parquet.Value) {
	level := 1
	if v.IsNull() {
		level = 0
	}
	r.columns[column] = append(r.columns[column], v.Level(0, level, column))
	r.sizes[at] += valueBytes
	switch v.Kind() {
	case parquet.ByteArray, parquet.FixedLenByteArray:
		r.sizes[at] += int32(len(v.ByteArray()))
	}
}

// keep copies bytes, which the batch uses again.
func (e *tableEncoder) keep(b []byte) []byte {
	from := len(e.bytes)
	e.bytes = append(e.bytes, b...)
	return e.bytes[from:len(e.bytes):len(e.bytes)]
}

func (e *tableEncoder) text(s string) parquet.Value {
	from := len(e.bytes)
	e.bytes = append(e.bytes, s...)
	return parquet.ByteArrayValue(e.bytes[from:len(e.bytes):len(e.bytes)])
}

// valuesOf returns how a column's value in a row is written; it is asked for rows
// that have one.
func (e *tableEncoder) valuesOf(c engine.Column) func(row int) parquet.Value {
	dict, ok := c.Array.(*array.Dictionary)
	if !ok {
		return e.values(c.Array)
	}
	values := dict.Dictionary()
	value := e.values(values)
	return func(row int) parquet.Value {
		if row = dict.GetValueIndex(row); values.IsNull(row) {
			return parquet.NullValue()
		}
		return value(row)
	}
}

func (e *tableEncoder) values(arr arrow.Array) func(i int) parquet.Value {
	switch a := arr.(type) {
	case *array.Boolean:
		return func(i int) parquet.Value { return parquet.BooleanValue(a.Value(i)) }
	case *array.Int8:
		return int32s(a.Int8Values())
	case *array.Int16:
		return int32s(a.Int16Values())
	case *array.Int32:
		return int32s(a.Int32Values())
	case *array.Uint8:
		return int32s(a.Uint8Values())
	case *array.Uint16:
		return int32s(a.Uint16Values())
	case *array.Uint32:
		return int32s(a.Uint32Values())
	case *array.Date32:
		return int32s(a.Date32Values())
	case *array.Time32:
		return int32s(a.Time32Values())
	case *array.Int64:
		return int64s(a.Int64Values(), 1)
	case *array.Uint64:
		return int64s(a.Uint64Values(), 1)
	case *array.Time64:
		return int64s(a.Time64Values(), 1)
	case *array.Duration:
		return int64s(a.DurationValues(), 1)
	case *array.Timestamp:
		factor := int64(1)
		if a.DataType().(*arrow.TimestampType).Unit == arrow.Second {
			factor = 1000
		}
		return int64s(a.TimestampValues(), factor)
	case *array.Float32:
		return func(i int) parquet.Value { return parquet.FloatValue(a.Value(i)) }
	case *array.Float64:
		return func(i int) parquet.Value { return parquet.DoubleValue(a.Value(i)) }
	}
	return e.bytesOf(arr)
}

// bytesOf is values for what Parquet holds as bytes.
func (e *tableEncoder) bytesOf(arr arrow.Array) func(i int) parquet.Value {
	switch a := arr.(type) {
	case *array.Float16:
		return func(i int) parquet.Value {
			return parquet.FixedLenByteArrayValue(e.keep(binary.LittleEndian.AppendUint16(nil, a.Value(i).Uint16())))
		}
	case *array.Decimal128:
		t := a.DataType().(*arrow.Decimal128Type)
		return e.decimals(t.Precision, func(i int) *big.Int { return a.Value(i).BigInt() })
	case *array.Decimal256:
		t := a.DataType().(*arrow.Decimal256Type)
		return e.decimals(t.Precision, func(i int) *big.Int { return a.Value(i).BigInt() })
	case *array.Binary:
		return func(i int) parquet.Value { return parquet.ByteArrayValue(e.keep(a.Value(i))) }
	case *array.FixedSizeBinary:
		return func(i int) parquet.Value { return parquet.FixedLenByteArrayValue(e.keep(a.Value(i))) }
	case *array.String:
		return func(i int) parquet.Value {
			s := a.Value(i)
			if e.table.reasons && !utf8.ValidString(s) {
				return parquet.NullValue() // it is in _assay_raw
			}
			return e.text(s)
		}
	}
	return func(int) parquet.Value { return parquet.NullValue() }
}

func int32s[T ~int8 | ~int16 | ~int32 | ~uint8 | ~uint16 | ~uint32](values []T) func(i int) parquet.Value {
	return func(i int) parquet.Value { return parquet.Int32Value(int32(values[i])) }
}

func int64s[T ~int64 | ~uint64](values []T, factor int64) func(i int) parquet.Value {
	return func(i int) parquet.Value { return parquet.Int64Value(int64(values[i]) * factor) }
}

// decimals are integers as far as these hold them, else their bytes in two's
// complement, the greatest first.
func (e *tableEncoder) decimals(precision int32, at func(i int) *big.Int) func(i int) parquet.Value {
	switch {
	case precision <= digits32:
		return func(i int) parquet.Value { return parquet.Int32Value(int32(at(i).Int64())) }
	case precision <= digits64:
		return func(i int) parquet.Value { return parquet.Int64Value(at(i).Int64()) }
	}
	n := decimalBytes(precision)
	return func(i int) parquet.Value {
		return parquet.FixedLenByteArrayValue(e.keep(decimalText(at(i), n)))
	}
}

// reasons adds the columns that say why rows were set aside.
func (e *tableEncoder) reasons(out *tableRows, b *engine.DividedBatch, columns []engine.Column, rows vector.Mask) {
	first := len(columns)
	at := 0
	malformed := b.Malformed
	rows.Each(func(row int) bool {
		for len(malformed) > 0 && malformed[0].Row < row {
			malformed = malformed[1:]
		}
		verdict := b.Verdict(row)
		for i, text := range reasons(verdict, e.table.options.Files) {
			v := parquet.NullValue()
			if text != "" {
				v = e.text(strings.ToValidUTF8(text, "\uFFFD"))
			}
			out.add(first+i, at, v)
		}
		out.places = append(out.places, place{verdict.At.Record, verdict.At.Line})
		for i := recordColumn; i < rawColumn; i++ {
			out.add(first+i, at, parquet.NullValue()) // set when it is written
		}
		broken := len(malformed) > 0 && malformed[0].Row == row
		raw := parquet.NullValue()
		if text := rawText(b, e.table.options.Schema, columns, row, broken); text != nil {
			raw = parquet.ByteArrayValue(e.keep(text))
		}
		out.add(first+rawColumn, at, raw)
		at++
		return true
	})
}
