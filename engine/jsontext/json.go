// Package jsontext reads JSON as Python's json module does.
package jsontext

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"math"
	"strconv"
	"strings"
)

// Valid reports whether text is one JSON value. NaN, Infinity and -Infinity are
// numbers.
func Valid(text []byte) bool { return json.Valid(text) || json.Valid(withoutConstants(text)) }

// constants are the numbers that JSON lacks and Python has.
var constants = [][]byte{[]byte("-Infinity"), []byte("Infinity"), []byte("NaN")}

// withoutConstants puts null in the place of constants outside of strings.
// Where a constant must not stand, null must not either.
func withoutConstants(text []byte) []byte {
	out := make([]byte, 0, len(text))
	for i, quoted := 0, false; i < len(text); {
		switch {
		case text[i] == '"':
			quoted = !quoted
		case text[i] == '\\' && quoted && i+1 < len(text):
			out = append(out, text[i])
			i++
		case !quoted:
			if n := constant(text[i:]); n > 0 {
				out, i = append(out, "null"...), i+n
				continue
			}
		}
		out = append(out, text[i])
		i++
	}
	return out
}

// constant is the length of the constant that text begins with, 0 for none.
func constant(text []byte) int {
	for _, c := range constants {
		if bytes.HasPrefix(text, c) {
			return len(c)
		}
	}
	return 0
}

// Parse reads one JSON value, as encoding/json does. Whole numbers are
// json.Number, with all their digits, others are float64, the greatest where
// they are beyond. Constants are null.
func Parse(text []byte) (any, error) {
	if !json.Valid(text) {
		text = withoutConstants(text)
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	var value any
	if err := d.Decode(&value); err != nil {
		return nil, err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("more than one JSON value")
	}
	return numbers(value), nil
}

// numbers turns what has a fraction or an exponent into floats: an exponent of
// ten digits is quickly written, and takes gigabytes to work out.
func numbers(value any) any {
	switch v := value.(type) {
	case json.Number:
		if !strings.ContainsAny(string(v), ".eE") {
			return v
		}
		f, _ := strconv.ParseFloat(string(v), 64)
		return max(-math.MaxFloat64, min(f, math.MaxFloat64))
	case []any:
		for i := range v {
			v[i] = numbers(v[i])
		}
	case map[string]any:
		for key := range v {
			v[key] = numbers(v[key])
		}
	}
	return value
}
