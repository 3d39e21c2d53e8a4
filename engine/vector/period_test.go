package vector

import (
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
)

// TestPeriodsAreThoseOfTheCalendar compares with package time, over days on both
// sides of the epoch.
func TestPeriodsAreThoseOfTheCalendar(t *testing.T) {
	names := map[string]func(time.Time) string{
		"day":   func(at time.Time) string { return at.Format("2006-01-02") },
		"month": func(at time.Time) string { return at.Format("2006-01") },
		"year":  func(at time.Time) string { return at.Format("2006") },
		"week": func(at time.Time) string {
			return at.AddDate(0, 0, -(int(at.Weekday())+6)%7).Format("2006-01-02")
		},
		"weekday": func(at time.Time) string { return at.Format("2006-01-02") },
		"quarter": func(at time.Time) string {
			return at.Format("2006") + "-Q" + string(rune('1'+(int(at.Month())-1)/3))
		},
	}
	for unit, name := range names {
		p, err := NewPeriods(arrow.FixedWidthTypes.Date32, unit, 1, nil)
		if err != nil {
			t.Fatal(err)
		}
		last, begun := int64(0), false
		for day := int64(-1500); day < 1500; day++ {
			at := time.Unix(day*secondsPerDay, 0).UTC()
			index, ok := p.Of(day)
			if weekend := at.Weekday() == time.Saturday || at.Weekday() == time.Sunday; ok == (unit == "weekday" && weekend) {
				t.Fatalf("%s of %s: %t", unit, at, ok)
			}
			if !ok {
				continue
			}
			if begun && index != last && index != last+1 {
				t.Fatalf("%s: %d follows %d", unit, index, last)
			}
			if got, want := p.Name(index), name(at); got != want {
				t.Fatalf("the %s of %s is called %s, want %s", unit, at, got, want)
			}
			last, begun = index, true
		}
	}
}

func TestPeriodsOfTimestamps(t *testing.T) {
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2024, 5, 31, 22, 47, 3, 0, time.UTC) // 00:47 in Paris
	zoned := &arrow.TimestampType{Unit: arrow.Millisecond, TimeZone: "Europe/Paris"}
	local := &arrow.TimestampType{Unit: arrow.Millisecond}
	for _, c := range []struct {
		typ   arrow.DataType
		unit  string
		count int64
		zone  *time.Location
		want  string
	}{
		{local, "day", 1, paris, "2024-05-31"},
		{zoned, "day", 1, nil, "2024-06-01"},
		{zoned, "month", 1, time.UTC, "2024-05"},
		{zoned, "hour", 1, nil, "2024-05-31 22:00:00"},
		{local, "minute", 15, nil, "2024-05-31 22:45:00"},
		{local, "second", 1, nil, "2024-05-31 22:47:03"},
		{local, "month", 6, nil, "2024-01"},
	} {
		p, err := NewPeriods(c.typ, c.unit, c.count, c.zone)
		if err != nil {
			t.Fatal(err)
		}
		if index, _ := p.Of(at.UnixMilli()); p.Name(index) != c.want {
			t.Errorf("%d %s of %s: %s, want %s", c.count, c.unit, c.typ, p.Name(index), c.want)
		}
	}
	if _, err := NewPeriods(arrow.FixedWidthTypes.Date32, "hour", 1, nil); err == nil {
		t.Error("dates have hours")
	}
	if _, err := NewPeriods(arrow.PrimitiveTypes.Int64, "day", 1, nil); err == nil {
		t.Error("integers lie in days")
	}
}
