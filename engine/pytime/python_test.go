package pytime

import (
	"encoding/json"
	"os"
	"testing"
	"time"
)

// TestTakesWhatPythonTakes compares with what Python said of the same texts,
// which testdata/python.py wrote down.
func TestTakesWhatPythonTakes(t *testing.T) {
	text, err := os.ReadFile("testdata/python.json")
	if err != nil {
		t.Fatal(err)
	}
	var python struct {
		Values  []string
		Formats [][2]*string // a digit for each value; nil for a mistake
		Dates   [][2]string
	}
	if err := json.Unmarshal(text, &python); err != nil {
		t.Fatal(err)
	}
	for _, c := range python.Formats {
		checkFormat(t, *c[0], c[1], python.Values)
	}
	now := time.Date(2025, 3, 31, 0, 0, 0, 0, time.UTC)
	for _, c := range python.Dates {
		if got := IsDate(c[0], now); got != (c[1] == "1") {
			t.Errorf("IsDate(%q) is %v", c[0], got)
		}
	}
}

func checkFormat(t *testing.T, format string, want *string, values []string) {
	f, err := NewFormat(format)
	if (err != nil) != (want == nil) {
		t.Errorf("format %q: %v", format, err)
	}
	if err != nil || want == nil {
		return
	}
	for i, v := range values {
		if got := f.Matches(v); got != ((*want)[i] == '1') {
			t.Errorf("%q with %q: %v", v, format, got)
		}
	}
}
