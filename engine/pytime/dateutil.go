package pytime

import (
	"slices"
	"strings"
	"time"
)

// absent stands for a part that a text does not give.
const absent = -1

// date and clock are the parts of a moment.
type date struct{ year, month, day int }

type clock struct{ hour, minute, second int }

// parser reads a text as python-dateutil's parser does, with its defaults: the
// month before the day where both are possible. The grammar and its order of
// attempts are that parser's (© Gustavo Niemeyer, Tomi Pieviläinen, Paul Ganssle
// and the dateutil contributors; Apache-2.0 or BSD-3-Clause).
type parser struct {
	now     time.Time
	tokens  []string
	date    ymd
	clock   clock
	weekday bool
	zone    string // name of the time zone
	offset  bool   // an offset from UTC was given
	failed  bool
}

// jumps are the words and signs that mean nothing.
var jumps = []string{
	" ", ".", ",", ";", "-", "/", "'", "at", "on", "and", "ad", "m", "t", "of", "st", "nd", "rd", "th",
}

// units are the words for hours, minutes and seconds.
var units = [][]string{{"h", "hour", "hours"}, {"m", "minute", "minutes"}, {"s", "second", "seconds"}}

// IsDate reports whether dateutil.parser.parse takes text. What the text leaves
// out comes from now: February 29 alone is a date in leap years.
func IsDate(text string, now time.Time) bool {
	p := &parser{now: now, tokens: tokens(text), clock: clock{absent, absent, absent}}
	p.date = ymd{year: absent, month: absent, day: absent}
	for i := 0; i < len(p.tokens); i++ {
		i = p.token(i)
		if p.failed || p.date.failed {
			return false
		}
	}
	d, ok := p.date.resolve()
	return ok && p.something(d) && p.exists(d)
}

// something reports whether the text has any part of a date or time.
func (p *parser) something(d date) bool {
	return d != date{absent, absent, absent} || p.clock != clock{absent, absent, absent} || p.weekday || p.zone != "" || p.offset
}

// exists reports whether there is such a moment.
func (p *parser) exists(d date) bool {
	switch {
	case d.year == absent:
		d.year = p.now.Year()
	case !p.date.century:
		d.year = p.fullYear(d.year)
	}
	if d.month == absent {
		d.month = int(p.now.Month())
	}
	if d.year < 1 || d.year > 9999 || d.month < 1 || d.month > 12 {
		return false
	}
	if d.day != absent && (d.day < 1 || d.day > daysIn(d.year, d.month)) {
		return false
	}
	return p.clock.hour < 24 && p.clock.minute < 60 && p.clock.second < 60
}

// fullYear is, for a year of two digits, the one with these that is nearest to
// now.
func (p *parser) fullYear(year int) int {
	if year >= 100 {
		return year
	}
	now := p.now.Year()
	year += now / 100 * 100
	switch {
	case year >= now+50:
		return year - 100
	case year < now-50:
		return year + 100
	}
	return year
}

// at is a token; beyond the last there is a mistake.
func (p *parser) at(i int) string {
	if i >= len(p.tokens) {
		p.failed = true
		return ""
	}
	return p.tokens[i]
}

// is reports whether there is a token i, and it is text.
func (p *parser) is(i int, text string) bool { return i < len(p.tokens) && p.tokens[i] == text }

// token reads the token i, and those that belong to it, of which it returns the
// last one's place.
func (p *parser) token(i int) int {
	token := p.tokens[i]
	word := strings.ToLower(token)
	if n, ok := parseDecimal(token); ok {
		return p.number(i, n)
	}
	switch {
	case slices.Contains([]string{"nan", "inf", "infinity"}, word): // numbers of Python
		p.failed = true
	case slices.Contains(weekdays, word), slices.Contains(weekdays3, word):
		p.weekday = true
	case monthOf(token) > 0:
		return p.month(i)
	case half(token) >= 0:
		p.failed = p.clock.hour < 0 || p.clock.hour > 12
		p.clock.hour = onClock(p.clock.hour, half(token))
	case p.zoneName(token, p.offset):
		return p.zoned(i)
	case p.clock.hour >= 0 && (token == "+" || token == "-"):
		return p.zoneOffset(i)
	default:
		p.failed = !jump(token)
	}
	return i
}

func jump(token string) bool { return slices.Contains(jumps, strings.ToLower(token)) }

// monthOf is the month that a word names, 0 for none.
func monthOf(token string) int {
	word := strings.ToLower(token)
	if word == "sept" {
		return 9
	}
	return max(slices.Index(months, word), slices.Index(months3, word)) + 1
}

// half is 0 for a word that means the first half of the day, 1 for the second,
// -1 for others.
func half(token string) int {
	return slices.IndexFunc([]string{"am a", "pm p"}, func(words string) bool {
		return slices.Contains(strings.Fields(words), strings.ToLower(token))
	})
}

// onClock is an hour of one half of the day.
func onClock(hour, half int) int {
	switch {
	case hour < 12 && half == 1:
		return hour + 12
	case hour == 12 && half == 0:
		return 0
	}
	return hour
}

// unitOf is the place of a word among units, -1 for others.
func unitOf(token string) int {
	return slices.IndexFunc(units, func(names []string) bool { return slices.Contains(names, strings.ToLower(token)) })
}

// month reads a month's name and what may belong to it: Jan-01-99, Jan of 01.
func (p *parser) month(i int) int {
	p.date.add(monthOf(p.tokens[i]), false, isMonth)
	switch {
	case p.is(i+1, "-"), p.is(i+1, "/"):
		sep := p.tokens[i+1]
		p.date.addText(p.at(i+2), unlabelled)
		if !p.is(i+3, sep) {
			return i + 2
		}
		p.date.addText(p.at(i+4), unlabelled)
		return i + 4
	case p.is(i+1, " ") && p.is(i+3, " ") && strings.EqualFold(p.at(i+2), "of") && i+4 < len(p.tokens):
		if year := p.tokens[i+4]; allDigits(year) {
			p.date.add(p.fullYear(number(year)), true, isYear)
		}
		return i + 4
	}
	return i
}

// zoneName reports whether a token can be the name of a time zone.
func (p *parser) zoneName(token string, offset bool) bool {
	upper := !strings.ContainsFunc(token, func(r rune) bool { return r < 'A' || r > 'Z' })
	return p.clock.hour >= 0 && p.zone == "" && !offset && len(token) <= 5 && (upper || token == "z")
}

// zoned reads the name of a time zone, in which GMT+3 means that 3 hours are to
// be added to get GMT.
func (p *parser) zoned(i int) int {
	p.zone = p.tokens[i]
	p.offset = p.zone == "z"
	if p.is(i+1, "+") || p.is(i+1, "-") {
		p.offset = false
		if slices.Contains([]string{"UTC", "GMT", "Z", "z"}, p.zone) {
			p.zone = ""
		}
	}
	return i
}

// zoneOffset reads -0300, -03:00 or -3, and the name that may follow in
// parentheses.
func (p *parser) zoneOffset(i int) int {
	digits := p.at(i + 1)
	switch {
	case len([]rune(digits)) == 4:
	case p.is(i+2, ":"):
		p.failed = p.failed || !allDigits(p.at(i+3))
		i += 2
		digits = p.at(i - 1)
	case len([]rune(digits)) > 2:
		p.failed = true
	}
	p.failed = p.failed || !allDigits(digits)
	p.offset = true
	if i+5 < len(p.tokens) && jump(p.tokens[i+2]) && p.tokens[i+3] == "(" && p.tokens[i+5] == ")" &&
		len(p.tokens[i+4]) >= 3 && p.zoneName(p.tokens[i+4], false) {
		p.zone = p.tokens[i+4]
		i += 4
	}
	return i + 1
}

func allDigits(text string) bool {
	return text != "" && !strings.ContainsFunc(text, func(r rune) bool { return !isDigit(r) })
}
