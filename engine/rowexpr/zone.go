package rowexpr

import (
	"math"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
)

// clock turns points in time into what a clock in its zone shows. It keeps
// the offset of the last one, and for how long that holds.
type clock struct {
	zone     *time.Location
	per      int64 // units per second
	from, to int64 // seconds between which offset holds
	offset   int64
}

func newClock(unit arrow.TimeUnit, zone *time.Location) *clock {
	return &clock{zone: zone, per: unitsPerSecond(unit)}
}

// show is the kernel.
func (c *clock) show(n int, out *value, in []*value) {
	instants, shown := in[0].ints[:n], out.ints[:n]
	for w := range out.valid {
		var over uint64
		for i := w << 6; i < min(w<<6+64, n); i++ {
			x, by := instants[i], c.offsetAt(instants[i])*c.per
			s := x + by
			shown[i] = s
			over |= uint64((x^s)&(by^s)) >> 63 << (uint(i) & 63)
		}
		out.fail(w, over)
	}
}

// offsetAt is how many seconds east of UTC the zone is at a point in time.
func (c *clock) offsetAt(instant int64) int64 {
	sec := instant / c.per
	if instant%c.per < 0 {
		sec--
	}
	if sec < c.from || sec >= c.to {
		// Package time wraps around beyond this, where zones are constant.
		const far = 1 << 60
		t := time.Unix(max(-far, min(sec, far)), 0).In(c.zone)
		_, offset := t.Zone()
		start, end := t.ZoneBounds()
		c.offset, c.from, c.to = int64(offset), math.MinInt64, math.MaxInt64
		if !start.IsZero() {
			c.from = start.Unix()
		}
		if !end.IsZero() {
			c.to = end.Unix()
		}
	}
	return c.offset
}
