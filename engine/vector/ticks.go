package vector

import (
	"math"
	"math/bits"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
)

// ticks is a moment or a span of time as a 128-bit count of some unit. Every
// value of every unit fits, counted in nanoseconds.
type ticks struct {
	hi int64
	lo uint64
}

// ticksOf is n × unit + offset; unit is positive.
func ticksOf(n, unit, offset int64) ticks {
	hi, lo := bits.Mul64(uint64(n), uint64(unit))
	hi -= uint64(n>>63) & uint64(unit)
	lo, carry := bits.Add64(lo, uint64(offset), 0)
	hi, _ = bits.Add64(hi, uint64(offset>>63), carry)
	return ticks{hi: int64(hi), lo: lo}
}

func orderTicks(a, b ticks) int {
	if a.hi != b.hi {
		return order(a.hi, b.hi)
	}
	return order(a.lo, b.lo)
}

// unitPair compares counts of two units.
type unitPair struct {
	x, y         int64
	mostX, mostY int64 // what can be multiplied in 64 bits
}

func newUnitPair(x, y int64) unitPair {
	return unitPair{x: x, y: y, mostX: math.MaxInt64 / x, mostY: math.MaxInt64 / y}
}

// order compares a × x with b × y.
func (u *unitPair) order(a, b int64) int {
	if -u.mostX <= a && a <= u.mostX && -u.mostY <= b && b <= u.mostY {
		return order(a*u.x, b*u.y)
	}
	return orderTicks(ticksOf(a, u.x, 0), ticksOf(b, u.y, 0))
}

// ticker counts the values of a temporal column in a given unit.
type ticker struct {
	unit int64 // of the column, in the given units
	// wall, where set, turns instants into readings of a calendar and a
	// clock.
	wall    *offsets
	perSec  int64 // values of the column in a second
	unitSec int64 // given units in a second
}

// tickers are two, which count the values of a and b in their finer unit. Where
// one of them has a zone and the other has none, instants are turned into what
// calendar and clock in zone show then, which is never ambiguous.
func tickers(a, b arrow.DataType, zone *time.Location) (x, y ticker) {
	ta, tb := tickOf(a), tickOf(b)
	finer := min(ta, tb)
	x.unit, y.unit = ta/finer, tb/finer
	if zoned(a) != zoned(b) {
		if zoned(a) {
			x.setWall(ta, finer, zone)
		} else {
			y.setWall(tb, finer, zone)
		}
	}
	return x, y
}

func (t *ticker) setWall(tick, finer int64, zone *time.Location) {
	t.wall = &offsets{loc: zone}
	t.perSec, t.unitSec = nanosPerSecond/tick, nanosPerSecond/finer
}

func (t *ticker) count(n int64) ticks {
	if t.wall == nil {
		return ticksOf(n, t.unit, 0)
	}
	sec, _ := floorDiv(n, t.perSec)
	return ticksOf(n, t.unit, t.wall.at(sec)*t.unitSec)
}

// offsets tells how far a zone's clocks are from UTC. It remembers the last
// answer, and from when to when it holds.
type offsets struct {
	loc        *time.Location
	from, till int64 // Unix seconds; till is not in
	offset     int64 // seconds east of UTC
}

// at is the offset at a time in Unix seconds.
func (o *offsets) at(sec int64) int64 {
	if sec < o.from || sec >= o.till {
		o.look(sec)
	}
	return o.offset
}

func (o *offsets) look(sec int64) {
	// Package time wraps around at the far ends, where zones are constant.
	const far = 1 << 60
	t := time.Unix(max(-far, min(sec, far)), 0).In(o.loc)
	_, offset := t.Zone()
	start, end := t.ZoneBounds()
	o.offset, o.from, o.till = int64(offset), sec, sec+1
	if sec < -far || sec > far {
		return
	}
	if !start.IsZero() {
		o.from = start.Unix()
	}
	if !end.IsZero() {
		o.till = end.Unix()
	}
}
