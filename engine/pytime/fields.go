package pytime

import (
	"slices"
	"strings"
	"time"
	"unicode"
)

// fields are what a text has for each directive, in lower case.
type fields map[byte]string

// exist reports whether there is such a moment: what the patterns leave open.
func (f fields) exist() bool {
	second, _ := f.number('S')
	if second > 59 || !f.offset() {
		return false
	}
	for letter, names := range map[byte][]string{'A': weekdays, 'a': weekdays3, 'B': months, 'b': months3} {
		// Folding knows more letters than names have.
		if name, ok := f[letter]; ok && !slices.Contains(names, name) {
			return false
		}
	}
	return f.day()
}

// day reports whether there is such a day.
func (f fields) day() bool {
	year, known := f.year()
	if isoYear, iso := f.number('G'); iso && !known {
		week, _ := f.number('V')
		return isoYear >= 1 && week >= 1 && week <= isoWeeks(isoYear)
	}
	if year < 1 {
		return false
	}
	if _, ok := f.number('j'); ok {
		return true
	}
	_, sundays := f['U']
	_, mondays := f['W']
	if f.hasWeekday() && (sundays || mondays) {
		return true
	}
	day, ok := f.number('d')
	return !ok || day <= daysIn(year, f.month())
}

func (f fields) hasWeekday() bool {
	return slices.ContainsFunc([]byte("Aawu"), func(letter byte) bool { _, ok := f[letter]; return ok })
}

// year is the year given, or 1900.
func (f fields) year() (year int, known bool) {
	if year, known = f.number('Y'); known {
		return year, true
	}
	if year, known = f.number('y'); !known {
		return 1900, false
	}
	if year <= 68 {
		return 2000 + year, true
	}
	return 1900 + year, true
}

func (f fields) month() int {
	if month, ok := f.number('m'); ok {
		return month
	}
	for letter, names := range map[byte][]string{'B': months, 'b': months3} {
		if name, ok := f[letter]; ok {
			return slices.Index(names, name) + 1
		}
	}
	return 1
}

// offset reports whether an offset from UTC is below a day, and writes all of
// its colons or none.
func (f fields) offset() bool {
	z, ok := f['z']
	if !ok || z == "z" {
		return true
	}
	hours, rest := number(prefix(z[1:], 2)), strings.TrimPrefix(z[1:], prefix(z[1:], 2))
	minutes, colon := strings.CutPrefix(rest, ":")
	seconds := strings.TrimPrefix(minutes, prefix(minutes, 2))
	if seconds != "" && strings.HasPrefix(seconds, ":") != colon {
		return false
	}
	return hours < 24
}

// prefix is the first n characters of text.
func prefix(text string, n int) string {
	for i := range text {
		if n--; n < 0 {
			return text[:i]
		}
	}
	return text
}

// number is a directive's value as a number.
func (f fields) number(letter byte) (int, bool) {
	text, ok := f[letter]
	return number(text), ok
}

// number reads digits of any script; it stops where they would not fit.
func number(text string) int {
	const enough = 1 << 24
	n := 0
	for _, r := range text {
		if d := digit(r); d >= 0 && n < enough {
			n = 10*n + d
		}
	}
	return n
}

// digit is the value of a decimal digit, -1 for other runes. Those of a script
// stand in order, from a zero on.
func digit(r rune) int {
	if r < 0x80 {
		if r >= '0' && r <= '9' {
			return int(r - '0')
		}
		return -1
	}
	for _, t := range unicode.Nd.R16 {
		if r >= rune(t.Lo) && r <= rune(t.Hi) {
			return int(r-rune(t.Lo)) % 10
		}
	}
	for _, t := range unicode.Nd.R32 {
		if r >= rune(t.Lo) && r <= rune(t.Hi) {
			return int(r-rune(t.Lo)) % 10
		}
	}
	return -1
}

func daysIn(year, month int) int {
	return time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// isoWeeks is the number of weeks of an ISO year.
func isoWeeks(year int) int {
	_, week := time.Date(year, time.December, 28, 0, 0, 0, 0, time.UTC).ISOWeek()
	return week
}
