package expectations

import (
	"testing"
	"time"
)

func TestParseSpan(t *testing.T) {
	for text, want := range map[string]time.Duration{
		"90s": 90 * time.Second, "0s": 0, "1d": 24 * time.Hour, "1w": 168 * time.Hour, "1d12h": 36 * time.Hour,
		"1.5d": 36 * time.Hour, "-2d": -48 * time.Hour, "250ms": 250 * time.Millisecond, "2h45m": 165 * time.Minute,
	} {
		if got, err := parseSpan(text); err != nil || got != want {
			t.Errorf("%q is %v (%v), want %v", text, got, err, want)
		}
	}
	for _, text := range []string{"", "-", "d", "1", "1x", "1 d", "1d-2h", "1D", "..h", "200000d", "106751d10h100w", "1dd"} {
		if got, err := parseSpan(text); err == nil {
			t.Errorf("%q is %v, want an error", text, got)
		}
	}
}
