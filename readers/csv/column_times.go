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

// dates parses a column of dates.
func (c *reader) dates(r *rows) {
	text, places := r.chunk.buf, r.places[c.field:]
	lastField := c.field == r.fields-1
	at := 0
	for row := range c.days {
		from, to := int(places[at]+1), int(places[at+1])
		at += r.stride
		if lastField {
			to = trimReturn(text, from, to)
		}
		if c.plain && to-from == dateLength {
			days, ok := dateAt(text[from:to])
			if c.days[row] = days; ok {
				continue
			}
		}
		c.one(r, row, c.date)
	}
}

func (c *reader) date(row int, cell []byte) bool {
	days, ok := parseDate(cell)
	if !ok {
		for _, layout := range c.opt.dayFormats {
			if t, err := time.ParseInLocation(layout, string(cell), time.UTC); err == nil {
				days, ok = int32(arrow.Date32FromTime(t)), true
				break
			}
		}
	}
	c.days[row] = days
	return ok
}

// timestamps parses a column of timestamps. Those to the second, without a zone
// or in UTC as the column has it, are read where they stand.
func (c *reader) timestamps(r *rows, t *arrow.TimestampType) {
	unit := int64(t.Unit.Multiplier())
	perSecond := int64(time.Second) / unit
	zoned := t.TimeZone != ""
	length := stampLength
	if zoned {
		length++
	}
	// Nanoseconds do not reach all years.
	short := c.plain && t.Unit != arrow.Nanosecond
	text, places := r.chunk.buf, r.places[c.field:]
	lastField := c.field == r.fields-1
	at := 0
	long := func(row int, cell []byte) bool { return c.timestamp(row, cell, zoned, unit) }
	for row := range c.words {
		from, to := int(places[at]+1), int(places[at+1])
		at += r.stride
		if lastField {
			to = trimReturn(text, from, to)
		}
		if short && to-from == length && (!zoned || text[to-1] == 'Z') {
			if seconds, ok := stampAt(text[from:to]); ok {
				c.words[row] = seconds * perSecond
				continue
			}
		}
		c.words[row] = 0
		c.one(r, row, long)
	}
}

// stampAt reads 2006-01-02T15:04:05 from the first nineteen bytes of b.
func stampAt(b []byte) (seconds int64, ok bool) {
	_ = b[stampLength-1]
	days, ok1 := dateAt(b)
	clock, ok2 := secondsAt(b[dateLength+1:])
	t := b[dateLength]
	return int64(days)*86400 + clock, ok1 && ok2 && (t == 'T' || t == ' ' || t == 't')
}

func (c *reader) timestamp(row int, cell []byte, zoned bool, unit int64) bool {
	s, ok := readStamp(cell, c.opt.DateFormats)
	if ok && zoned && !s.zoned {
		if ok = c.opt.Zone != nil; ok {
			s = s.at(c.opt.Zone)
		}
	}
	if !ok || zoned != s.zoned {
		return false
	}
	c.words[row], ok = s.in(unit)
	return ok
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
