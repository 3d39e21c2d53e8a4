package vector

import (
	"math"
	"strings"
	"testing"
	"time"
)

func TestParseMoment(t *testing.T) {
	for text, want := range map[string]string{
		"2024-01-31":                          "2024-01-31T00:00:00Z",
		"2024-02-29":                          "2024-02-29T00:00:00Z",
		"0000-02-29":                          "0000-02-29T00:00:00Z",
		"2024-01-31 10:00":                    "2024-01-31T10:00:00Z",
		"2024-01-31 10:00:00":                 "2024-01-31T10:00:00Z",
		"2024-01-31T10:00:00.5":               "2024-01-31T10:00:00.5Z",
		"2024-01-31t10:00:00.123456789z":      "2024-01-31T10:00:00.123456789Z",
		"2024-01-31T10:00:00Z":                "2024-01-31T10:00:00Z",
		"2024-01-31 10:00:00+01:00":           "2024-01-31T09:00:00Z",
		"2024-01-31T10:00:00.000000001-23:59": "2024-02-01T09:59:00.000000001Z",
		"1900-01-01 00:00:00+00:09:21":        "1899-12-31T23:50:39Z",
		"9999-12-31T23:59:59.999999999":       "9999-12-31T23:59:59.999999999Z",
	} {
		m, err := parseMoment(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if got := time.Unix(m.sec, m.nsec).UTC().Format(time.RFC3339Nano); got != want {
			t.Errorf("%s: got %s, want %s", text, got, want)
		}
	}
	for _, text := range []string{
		"", "2024", "2024-1-31", "2024-13-01", "2024-00-10", "2024-01-00", "2024-01-32", "2023-02-29", "1900-02-29", "2024-04-31", "24-01-31", "02024-01-31",
		"2024-01-31T", "2024-01-31T10", "2024-01-31T24:00:00", "2024-01-31T10:60:00", "2024-01-31T10:00:60", "2024-01-31T10:00:00.", "2024-01-31T10:00:00.1234567890",
		"2024-01-31T10:00:00+1:00", "2024-01-31T10:00:00+0100", "2024-01-31T10:00:00 Z", "2024-01-31T10:00:00+24:00", "2024-01-31Z", "2024/01/31", "2024-01-31T1０:00",
	} {
		if m, err := parseMoment(text); err == nil {
			t.Errorf("%q was read as %v", text, m)
		}
	}
}

func TestCivil(t *testing.T) {
	for days := daysOf(-1, 1, 1); days < daysOf(2500, 1, 1); days++ {
		year, month, day := civil(days)
		at := time.Unix(days*secondsPerDay, 0).UTC()
		if int64(at.Year()) != year || int(at.Month()) != month || at.Day() != day {
			t.Fatalf("day %d: got %d-%d-%d, want %s", days, year, month, day, at)
		}
		if daysOf(year, month, day) != days {
			t.Fatalf("%d-%d-%d: got day %d, want %d", year, month, day, daysOf(year, month, day), days)
		}
	}
	for _, days := range []int64{math.MinInt64 / secondsPerDay, math.MaxInt64 / secondsPerDay} {
		if year, month, day := civil(days); daysOf(year, month, day) != days {
			t.Errorf("day %d is %d-%d-%d and back %d", days, year, month, day, daysOf(year, month, day))
		}
	}
}

func FuzzParseMoment(f *testing.F) {
	for _, text := range momentTexts {
		f.Add(text)
		f.Add(text + "Z")
		f.Add(text + "-07:30")
	}
	f.Fuzz(func(t *testing.T, text string) {
		m, err := parseMoment(text)
		if err != nil {
			return
		}
		for _, layout := range []string{
			"2006-01-02", "2006-01-02T15:04", "2006-01-02T15:04:05.999999999", "2006-01-02T15:04Z07:00", time.RFC3339Nano,
		} {
			bytes := []byte(text)
			if len(bytes) > 10 {
				bytes[10] = 'T'
			}
			if last := len(bytes) - 1; bytes[last] == 'z' {
				bytes[last] = 'Z'
			}
			if n := len(bytes); n > 9 && (bytes[n-9] == '+' || bytes[n-9] == '-') && bytes[n-3] == ':' {
				layout = strings.Replace(layout, "Z07:00", "Z07:00:00", 1)
			}
			at, err := time.Parse(layout, string(bytes))
			if err == nil {
				if at.Unix() != m.sec || int64(at.Nanosecond()) != m.nsec {
					t.Errorf("%q was read as %d s %d ns, not %s", text, m.sec, m.nsec, at)
				}
				return
			}
		}
		t.Errorf("%q was read, and package time reads it in no layout", text)
	})
}
