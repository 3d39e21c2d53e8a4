package vector

import (
	"strconv"

	"github.com/apache/arrow-go/v18/arrow"
)

// Text is s as plain text, the same in every report and wherever a value is
// asked for as text. It is what Python's str and pandas show: 10.0, 1e+16, inf,
// 2024-01-31, 2024-01-31 10:00:00.500000+00:00, 12.30; but booleans are true
// and false. Strings and invalid cells are as they were written, null is "".
// A duration is a count and its unit: 90s.
func (s Scalar) Text() string {
	if s.Lane == Bytes {
		return s.S
	}
	return string(s.appendText(nil))
}

func (s Scalar) appendText(dst []byte) []byte {
	if s.IsNull() {
		return dst
	}
	f := formatterFor(s.Type)
	return f.append(dst, s)
}

// formatter writes values of one type as text.
type formatter struct {
	kind    kind
	scale   int   // of a decimal
	bits    int   // of a float
	perDay  int64 // ticks in a day
	unit    string
	instant bool
	zone    offsets
	sep     byte // between date and time
}

func formatterFor(t arrow.DataType) *formatter {
	t = plain(t)
	f := &formatter{kind: kindOf(t), scale: scaleOf(t), bits: floatBits(t), sep: ' '}
	switch f.kind {
	case kindTimestamp, kindClock, kindDuration:
		f.perDay = nanosPerDay / tickOf(t)
		f.unit = t.(arrow.TemporalWithUnit).TimeUnit().String()
	}
	if zoned(t) {
		f.instant = true
		f.zone = offsets{loc: displayZone(t.(*arrow.TimestampType))}
	}
	return f
}

// append appends s, which is of the formatter's type and not null.
func (f *formatter) append(dst []byte, s Scalar) []byte {
	switch s.Lane {
	case Uint:
		return strconv.AppendUint(dst, s.U, 10)
	case Float:
		return appendFloat(dst, s.F, f.bits)
	case Decimal:
		return appendDecimal(dst, s.D, f.scale)
	case Bool:
		return strconv.AppendBool(dst, s.I != 0)
	case Bytes:
		return append(dst, s.S...)
	case Int:
		return f.appendInt(dst, s.I)
	}
	return dst
}

func (f *formatter) appendInt(dst []byte, n int64) []byte {
	switch f.kind {
	case kindDate:
		return appendDate(dst, n)
	case kindTimestamp:
		return f.appendTimestamp(dst, n)
	case kindClock:
		return f.appendClock(dst, n)
	case kindDuration:
		return append(strconv.AppendInt(dst, n, 10), f.unit...)
	}
	return strconv.AppendInt(dst, n, 10)
}

// appendDate appends yyyy-mm-dd; years beyond 9999 and before 0 have as many
// digits as they need, and a sign.
func appendDate(dst []byte, days int64) []byte {
	year, month, day := civil(days)
	if year < 0 {
		dst = append(dst, '-')
		year = -year
	}
	dst = appendPadded(dst, year, 4)
	dst = appendPadded(append(dst, '-'), int64(month), 2)
	return appendPadded(append(dst, '-'), int64(day), 2)
}

func (f *formatter) appendTimestamp(dst []byte, n int64) []byte {
	days, rest := floorDiv(n, f.perDay)
	if !f.instant {
		dst = append(appendDate(dst, days), f.sep)
		return f.appendClock(dst, rest)
	}
	perSec := f.perDay / secondsPerDay
	sec, _ := floorDiv(n, perSec)
	offset := f.zone.at(sec)
	rest += offset * perSec
	shift, rest := floorDiv(rest, f.perDay)
	dst = append(appendDate(dst, days+shift), f.sep)
	return appendOffset(f.appendClock(dst, rest), offset)
}

// appendClock appends hh:mm:ss, and a fraction where there is one: of six
// digits, or of nine where six do not do.
func (f *formatter) appendClock(dst []byte, ticks int64) []byte {
	perSec := f.perDay / secondsPerDay
	sec, rest := floorDiv(ticks, perSec)
	dst = appendPadded(dst, sec/3600, 2)
	dst = appendPadded(append(dst, ':'), sec/60%60, 2)
	dst = appendPadded(append(dst, ':'), sec%60, 2)
	nanos := rest * (nanosPerSecond / perSec)
	switch {
	case nanos == 0:
		return dst
	case nanos%1000 == 0:
		return appendPadded(append(dst, '.'), nanos/1000, 6)
	}
	return appendPadded(append(dst, '.'), nanos, 9)
}

func appendOffset(dst []byte, offset int64) []byte {
	sign := byte('+')
	if offset < 0 {
		sign, offset = '-', -offset
	}
	dst = appendPadded(append(dst, sign), offset/3600, 2)
	dst = appendPadded(append(dst, ':'), offset/60%60, 2)
	if offset%60 != 0 {
		dst = appendPadded(append(dst, ':'), offset%60, 2)
	}
	return dst
}

// appendPadded appends n, which is not negative, with at least width digits.
func appendPadded(dst []byte, n int64, width int) []byte {
	var buf [20]byte
	digits := strconv.AppendInt(buf[:0], n, 10)
	for range width - len(digits) {
		dst = append(dst, '0')
	}
	return append(dst, digits...)
}
