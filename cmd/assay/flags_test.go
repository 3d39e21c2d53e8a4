package main

import (
	"testing"
	"time"

	"assay/reports"
)

func TestSizeFlag(t *testing.T) {
	for text, want := range map[string]int64{
		"268435456": 256 << 20, "256MiB": 256 << 20, "1.5GB": 1_500_000_000, "64 KiB": 64 << 10, "10B": 10,
		"0": 0, "-1": 0, "": 0, "MiB": 0, "NaN": 0, "Inf": 0, "1e30": 0, "12 parsecs": 0,
	} {
		var f sizeFlag
		if err := f.Set(text); (err == nil) != (want > 0) || int64(f) != want {
			t.Errorf("%q: got %d, %v, want %d", text, f, err, want)
		}
	}
}

func TestMomentFlag(t *testing.T) {
	for text, want := range map[string]time.Time{
		"2024-01-31":                time.Date(2024, 1, 31, 0, 0, 0, 0, time.UTC),
		"2024-01-31T10:00:00Z":      time.Date(2024, 1, 31, 10, 0, 0, 0, time.UTC),
		"2024-01-31T10:00:00+02:00": time.Date(2024, 1, 31, 8, 0, 0, 0, time.UTC),
		"2024-01-31 10:00:00.5":     time.Date(2024, 1, 31, 10, 0, 0, 500_000_000, time.UTC),
		"yesterday":                 {},
		"2024-02-30":                {},
	} {
		var f momentFlag
		if err := f.Set(text); (err == nil) == want.IsZero() || !f.time.Equal(want) {
			t.Errorf("%q: got %v, %v, want %v", text, f.time, err, want)
		}
	}
}

func TestWantsColor(t *testing.T) {
	env := func(pairs ...string) func(string) string {
		return func(name string) string {
			for i := 0; i < len(pairs); i += 2 {
				if pairs[i] == name {
					return pairs[i+1]
				}
			}
			return ""
		}
	}
	cases := []struct {
		mode     colorMode
		terminal bool
		getenv   func(string) string
		want     bool
	}{
		{colorAuto, true, env(), true},
		{colorAuto, false, env(), false},
		{colorAuto, true, env("NO_COLOR", "1"), false},
		{colorAuto, true, env("TERM", "dumb"), false},
		{colorAlways, false, env("NO_COLOR", "1"), true},
		{colorNever, true, env(), false},
	}
	for _, c := range cases {
		if got := wantsColor(c.mode, c.terminal, c.getenv); got != c.want {
			t.Errorf("%s, terminal %t, NO_COLOR %q: got %t", c.mode, c.terminal, c.getenv("NO_COLOR"), got)
		}
	}
}

func TestParseReportsKeepsWindowsPaths(t *testing.T) {
	specs, err := parseReports([]string{"text", `json=C:\out\x.json`, `gx?result_format=BASIC=D:\gx.json`}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{reports.Stdout, `C:\out\x.json`, `D:\gx.json`} {
		if specs[i].Path != want {
			t.Errorf("report %d goes to %s, want %s", i, specs[i].Path, want)
		}
	}
}
