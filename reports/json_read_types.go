package reports

import (
	"strconv"
	"strings"
	"time"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/vector"
)

// restoreTypes makes dates, timestamps and cells that do not fit their column of
// the texts that the json report shows of them.
func restoreTypes(r *engine.Result) {
	types := make(map[string]string, len(r.Columns))
	for _, c := range r.Columns {
		types[c.Name] = c.Type
	}
	for _, o := range r.Outcomes {
		for _, e := range o.Examples {
			if len(e.Values) != len(o.Check.Columns) {
				continue
			}
			for i, v := range e.Values {
				if !v.IsNull() && v.Lane == vector.Bytes {
					e.Values[i] = typedText(v.S, types[o.Check.Columns[i]])
				}
			}
		}
	}
}

// typedText is a text in a column of some type, or the value that the type
// writes so.
func typedText(text, columnType string) vector.Scalar {
	if t, err := vector.ParseType(columnType); err == nil {
		if s, ok := momentOf(text, t); ok {
			return s
		}
	}
	if f, err := strconv.ParseFloat(text, 64); err == nil && strings.HasPrefix(columnType, "float") {
		return vector.FloatScalar(f) // inf, which JSON has no number for
	}
	s := vector.StringScalar(text)
	for _, numeric := range []string{"int", "uint", "float", "decimal", "bool"} {
		s.Invalid = s.Invalid || strings.HasPrefix(columnType, numeric)
	}
	return s
}

// momentOf is a date or timestamp, if it is written as its type writes it.
func momentOf(text string, t arrow.DataType) (vector.Scalar, bool) {
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
