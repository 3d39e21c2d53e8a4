package main

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"assay/engine"
	"assay/readers"
)

// colorMode is the value of --color.
type colorMode string

const (
	colorAuto   colorMode = "auto"
	colorAlways colorMode = "always"
	colorNever  colorMode = "never"
)

// String is the value of the flag.
func (c *colorMode) String() string { return string(*c) }

// Type names the value in help texts.
func (c *colorMode) Type() string { return "WHEN" }

// Set reads the flag.
func (c *colorMode) Set(text string) error {
	modes := []colorMode{colorAuto, colorAlways, colorNever}
	if !slices.Contains(modes, colorMode(text)) {
		return fmt.Errorf("it is auto, always or never")
	}
	*c = colorMode(text)
	return nil
}

// thresholdFlag is the value of --fail-on.
type thresholdFlag struct {
	threshold engine.Threshold
	given     bool
}

// String is the value of the flag.
func (f *thresholdFlag) String() string { return f.threshold.String() }

// Type names the value in help texts.
func (f *thresholdFlag) Type() string { return "LEVEL" }

// Set reads the flag.
func (f *thresholdFlag) Set(text string) error {
	t, ok := engine.ParseThreshold(text)
	if !ok {
		return fmt.Errorf("it is critical, warning, info or never")
	}
	f.threshold, f.given = t, true
	return nil
}

// sizeFlag is a number of bytes: 268435456, 256MiB, 1.5GB.
type sizeFlag int64

var sizeUnits = []struct {
	suffix string
	bytes  float64
}{
	{"KiB", 1 << 10}, {"MiB", 1 << 20}, {"GiB", 1 << 30}, {"TiB", 1 << 40},
	{"kB", 1e3}, {"KB", 1e3}, {"MB", 1e6}, {"GB", 1e9}, {"TB", 1e12}, {"B", 1},
}

// String is the value of the flag.
func (f *sizeFlag) String() string {
	if n := int64(*f); n%(1<<20) == 0 {
		return fmt.Sprintf("%dMiB", n>>20)
	}
	return strconv.FormatInt(int64(*f), 10)
}

// Type names the value in help texts.
func (f *sizeFlag) Type() string { return "SIZE" }

// Set reads the flag.
func (f *sizeFlag) Set(text string) error {
	number, unit := strings.TrimSpace(text), 1.0
	for _, u := range sizeUnits {
		if rest, ok := strings.CutSuffix(number, u.suffix); ok {
			number, unit = strings.TrimSpace(rest), u.bytes
			break
		}
	}
	n, err := strconv.ParseFloat(number, 64)
	if err != nil || !(n > 0) || n*unit >= math.MaxInt64 {
		return fmt.Errorf("it is a number of bytes above zero, such as 512MiB or 2GB")
	}
	*f = sizeFlag(n * unit)
	return nil
}

// momentFlag is the value of --now.
type momentFlag struct{ time time.Time }

// String is the value of the flag.
func (f *momentFlag) String() string {
	if f.time.IsZero() {
		return ""
	}
	return f.time.Format(time.RFC3339Nano)
}

// Type names the value in help texts.
func (f *momentFlag) Type() string { return "TIME" }

// Set reads the flag. A time without a zone is UTC.
func (f *momentFlag) Set(text string) error {
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999", "2006-01-02 15:04:05.999999999", time.DateOnly} {
		if t, err := time.Parse(layout, text); err == nil {
			f.time = t
			return nil
		}
	}
	return fmt.Errorf("it is a date or a time in RFC 3339, such as 2024-01-31 or 2024-01-31T10:00:00Z")
}

// moment is the wanted time, or the present one.
func (f *momentFlag) moment() time.Time {
	if f.time.IsZero() {
		return time.Now()
	}
	return f.time
}

// inputFormats lists what --input-format may be.
func inputFormats() string { return strings.Join(readers.Formats(), ", ") }
