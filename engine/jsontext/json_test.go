package jsontext

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestValid(t *testing.T) {
	for text, want := range map[string]bool{
		`{}`: true, ` [1, 2.5e3, "a\n", null] `: true, `1`: true, `"x"`: true, "true\n": true,
		`NaN`: true, `[NaN, -Infinity, Infinity]`: true, `{"a": NaN}`: true, `"NaN"`: true, `{"\"": NaN, "b": "Infinity"}`: true,
		``: false, ` `: false, `{`: false, `{'a': 1}`: false, `[1,]`: false, `01`: false, `.5`: false, `+1`: false, `nan`: false, `-NaN`: false,
		`1NaN`: false, `NaN NaN`: false, `{"a"}`: false, "\"\n\"": false, `"\x"`: false, `{} {}`: false, `{NaN: 1}`: false, `"\`: false,
	} {
		if got := Valid([]byte(text)); got != want {
			t.Errorf("Valid(%q) is %v", text, got)
		}
		if _, err := Parse([]byte(text)); (err == nil) != want {
			t.Errorf("Parse(%q): %v", text, err)
		}
	}
}

func TestParseBoundsNumbers(t *testing.T) {
	v, err := Parse([]byte(`[1e999999999, 12345678901234567890, -1e400]`))
	if err != nil {
		t.Fatal(err)
	}
	list := v.([]any)
	if _, isFloat := list[0].(float64); !isFloat {
		t.Errorf("1e999999999 is %T", list[0])
	}
	if got := list[1]; got != any(json.Number("12345678901234567890")) {
		t.Errorf("a whole number lost digits: %v", got)
	}
}

// TestDepthIsBounded takes nesting without end for no JSON.
func TestDepthIsBounded(t *testing.T) {
	deep := []byte(strings.Repeat("[", 1_000_000) + "NaN" + strings.Repeat("]", 1_000_000))
	if Valid(deep) {
		t.Error("a million brackets are valid")
	}
	if _, err := Parse(deep); err == nil {
		t.Error("a million brackets are read")
	}
}
