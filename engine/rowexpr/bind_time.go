package rowexpr

import (
	"fmt"
	"math"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
)

const secondsPerDay = 24 * 60 * 60

// time is the operand of date("…"), duration("…") and now().
func (b *binder) time(t *term) operand {
	v := t.time
	if v.kind == currentTime {
		if b.opt.Now == nil {
			b.errs.add(t.at, CodeLiteral, "now() is not known here", "")
			return refused
		}
		now := b.opt.Now()
		v = instant{kind: zonedTime, sec: now.Unix(), nsec: int64(now.Nanosecond())}
	}
	if v.kind == calendarDay {
		day := result(b.constInt(typ{class: classDate}, v.sec/secondsPerDay))
		day.moment = v.text()
		return day
	}
	n, ok := v.count(v.unit())
	if !ok {
		b.errs.add(t.at, CodeLiteral, fmt.Sprintf("%s is out of range for nanoseconds", b.source(t)), "")
		return refused
	}
	if v.kind == lapse {
		return result(b.constInt(typ{class: classDuration, unit: v.unit()}, n))
	}
	o := result(b.constInt(typ{class: classTimestamp, unit: v.unit(), zoned: v.kind == zonedTime}, n))
	o.moment = v.text()
	return o
}

// text is a moment as package vector reads it.
func (v instant) text() string {
	t := time.Unix(v.sec, v.nsec).UTC()
	switch v.kind {
	case calendarDay:
		return t.Format(time.DateOnly)
	case localTime:
		return t.Format("2006-01-02T15:04:05.999999999")
	}
	return t.Format(time.RFC3339Nano)
}

// count is the value in units; ok is false where that is no int64.
func (v instant) count(unit arrow.TimeUnit) (int64, bool) {
	perSecond := unitsPerSecond(unit)
	n, over := product64(v.sec, perSecond)
	rest := v.nsec / (int64(time.Second) / perSecond)
	return n + rest, over == 0 && n <= math.MaxInt64-rest
}

func unitsPerSecond(unit arrow.TimeUnit) int64 {
	return [...]int64{1, 1e3, 1e6, 1e9}[unit]
}

// timeArithmetic binds + - * where an operand is a date, time or duration.
func (b *binder) timeArithmetic(t *term, x, y operand) operand {
	switch {
	case x.typ.class == classNull || y.typ.class == classNull:
		nothing := typ{class: classNull}
		return result(b.add("null", nothing, makeNull, t.at, b.nodeOf(x), b.nodeOf(y)))
	case t.op == opSubtract && x.typ.isMoment() && y.typ.isMoment():
		return b.difference(t, x, y)
	case (t.op == opAdd || t.op == opSubtract) && y.typ.class == classDuration && (x.typ.isMoment() || x.typ.class == classDuration):
		return b.shift(t, x, y)
	case t.op == opAdd && x.typ.class == classDuration && y.typ.isMoment():
		return b.shift(t, y, x)
	case t.op == opMultiply && x.typ.class == classDuration && b.whole(y):
		return b.multiple(t, x, y)
	case t.op == opMultiply && y.typ.class == classDuration && b.whole(x):
		return b.multiple(t, y, x)
	}
	hint := "dates and times take - another one, and + or - a duration"
	if x.quoted != nil || y.quoted != nil {
		hint = `write date("2024-01-31") or duration("36h")`
	}
	return b.mismatch(t.at, fmt.Sprintf("%s and %s: there is no %s of them", b.describe(x), b.describe(y), t.op), hint)
}

// difference is the duration between two moments.
func (b *binder) difference(t *term, x, y operand) operand {
	common, ok := b.commonMoment(x, y, t)
	if !ok {
		return refused
	}
	if common.class == classDate {
		common = typ{class: classTimestamp, unit: arrow.Second}
	}
	lapse := typ{class: classDuration, unit: common.unit}
	nx, ny := b.castBoth(x, y, common, common)
	return result(b.addFailing(timeOverflow, "-", lapse, subtractInts, t.at, nx, ny))
}

// shift moves a moment or duration x by a duration y.
func (b *binder) shift(t *term, x, y operand) operand {
	moved := x.typ
	if moved.class == classDate {
		moved = typ{class: classTimestamp, unit: arrow.Second}
	}
	moved.unit = max(moved.unit, y.typ.unit)
	by := typ{class: classDuration, unit: moved.unit}
	nx, ny := b.castBoth(x, y, moved, by)
	return result(b.addFailing(timeOverflow, string(t.op), moved, intKernels[t.op], t.at, nx, ny))
}

// multiple is an integer number of durations.
func (b *binder) multiple(t *term, x, times operand) operand {
	if c := b.numberType(times).class; c != classInt {
		return b.mismatch(times.term.at, fmt.Sprintf("%s, but a duration is multiplied with an integer", b.describe(times)), "")
	}
	return result(b.addFailing(timeOverflow, "*", x.typ, multiplyInts, t.at, x.node, b.cast(times, typ{class: classInt})))
}

// commonMoment is the type in which two moments meet. A point in time that
// meets a reading of a clock becomes what a clock in the data's zone shows then.
func (b *binder) commonMoment(x, y operand, t *term) (typ, bool) {
	if x.typ == y.typ {
		return x.typ, true
	}
	common := typ{class: classTimestamp, unit: max(momentUnit(x.typ), momentUnit(y.typ)), zoned: x.typ.zoned && y.typ.zoned}
	if x.typ.zoned != y.typ.zoned && b.opt.Zone == nil {
		less := x
		if x.typ.zoned {
			less = y
		}
		b.errs.add(t.at, CodeZone, fmt.Sprintf("%s has no zone, and the other side has one", b.source(less.term)), "set data.timezone")
		return typ{}, false
	}
	return common, true
}

func momentUnit(t typ) arrow.TimeUnit {
	if t.class == classDate {
		return arrow.Second
	}
	return t.unit
}

// castTime takes dates and times to type t: dates to timestamps, points in
// time to what a clock shows, and all to finer units.
func (b *binder) castTime(n *node, t typ, at span, beside ...*node) *node {
	from := n.typ
	args := append([]*node{n}, beside...)
	switch {
	case from == t:
		return n
	case from.class == classDate:
		return b.addFailing(timeOverflow, "midnight", t, scaleInts(secondsPerDay*unitsPerSecond(t.unit)), at, args...)
	case from.zoned != t.zoned:
		local := from
		local.zoned = false
		state := func() kernel { return newClock(from.unit, b.opt.Zone).show }
		shown := node{typ: local, state: state, args: args, strict: true, column: -1, at: at, failure: timeOverflow}
		return b.castTime(b.prog.add(shown, "clock", b.guard), t, at, beside...)
	}
	by := unitsPerSecond(t.unit) / unitsPerSecond(from.unit)
	return b.addFailing(timeOverflow, "finer", t, scaleInts(by), at, args...)
}
