package reports

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"strings"
	"time"

	"assay/engine"
	"assay/engine/vector"
)

// marshal is json.Marshal without the escapes meant for HTML.
func marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// member is one key of a JSON object.
type member struct {
	key   string
	value any
}

// members is a JSON object whose keys keep their order.
type members []member

// MarshalJSON writes the object.
func (m members) MarshalJSON() ([]byte, error) {
	out := []byte{'{'}
	for i, e := range m {
		if i > 0 {
			out = append(out, ',')
		}
		key, err := marshal(e.key)
		if err != nil {
			return nil, err
		}
		value, err := marshal(e.value)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", e.key, err)
		}
		out = append(append(append(out, key...), ':'), value...)
	}
	return append(out, '}'), nil
}

// plain turns what results and suites carry (scalars, literals, slices, maps
// and Go values) into what encoding/json writes as it should be.
func plain(v any) any {
	switch v := v.(type) {
	case nil, bool, string, json.Number:
		return v
	case vector.Scalar:
		return scalar(v)
	case vector.Literal:
		return literal(v)
	case float64:
		if math.IsInf(v, 0) || math.IsNaN(v) {
			return fmt.Sprint(v)
		}
		return jsonFloat(v)
	case time.Time:
		return v.Format(time.RFC3339Nano)
	}
	return plainByKind(reflect.ValueOf(v))
}

func plainByKind(v reflect.Value) any {
	switch v.Kind() {
	case reflect.Slice, reflect.Array:
		list := make([]any, v.Len())
		for i := range list {
			list[i] = plain(v.Index(i).Interface())
		}
		return list
	case reflect.Map:
		object := make(map[string]any, v.Len())
		for it := v.MapRange(); it.Next(); {
			object[fmt.Sprint(it.Key().Interface())] = plain(it.Value().Interface())
		}
		return object
	case reflect.Pointer:
		if v.IsNil() {
			return nil
		}
		return plain(v.Elem().Interface())
	case reflect.String:
		return v.String()
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return v.Int()
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return v.Uint()
	}
	return fmt.Sprint(v.Interface())
}

// literal keeps every digit of a number.
func literal(l vector.Literal) any {
	switch l.Kind {
	case vector.LiteralNull:
		return nil
	case vector.LiteralBool:
		return strings.EqualFold(l.Text, "true")
	case vector.LiteralNumber:
		if n, ok := jsonNumber(l.Text); ok {
			return json.RawMessage(n)
		}
	}
	return l.Text
}

// jsonNumber spells a decimal number as JSON does: no plus sign, no leading
// zeros, a digit on both sides of the point.
func jsonNumber(text string) (string, bool) {
	sign, digits := "", strings.TrimPrefix(text, "+")
	if rest, ok := strings.CutPrefix(digits, "-"); ok {
		sign, digits = "-", rest
	}
	mantissa, exponent := digits, ""
	if i := strings.IndexAny(digits, "eE"); i >= 0 {
		mantissa, exponent = digits[:i], digits[i:]
	}
	whole, fraction, point := strings.Cut(mantissa, ".")
	if whole == "" && fraction == "" {
		return "", false
	}
	if whole = strings.TrimLeft(whole, "0"); whole == "" {
		whole = "0"
	}
	if point && fraction != "" {
		whole += "." + fraction
	}
	n := sign + whole + exponent
	return n, json.Valid([]byte(n))
}

// params lists parameters under their native names.
func params(list []engine.Param) members {
	object := make(members, len(list))
	for i, p := range list {
		object[i] = member{p.Name, plain(p.Value)}
	}
	return object
}

// ParamsJSON is an object of parameters, in their order, as reports show them.
func ParamsJSON(list []engine.Param) ([]byte, error) { return marshal(params(list)) }

// valueList is the JSON of an example's values.
func valueList(list []vector.Scalar) []any {
	out := make([]any, len(list))
	for i, s := range list {
		out[i] = scalar(s)
	}
	return out
}

// scalar is a value of the data.
func scalar(s vector.Scalar) json.RawMessage { return s.AppendJSON(nil) }

// jsonFloat is a finite float, written as the data's floats are: as Python
// does, so that it stays a float when it is read back (200.0, 1e+16).
type jsonFloat float64

// MarshalJSON writes the float.
func (f jsonFloat) MarshalJSON() ([]byte, error) {
	return vector.FloatScalar(float64(f)).AppendJSON(nil), nil
}

// percent is 100·n/of, or nil where there is nothing to have a share of. The
// order of the operations is Great Expectations', digit for digit.
func percent(n, of int64) any {
	if of == 0 {
		return nil
	}
	return jsonFloat(float64(n) / float64(of) * 100)
}
