package rowexpr

import (
	"fmt"
	"strings"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
)

// timeKind says what an instant is.
type timeKind uint8

const (
	calendarDay timeKind = iota // a date
	localTime                   // a date and time of day without zone
	zonedTime                   // a point in time
	lapse                       // a duration
	currentTime                 // now(), known when bound
)

// instant is the value of a time literal. Zone-less times are kept as if
// they were UTC.
type instant struct {
	kind timeKind
	sec  int64 // since 1970, or of the duration
	nsec int64 // 0 to 999999999
}

// timeLiteral evaluates date("…"), duration("…") and now(); other calls are
// left as they are.
func (l *lowering) timeLiteral(t *term) *term {
	var value instant
	var err error
	switch t.name {
	case "now":
		value.kind = currentTime
	case "date", "duration":
		if t.args[0].op != opText {
			return l.unsupported(t.at, t.name+"() of anything but a quoted text", `write date("2024-01-31") or duration("36h")`)
		}
		if t.name == "date" {
			value, err = parseInstant(t.args[0].text)
		} else {
			value, err = parseLapse(t.args[0].text)
		}
	default:
		return t
	}
	if err != nil {
		return l.refuse(t.args[0].at, CodeLiteral, err.Error(), "")
	}
	return &term{op: opTime, time: value, name: t.name, at: t.at, sign: t.sign}
}

// parseInstant reads an ISO 8601 date or timestamp.
func parseInstant(text string) (instant, error) {
	if t, err := time.Parse(time.DateOnly, text); err == nil {
		return instant{kind: calendarDay, sec: t.Unix()}, nil
	}
	iso := strings.Replace(text, " ", "T", 1)
	_, fraction, _ := strings.Cut(iso, ".")
	digits := len(fraction) - len(strings.TrimLeft(fraction, "0123456789"))
	if digits > 9 || strings.Contains(iso, ",") {
		return instant{}, fmt.Errorf("%s has more than nanoseconds", quoted(text))
	}
	for _, layout := range []string{"2006-01-02T15:04:05", "2006-01-02T15:04"} {
		if t, err := time.Parse(layout, iso); err == nil {
			return instant{kind: localTime, sec: t.Unix(), nsec: int64(t.Nanosecond())}, nil
		}
		if t, err := time.Parse(layout+"Z07:00", iso); err == nil {
			return instant{kind: zonedTime, sec: t.Unix(), nsec: int64(t.Nanosecond())}, nil
		}
	}
	return instant{}, fmt.Errorf("%s is no date or timestamp such as 2024-01-31 or 2024-01-31T10:00:00Z", quoted(text))
}

// parseLapse reads a duration as Go writes them.
func parseLapse(text string) (instant, error) {
	d, err := time.ParseDuration(text)
	if err != nil {
		return instant{}, fmt.Errorf("%s is no duration such as 36h, 90m or 1h30m", quoted(text))
	}
	sec := int64(d / time.Second)
	nsec := int64(d % time.Second)
	if nsec < 0 {
		sec, nsec = sec-1, nsec+int64(time.Second)
	}
	return instant{kind: lapse, sec: sec, nsec: nsec}, nil
}

// unit is the coarsest unit in which the value is whole.
func (v instant) unit() arrow.TimeUnit {
	switch {
	case v.nsec == 0:
		return arrow.Second
	case v.nsec%1e6 == 0:
		return arrow.Millisecond
	case v.nsec%1e3 == 0:
		return arrow.Microsecond
	}
	return arrow.Nanosecond
}
