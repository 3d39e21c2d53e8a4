package csv

import (
	"encoding/binary"
	"math"
	"time"
)

// twoDigits reads two digits.
func twoDigits(b []byte) (int, bool) {
	tens, ones := b[0]-'0', b[1]-'0'
	return int(tens)*10 + int(ones), tens <= 9 && ones <= 9
}

// parseDate reads 2006-01-02 as days since 1970-01-01.
func parseDate(b []byte) (int32, bool) {
	if len(b) != 10 {
		return 0, false
	}
	return dateAt(b)
}

// dateAt reads a date from the first ten bytes of b.
func dateAt(b []byte) (int32, bool) {
	_ = b[9]
	pairs, ok := digitPairs(binary.LittleEndian.Uint64(b), datePattern)
	day, ok2 := twoDigits(b[8:])
	year := int(pairs&0xff)*100 + int(pairs>>16&0xff)
	month := int(pairs >> 40 & 0xff)
	if !ok || !ok2 || month < 1 || month > 12 || day < 1 || day > monthDays(year, month) {
		return 0, false
	}
	return int32(daysFromCivil(year, month, day)), true
}

func monthDays(year, month int) int {
	if month == 2 && year%4 == 0 && (year%100 != 0 || year%400 == 0) {
		return 29
	}
	return int("\x1f\x1c\x1f\x1e\x1f\x1e\x1f\x1f\x1e\x1f\x1e\x1f"[month-1])
}

// daysFromCivil counts days since 1970-01-01 in the proleptic Gregorian
// calendar, for years from 0 on. Years begin in March, so that the leap day is
// the last one (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms");
// they are counted from 400 years earlier to stay positive.
func daysFromCivil(year, month, day int) int {
	const (
		daysOf400Years = 146097
		epoch          = 719468 // from 0000-03-01 to 1970-01-01
	)
	y, m := uint32(year)+400, uint32(month)+9
	if month <= 2 {
		y--
	} else {
		m -= 12
	}
	century := y / 100
	days := 365*y + y/4 - century + century/4 + (153*m+2)/5 + uint32(day) - 1
	return int(days) - epoch - daysOf400Years
}

// stamp is a timestamp as written.
type stamp struct {
	seconds int64 // since 1970-01-01, by the clock on the wall
	nanos   int64
	zoned   bool
	offset  int64 // seconds east of UTC
}

// parseStamp reads 2006-01-02T15:04[:05[.999999999]][Z|±07[:]00]; a space may
// stand for the T.
func parseStamp(b []byte) (stamp, bool) {
	var s stamp
	if len(b) < 16 || b[10] != 'T' && b[10] != ' ' && b[10] != 't' {
		return s, false
	}
	days, ok := dateAt(b)
	if !ok {
		return s, false
	}
	clock, nanos, rest, ok := parseClock(b[11:])
	if !ok {
		return s, false
	}
	s.seconds, s.nanos = int64(days)*86400+clock, nanos
	if len(rest) > 0 {
		s.zoned = true
		if s.offset, ok = parseOffset(rest); !ok {
			return s, false
		}
	}
	return s, true
}

// secondsAt reads 15:04:05 from the first eight bytes of b.
func secondsAt(b []byte) (int64, bool) {
	pairs, ok := digitPairs(binary.LittleEndian.Uint64(b), clockPattern)
	hour, minute, second := pairs&0xff, pairs>>24&0xff, pairs>>48&0xff
	return int64(hour*3600 + minute*60 + second), ok && hour < 24 && minute < 60 && second < 60
}

// parseClock reads 15:04[:05[.999999999]] and returns what follows.
func parseClock(b []byte) (seconds, nanos int64, rest []byte, ok bool) {
	if len(b) < 5 || b[2] != ':' {
		return 0, 0, nil, false
	}
	hour, ok1 := twoDigits(b)
	minute, ok2 := twoDigits(b[3:])
	if !ok1 || !ok2 || hour > 23 || minute > 59 {
		return 0, 0, nil, false
	}
	seconds = int64(hour*3600 + minute*60)
	b = b[5:]
	if len(b) == 0 || b[0] != ':' {
		return seconds, 0, b, true
	}
	if len(b) < 3 {
		return 0, 0, nil, false
	}
	second, ok3 := twoDigits(b[1:])
	if !ok3 || second > 59 {
		return 0, 0, nil, false
	}
	seconds += int64(second)
	b = b[3:]
	if len(b) == 0 || b[0] != '.' && b[0] != ',' {
		return seconds, 0, b, true
	}
	b = b[1:]
	digits := 0
	for digits < len(b) && b[digits]-'0' <= 9 {
		if digits < 9 {
			nanos = nanos*10 + int64(b[digits]-'0')
		}
		digits++
	}
	if digits == 0 || digits > 9 {
		return 0, 0, nil, false
	}
	for range 9 - digits {
		nanos *= 10
	}
	return seconds, nanos, b[digits:], true
}

// parseOffset reads Z, ±07, ±0700 or ±07:00.
func parseOffset(b []byte) (int64, bool) {
	if len(b) == 1 && (b[0] == 'Z' || b[0] == 'z') {
		return 0, true
	}
	if len(b) < 3 || b[0] != '+' && b[0] != '-' {
		return 0, false
	}
	hours, ok := twoDigits(b[1:])
	minutes := 0
	switch rest := b[3:]; {
	case !ok || hours > 23:
		return 0, false
	case len(rest) == 0:
	case len(rest) == 2:
		minutes, ok = twoDigits(rest)
	case len(rest) == 3 && rest[0] == ':':
		minutes, ok = twoDigits(rest[1:])
	default:
		return 0, false
	}
	offset := int64(hours*3600 + minutes*60)
	if b[0] == '-' {
		offset = -offset
	}
	return offset, ok && minutes < 60
}

// in converts s to a count of units of so many nanoseconds. It reports false
// where a fraction is finer than the unit, or the count does not fit.
func (s stamp) in(unit int64) (int64, bool) {
	seconds := s.seconds - s.offset
	perSecond := int64(1e9) / unit
	if s.nanos%unit != 0 || seconds > math.MaxInt64/perSecond-1 || seconds < math.MinInt64/perSecond+1 {
		return 0, false
	}
	return seconds*perSecond + s.nanos/unit, true
}

// at gives a timestamp without a zone the offset that it has in zone.
func (s stamp) at(zone *time.Location) stamp {
	wall := time.Unix(s.seconds, 0).UTC()
	_, offset := time.Date(wall.Year(), wall.Month(), wall.Day(), wall.Hour(), wall.Minute(), wall.Second(), 0, zone).Zone()
	s.zoned, s.offset = true, int64(offset)
	return s
}
