package reports

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/big"
	"strconv"
	"strings"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/decimal256"

	"assay/engine/vector"
)

// UnmarshalJSON reads an object and keeps the order of its keys.
func (m *members) UnmarshalJSON(raw []byte) error {
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	if t, err := dec.Token(); err != nil || t != json.Delim('{') {
		return fmt.Errorf("expected an object, found %.20s", raw)
	}
	*m = members{}
	for dec.More() {
		key, err := dec.Token()
		if err != nil {
			return err
		}
		var value any
		if err := dec.Decode(&value); err != nil {
			return err
		}
		*m = append(*m, member{fmt.Sprint(key), value})
	}
	return nil
}

// readLiteral is a parameter's value: numbers keep their digits.
func readLiteral(v any) any {
	switch v := v.(type) {
	case nil:
		return vector.Literal{}
	case json.Number:
		return vector.Literal{Kind: vector.LiteralNumber, Text: v.String()}
	case []any:
		list := make([]any, len(v))
		for i, e := range v {
			list[i] = readLiteral(e)
		}
		return list
	case map[string]any:
		object := make(map[string]any, len(v))
		for key, e := range v {
			object[key] = readLiteral(e)
		}
		return object
	}
	return v
}

// readValue is what was observed of a column of the given type ("" where that
// is unknown). Lists of texts are names.
func readValue(v any, columnType string) any {
	switch v := v.(type) {
	case nil:
		return nil
	case []any:
		names := make([]string, 0, len(v))
		list := make([]any, len(v))
		for i, e := range v {
			if s, ok := e.(string); ok {
				names = append(names, s)
			}
			list[i] = readValue(e, columnType)
		}
		if len(names) == len(v) {
			return names
		}
		return list
	case map[string]any:
		object := make(map[string]any, len(v))
		for key, e := range v {
			object[key] = readValue(e, columnType)
		}
		return object
	}
	return readScalar(v, columnType)
}

// readScalar is a value of a column. A text in a column of numbers or booleans
// is a cell that does not fit it.
func readScalar(v any, columnType string) vector.Scalar {
	switch v := v.(type) {
	case bool:
		s := vector.Scalar{Type: arrow.FixedWidthTypes.Boolean, Lane: vector.Bool}
		if v {
			s.I = 1
		}
		return s
	case json.Number:
		return readNumber(v.String())
	case string:
		return readText(v, columnType)
	}
	return vector.Scalar{}
}

// readNumber is a number of whatever type writes it so.
func readNumber(text string) vector.Scalar {
	if n, err := strconv.ParseInt(text, 10, 64); err == nil {
		return vector.IntScalar(n)
	}
	if n, err := strconv.ParseUint(text, 10, 64); err == nil {
		return vector.Scalar{Type: arrow.PrimitiveTypes.Uint64, Lane: vector.Uint, U: n}
	}
	if f, err := strconv.ParseFloat(text, 64); err == nil {
		if s := vector.FloatScalar(f); string(s.AppendJSON(nil)) == text {
			return s
		}
	}
	whole, fraction, _ := strings.Cut(text, ".")
	if n, ok := new(big.Int).SetString(whole+fraction, 10); ok && n.BitLen() < 255 {
		t := &arrow.Decimal256Type{Precision: 76, Scale: int32(len(fraction))}
		return vector.Scalar{Type: t, Lane: vector.Decimal, D: decimal256.FromBigInt(n)}
	}
	return vector.StringScalar(text)
}

// readText is a text, or the value that a column's type writes as one.
func readText(text, columnType string) vector.Scalar {
	if strings.HasPrefix(columnType, "float") {
		if f, err := strconv.ParseFloat(text, 64); err == nil {
			return vector.FloatScalar(f)
		}
	}
	if s, ok := readMoment(text, columnType); ok {
		return s
	}
	s := vector.StringScalar(text)
	for _, numeric := range []string{"int", "uint", "float", "decimal", "bool"} {
		s.Invalid = s.Invalid || strings.HasPrefix(columnType, numeric)
	}
	return s
}

// readMoment is a date or timestamp, if it is written as its type writes it.
func readMoment(text, columnType string) (vector.Scalar, bool) {
	t, err := vector.ParseType(columnType)
	if err != nil {
		return vector.Scalar{}, false
	}
	s := vector.Scalar{Type: t, Lane: vector.Int}
	switch t := t.(type) {
	case *arrow.Date32Type:
		at, err := time.Parse(time.DateOnly, text)
		if err != nil {
			return s, false
		}
		s.I = int64(arrow.Date32FromTime(at))
	case *arrow.TimestampType:
		layout := "2006-01-02T15:04:05.999999999"
		if t.TimeZone != "" {
			layout += "Z07:00"
		}
		at, err := time.Parse(layout, text)
		if err != nil {
			return s, false
		}
		ticks, err := arrow.TimestampFromTime(at, t.Unit)
		if err != nil {
			return s, false
		}
		s.I = int64(ticks)
	default:
		return s, false
	}
	return s, string(s.AppendJSON(nil)) == strconv.Quote(text)
}
