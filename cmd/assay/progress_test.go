package main

import (
	"strings"
	"testing"
	"time"

	"assay/engine"
)

func TestMeterWaitsAndClears(t *testing.T) {
	var out strings.Builder
	clock := time.Unix(0, 0)
	m := newMeter(&out, func() time.Time { return clock })
	m.redraw = 0
	m.update(engine.Progress{Pass: 1, Rows: 10, Bytes: 100, TotalRows: -1, TotalBytes: 1000e6})
	if out.Len() > 0 {
		t.Errorf("after no time: %q", out.String())
	}
	clock = clock.Add(2 * time.Second)
	m.update(engine.Progress{Pass: 1, Rows: 5_000_000, Bytes: 400e6, TotalRows: -1, TotalBytes: 1000e6})
	for _, want := range []string{"400 MB, 2.5 million rows/s", "40%"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in %q", want, out.String())
		}
	}
	m.clear()
	if tail := out.String(); !strings.HasSuffix(tail, "\r") {
		t.Errorf("the line is not cleared: %q", tail)
	}
}

func TestMeterCountsRowsWhereTheyAreKnown(t *testing.T) {
	var out strings.Builder
	clock := time.Unix(0, 0)
	m := newMeter(&out, func() time.Time { return clock })
	m.redraw = 0
	clock = clock.Add(2 * time.Second)
	m.update(engine.Progress{Pass: 2, Rows: 75, Bytes: 3e6, TotalRows: 100, TotalBytes: 1000e6})
	for _, want := range []string{"pass 2, 3 MB", "75%"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in %q", want, out.String())
		}
	}
}
