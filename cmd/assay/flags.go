package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"assay/engine"
	"assay/readers"
	"assay/suites"
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

// String is the value of the flag.
func (f *sizeFlag) String() string {
	return suites.FormatSize(int64(*f))
}

// Type names the value in help texts.
func (f *sizeFlag) Type() string { return "SIZE" }

// Set reads the flag.
func (f *sizeFlag) Set(text string) error {
	n, err := suites.ParseSize(text)
	if err != nil {
		return err
	}
	*f = sizeFlag(n)
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
