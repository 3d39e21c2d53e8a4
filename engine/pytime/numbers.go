package pytime

import (
	"strings"
)

// decimal is a number of a text.
type decimal struct {
	whole    int
	fraction bool // whether digits other than 0 follow the point
}

func parseDecimal(token string) (decimal, bool) {
	whole, rest, point := strings.Cut(token, ".")
	if !allDigits(whole) || point && !allDigits(rest) {
		return decimal{}, false
	}
	return decimal{number(whole), strings.Trim(rest, "0") != ""}, true
}

// whole reads digits, and nothing else.
func (p *parser) whole(text string) int {
	if !allDigits(text) {
		p.failed = true
		return 0
	}
	return number(text)
}

// seconds reads seconds with a fraction.
func (p *parser) seconds(text string) int {
	whole, rest, point := strings.Cut(text, ".")
	p.failed = p.failed || point && rest != "" && !allDigits(rest)
	return p.whole(whole)
}

// minutes sets the minute, and the seconds that a fraction of it is.
func (p *parser) minutes(n decimal) {
	p.clock.minute, p.clock.second = n.whole, absent
	if n.fraction {
		p.clock.second = 0
	}
}

// number reads a number by its length and its neighbours, and returns the place
// of the last token that belongs to it.
func (p *parser) number(i int, n decimal) int {
	text := p.tokens[i]
	size := len(text)
	switch {
	case p.compactHour(i, size):
		p.clock.hour = p.whole(text[:2])
		if size == 4 {
			p.clock.minute = p.whole(text[2:])
		}
	case size == 6, size > 6 && strings.IndexByte(text, '.') == 6:
		p.six(text)
	case size == 8, size == 12, size == 14:
		p.compact(text)
	case p.unitAt(i) >= 0:
		return p.unit(i, n)
	case i+2 < len(p.tokens) && p.tokens[i+1] == ":":
		return p.clockAt(i, n)
	case p.is(i+1, "-"), p.is(i+1, "/"), p.is(i+1, "."):
		return p.separated(i)
	case i+1 >= len(p.tokens), jump(p.tokens[i+1]):
		return p.alone(i, n)
	case half(p.tokens[i+1]) >= 0 && n.whole < 24:
		p.clock.hour = onClock(n.whole, half(p.tokens[i+1]))
		return i + 1
	case p.date.couldBeDay(n):
		p.date.add(n.whole, false, unlabelled)
	default:
		p.failed = true
	}
	return i
}

// compactHour reports whether a number behind a date is the hour, or the hour
// and the minute: 19990101T2359.
func (p *parser) compactHour(i, size int) bool {
	return len(p.date.values) == 3 && (size == 2 || size == 4) && p.clock.hour == absent &&
		(i+1 >= len(p.tokens) || p.tokens[i+1] != ":" && unitOf(p.tokens[i+1]) < 0)
}

// six reads YYMMDD or HHMMSS.
func (p *parser) six(text string) {
	if len(p.date.values) == 0 && !strings.Contains(text, ".") {
		for _, part := range []string{text[:2], text[2:4], text[4:]} {
			p.date.addText(part, unlabelled)
		}
		return
	}
	p.clock = clock{p.whole(text[:2]), p.whole(text[2:4]), p.seconds(text[4:])}
}

// compact reads YYYYMMDD, with HHMM or HHMMSS behind it.
func (p *parser) compact(text string) {
	p.date.addText(text[:4], isYear)
	p.date.addText(text[4:6], unlabelled)
	p.date.addText(text[6:8], unlabelled)
	if len(text) > 8 {
		p.clock.hour, p.clock.minute = p.whole(text[8:10]), p.whole(text[10:12])
	}
	if len(text) > 12 {
		p.clock.second = p.whole(text[12:])
	}
}

// unitAt is the place of the word that says what the number i counts, -1 where
// there is none: 12h, 12 h, or the 04 of 12h04.
func (p *parser) unitAt(i int) int {
	last := len(p.tokens) - 1
	switch {
	case i < last && unitOf(p.tokens[i+1]) >= 0:
		return i + 1
	case i+2 <= last && p.tokens[i+1] == " " && unitOf(p.tokens[i+2]) >= 0:
		return i + 2
	case i > 0 && unitOf(p.tokens[i-1]) >= 0:
		return i - 1
	case i > 1 && i == last && p.tokens[i-1] == " " && unitOf(p.tokens[i-2]) >= 0:
		return i - 2
	}
	return -1
}

// unit reads a number of hours, minutes or seconds. Behind a unit stands the
// next smaller one.
func (p *parser) unit(i int, n decimal) int {
	at := p.unitAt(i)
	unit := unitOf(p.tokens[at])
	if at < i {
		unit++
		at = i
	}
	switch unit {
	case 0:
		p.clock.hour = n.whole
		if n.fraction {
			p.clock.minute = 0
		}
	case 1:
		p.minutes(n)
	case 2:
		p.clock.second = p.seconds(p.tokens[i])
	}
	return at
}

// clockAt reads HH:MM and HH:MM:SS.
func (p *parser) clockAt(i int, n decimal) int {
	p.clock.hour = n.whole
	minutes, ok := parseDecimal(p.tokens[i+2])
	p.failed = p.failed || !ok
	p.minutes(minutes)
	if i+4 < len(p.tokens) && p.tokens[i+3] == ":" {
		p.clock.second = p.seconds(p.tokens[i+4])
		return i + 4
	}
	return i + 2
}

// separated reads a date with signs between its parts: 01-02, 01-Jan-99.
func (p *parser) separated(i int) int {
	sep := p.tokens[i+1]
	p.date.addText(p.tokens[i], unlabelled)
	if i+2 >= len(p.tokens) || jump(p.tokens[i+2]) {
		return i + 1
	}
	p.part(p.tokens[i+2])
	if !p.is(i+3, sep) {
		return i + 2
	}
	p.part(p.at(i + 4))
	return i + 4
}

// part adds a number or a month's name to the date.
func (p *parser) part(token string) {
	if m := monthOf(token); m > 0 {
		p.date.add(m, false, isMonth)
	} else {
		p.date.addText(token, unlabelled)
	}
}

// alone reads a number with nothing behind it that explains it: part of a date,
// or an hour before am or pm.
func (p *parser) alone(i int, n decimal) int {
	if i+2 < len(p.tokens) && half(p.tokens[i+2]) >= 0 {
		p.clock.hour = onClock(n.whole, half(p.tokens[i+2]))
		return i + 2
	}
	p.date.add(n.whole, n.whole > 100 || n.whole == 100 && n.fraction, unlabelled)
	return i + 1
}
