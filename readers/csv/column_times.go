package csv

import (
	"strings"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
)

// The lengths of what is read where it stands: 2006-01-02, 2006-01-02T15:04:05.
const (
	dateLength  = 10
	stampLength = 19
)

// dates parses days since 1970-01-01. ISO 8601 is read where it stands.
func (c *reader) dates() (func(r *rows, from, to int), store) {
	s := &fixed[int32]{}
	long := func(row int, cell []byte) bool {
		days, ok := readDate(cell, c.opt.dayFormats)
		s.values[row] = days
		return ok
	}
	if !c.plain {
		return c.byCell(long), s
	}
	return func(r *rows, from, to int) {
		text, places, last := r.column(c.field, from)
		values, stride := s.values[from:to], r.stride
		for i := range values {
			start, end := cellAt(text, places, i*stride, last)
			if c.quoted(text, start, end) {
				start, end = start+1, end-1
			}
			if end-start == dateLength {
				days, ok := dateAt(text[start:end])
				if values[i] = days; ok {
					continue
				}
			}
			c.one(r, from+i, long)
		}
	}, s
}

// readDate reads a date in ISO 8601, or in one of the formats given.
func readDate(cell []byte, formats []string) (int32, bool) {
	if days, ok := parseDate(cell); ok {
		return days, true
	}
	for _, layout := range formats {
		if t, err := time.ParseInLocation(layout, string(cell), time.UTC); err == nil {
			return int32(arrow.Date32FromTime(t)), true
		}
	}
	return 0, false
}

// timestamps parses counts of a unit since 1970. Those to the second, without a
// zone or in UTC as the column has it, are read where they stand.
func (c *reader) timestamps(t *arrow.TimestampType) (func(r *rows, from, to int), store) {
	s := &fixed[int64]{}
	unit := int64(t.Unit.Multiplier())
	zoned := t.TimeZone != ""
	long := func(row int, cell []byte) (ok bool) {
		s.values[row], ok = c.timestamp(cell, zoned, unit)
		return ok
	}
	// Nanoseconds do not reach all years.
	if !c.plain || t.Unit == arrow.Nanosecond {
		return c.byCell(long), s
	}
	length := stampLength
	if zoned {
		length++ // Z
	}
	perSecond := int64(time.Second) / unit
	return func(r *rows, from, to int) {
		text, places, last := r.column(c.field, from)
		values, stride := s.values[from:to], r.stride
		for i := range values {
			start, end := cellAt(text, places, i*stride, last)
			if c.quoted(text, start, end) {
				start, end = start+1, end-1
			}
			if end-start == length && (!zoned || text[end-1] == 'Z') {
				seconds, ok := stampAt(text[start:end])
				if values[i] = seconds * perSecond; ok {
					continue
				}
			}
			c.one(r, from+i, long)
		}
	}, s
}

// stampAt reads 2006-01-02T15:04:05 from the first nineteen bytes of b.
func stampAt(b []byte) (seconds int64, ok bool) {
	_ = b[stampLength-1]
	days, ok1 := dateAt(b)
	clock, ok2 := secondsAt(b[dateLength+1:])
	t := b[dateLength]
	return int64(days)*86400 + clock, ok1 && ok2 && (t == 'T' || t == ' ' || t == 't')
}

func (c *reader) timestamp(cell []byte, zoned bool, unit int64) (int64, bool) {
	s, ok := readStamp(cell, c.opt.DateFormats)
	if ok && zoned && !s.zoned {
		if ok = c.opt.Zone != nil; ok {
			s = s.at(c.opt.Zone)
		}
	}
	if !ok || zoned != s.zoned {
		return 0, false
	}
	return s.in(unit)
}

// times parses times of day.
func (c *reader) times(t *arrow.Time64Type) (func(r *rows, from, to int), store) {
	s := &fixed[int64]{}
	unit := int64(t.Unit.Multiplier())
	return c.byCell(func(row int, cell []byte) bool {
		seconds, nanos, rest, ok := parseClock(cell)
		s.values[row] = seconds*(1e9/unit) + nanos/unit
		return ok && len(rest) == 0 && nanos%unit == 0
	}), s
}

// readStamp reads a timestamp, a date as its midnight, or one of the formats
// given.
func readStamp(cell []byte, formats []string) (stamp, bool) {
	if s, ok := parseStamp(cell); ok {
		return s, true
	}
	if days, ok := parseDate(cell); ok {
		return stamp{seconds: int64(days) * 86400}, true
	}
	for _, layout := range formats {
		if s, ok := stampBy(layout, cell); ok {
			return s, true
		}
	}
	return stamp{}, false
}

// stampBy reads a timestamp of a given format. What the abbreviation of a zone
// means depends on who wrote it: none but that of UTC is taken.
func stampBy(layout string, cell []byte) (stamp, bool) {
	t, err := time.ParseInLocation(layout, string(cell), time.UTC)
	if err != nil {
		return stamp{}, false
	}
	zone, offset := t.Zone()
	s := stamp{seconds: t.Unix() + int64(offset), nanos: int64(t.Nanosecond())}
	abbreviated := strings.Contains(layout, "MST")
	if abbreviated || strings.Contains(layout, "07") {
		s.zoned, s.offset = true, int64(offset)
	}
	return s, !abbreviated || zone == "UTC" || zone == "GMT"
}

// hasClock reports whether a format holds more than a date.
func hasClock(layout string) bool {
	first := time.Date(2001, 2, 3, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 0, 1).Add(-time.Nanosecond)
	return first.Format(layout) != last.Format(layout)
}
