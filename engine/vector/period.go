package vector

import (
	"fmt"
	"slices"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
)

// periodNames are the parts of a calendar and a clock that Periods counts. From
// firstOfDays on they are of whole days.
var periodNames = []string{"second", "minute", "hour", "day", "weekday", "week", "month", "quarter", "year"}

const firstOfDays = "day"

// PeriodNames lists the units of periods.
func PeriodNames() []string { return slices.Clone(periodNames) }

// Periods numbers the seconds, hours, days, months … in which the dates and
// timestamps of a column lie, so that neighbours have neighbouring numbers. It
// keeps scratch memory: one goroutine uses it at a time.
type Periods struct {
	unit    string
	count   int64
	perSec  int64 // ticks of the column in a second; 0 where it counts days
	wall    *offsets
	seconds int64 // of a unit below a day
}

// NewPeriods prepares numbering the units of a column of type t, count of them
// at a time. Days and what is longer are those of the calendar in zone; where
// that is nil, of the column's own. What is shorter than a day is counted as if
// clocks were never set. The error is a *LiteralError.
func NewPeriods(t arrow.DataType, unit string, count int64, zone *time.Location) (*Periods, error) {
	t = plain(t)
	p := &Periods{unit: unit, count: count}
	ofDays := slices.Index(periodNames, unit) >= slices.Index(periodNames, firstOfDays)
	switch kindOf(t) {
	case kindNull:
	case kindDate:
		if !ofDays {
			return nil, wrongType("", "a column of type %s has days, and no %ss", typeName(t), unit)
		}
	case kindTimestamp:
		p.perSec = nanosPerSecond / tickOf(t)
		p.seconds = map[string]int64{"second": 1, "minute": 60, "hour": 3600}[unit]
		if zoned(t) && ofDays {
			if zone == nil {
				zone = displayZone(t.(*arrow.TimestampType))
			}
			p.wall = &offsets{loc: zone}
		}
	default:
		return nil, wrongType("", "values of type %s lie in no %s", typeName(t), unit)
	}
	return p, nil
}

// Of numbers the period of a value of the Int lane. It reports false for a
// Saturday or Sunday where weekdays are counted.
func (p *Periods) Of(value int64) (int64, bool) {
	days := value
	if p.perSec > 0 {
		sec, _ := floorDiv(value, p.perSec)
		if p.wall != nil {
			sec += p.wall.at(sec)
		}
		if p.seconds > 0 {
			index, _ := floorDiv(sec, p.seconds*p.count)
			return index, true
		}
		days, _ = floorDiv(sec, secondsPerDay)
	}
	index, ok := p.ofDay(days)
	index, _ = floorDiv(index, p.count)
	return index, ok
}

// daysToMonday is from the Monday of the epoch's week to the epoch.
const daysToMonday = 3

// ofDay numbers the unit of a day.
func (p *Periods) ofDay(days int64) (int64, bool) {
	switch p.unit {
	case "day":
		return days, true
	case "weekday":
		week, day := floorDiv(days+daysToMonday, 7)
		return week*5 + day, day < 5
	case "week":
		week, _ := floorDiv(days+daysToMonday, 7)
		return week, true
	}
	year, month, _ := civil(days)
	switch p.unit {
	case "month":
		return year*12 + int64(month) - 1, true
	case "quarter":
		return year*4 + int64(month-1)/3, true
	}
	return year, true
}

// Name is when a period begins: 2024-03-01 10:00:00, 2024-03-01, 2024-03,
// 2024-Q1, 2024.
func (p *Periods) Name(index int64) string {
	index *= p.count
	if p.seconds > 0 {
		f := formatterFor(arrow.FixedWidthTypes.Timestamp_s)
		days, rest := floorDiv(index*p.seconds, secondsPerDay)
		return string(f.appendClock(append(appendDate(nil, days), ' '), rest))
	}
	switch p.unit {
	case "weekday":
		week, day := floorDiv(index, 5)
		return string(appendDate(nil, week*7+day-daysToMonday))
	case "week":
		return string(appendDate(nil, index*7-daysToMonday))
	case "month":
		year, month := floorDiv(index, 12)
		return fmt.Sprintf("%04d-%02d", year, month+1)
	case "quarter":
		year, quarter := floorDiv(index, 4)
		return fmt.Sprintf("%04d-Q%d", year, quarter+1)
	case "year":
		return fmt.Sprintf("%04d", index)
	}
	return string(appendDate(nil, index))
}
