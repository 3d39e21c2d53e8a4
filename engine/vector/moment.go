package vector

import (
	"math/big"
	"time"
)

// moment is a date or a timestamp, as a literal writes it.
type moment struct {
	// sec counts from 1970-01-01 00:00:00, in UTC where zoned is set and on
	// the calendar and clock of the text where it is not.
	sec  int64
	nsec int64
	// zoned is set where the text has a zone: the moment is an instant.
	zoned bool
}

const dateHint = "write dates as 2024-01-31 and timestamps as 2024-01-31T10:00:00 or 2024-01-31T10:00:00+01:00"

// parseMoment reads a date (2024-01-31) or a timestamp as of RFC 3339, with a
// T or a space before the time, seconds that may be left out, up to nine digits
// of a fraction, and a zone that may be left out.
func parseMoment(text string) (moment, error) {
	p := timeParser{rest: text}
	m := moment{sec: p.date() * secondsPerDay}
	if p.rest != "" {
		p.oneOf("Tt ")
		nanos := p.clock()
		m.sec += nanos / nanosPerSecond
		m.nsec = nanos % nanosPerSecond
		if p.rest != "" {
			m.sec -= p.zone()
			m.zoned = true
		}
	}
	if p.failed || p.rest != "" {
		return moment{}, badDate(dateHint, "%q is not a date or timestamp", text)
	}
	return m, nil
}

// parseClock reads a time of day, in nanoseconds since midnight.
func parseClock(text string) (int64, error) {
	p := timeParser{rest: text}
	nanos := p.clock()
	if p.failed || p.rest != "" {
		return 0, badDate("write times as 10:00 or 10:00:00.5", "%q is not a time of day", text)
	}
	return nanos, nil
}

// timeParser takes a text apart from the left. Once failed it stays so.
type timeParser struct {
	rest   string
	failed bool
}

// date reads yyyy-mm-dd, in days since 1970-01-01.
func (p *timeParser) date() int64 {
	year := p.digits(4)
	p.oneOf("-")
	month := int(p.digits(2))
	p.oneOf("-")
	day := int(p.digits(2))
	if month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month) {
		p.failed = true
		return 0
	}
	return daysOf(year, month, day)
}

// clock reads hh:mm[:ss[.fffffffff]], in nanoseconds.
func (p *timeParser) clock() int64 {
	hour := p.atMost(23)
	p.oneOf(":")
	minute := p.atMost(59)
	second, nanos := int64(0), int64(0)
	if p.next(':') {
		second = p.atMost(59)
		if p.next('.') {
			nanos = p.fraction()
		}
	}
	return ((hour*60+minute)*60+second)*nanosPerSecond + nanos
}

// zone reads Z or ±hh:mm[:ss], in seconds east of UTC. Seconds are not in RFC
// 3339, but Text writes them for times before zones were uniform.
func (p *timeParser) zone() int64 {
	if p.next('Z') || p.next('z') {
		return 0
	}
	negative := p.rest != "" && p.rest[0] == '-'
	p.oneOf("+-")
	hours := p.atMost(23)
	p.oneOf(":")
	offset := (hours*60 + p.atMost(59)) * 60
	if p.next(':') {
		offset += p.atMost(59)
	}
	if negative {
		return -offset
	}
	return offset
}

func (p *timeParser) next(c byte) bool {
	if p.rest == "" || p.rest[0] != c {
		return false
	}
	p.rest = p.rest[1:]
	return true
}

func (p *timeParser) oneOf(chars string) {
	for i := range len(chars) {
		if p.next(chars[i]) {
			return
		}
	}
	p.failed = true
}

// digits reads exactly n digits.
func (p *timeParser) digits(n int) (value int64) {
	if len(p.rest) < n || !allDigits(p.rest[:n]) {
		p.failed = true
		return 0
	}
	for _, c := range p.rest[:n] {
		value = value*10 + int64(c-'0')
	}
	p.rest = p.rest[n:]
	return value
}

func (p *timeParser) atMost(limit int64) int64 {
	value := p.digits(2)
	p.failed = p.failed || value > limit
	return value
}

// fraction reads one to nine digits, in billionths.
func (p *timeParser) fraction() (nanos int64) {
	n := 0
	for n < 9 && n < len(p.rest) && p.rest[n] >= '0' && p.rest[n] <= '9' {
		n++
	}
	p.failed = p.failed || n == 0
	nanos = p.digits(n)
	for ; n < 9; n++ {
		nanos *= 10
	}
	return nanos
}

// cmp compares two moments of which both have a zone or neither has.
func (m moment) cmp(n moment) int {
	if m.sec != n.sec {
		return order(m.sec, n.sec)
	}
	return order(m.nsec, n.nsec)
}

// floor is the number of whole ticks since 1970, and whether m is a whole
// number of them.
func (m moment) floor(tick int64) (floor *big.Int, exact bool) {
	nanos := new(big.Int).Mul(big.NewInt(m.sec), big.NewInt(nanosPerSecond))
	nanos.Add(nanos, big.NewInt(m.nsec))
	floor, rem := nanos.DivMod(nanos, big.NewInt(tick), new(big.Int))
	return floor, rem.Sign() == 0
}

// wall is what a calendar and a clock in loc show at the instant m.
func (m moment) wall(loc *time.Location) moment {
	_, offset := time.Unix(m.sec, 0).In(loc).Zone()
	return moment{sec: m.sec + int64(offset), nsec: m.nsec}
}

// instant is when a calendar and a clock in loc show m. Where clocks were set
// back they show it twice, where they were set forward never; package time's
// choice stands.
func (m moment) instant(loc *time.Location) moment {
	u := time.Unix(m.sec, 0).UTC()
	t := time.Date(u.Year(), u.Month(), u.Day(), u.Hour(), u.Minute(), u.Second(), 0, loc)
	return moment{sec: t.Unix(), nsec: m.nsec, zoned: true}
}
