// Package pytime tells which texts are dates and times for Python: for
// datetime.strptime with a format, and for the parser of python-dateutil
// without one.
package pytime

import (
	"fmt"
	"regexp"
	"strings"
	"sync"

	"assay/engine/lazyregexp"
)

// Format is a format of datetime.strptime. It is safe for concurrent use.
type Format struct{ pattern *regexp.Regexp }

var (
	weekdays  = []string{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}
	weekdays3 = []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}
	months    = []string{"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"}
	months3   = []string{"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}
)

// directives are what a format's letters stand for, in the C locale.
var directives = sync.OnceValue(func() map[byte]string {
	named := func(letter, pattern string) string { return "(?P<" + letter + ">" + pattern + ")" }
	d := map[byte]string{'%': "%"}
	for letter, pattern := range map[string]string{
		"d": `3[0-1]|[1-2]\d|0[1-9]|[1-9]| [1-9]`,
		"f": `[0-9]{1,6}`,
		"H": `2[0-3]|[0-1]\d|\d`,
		"I": `1[0-2]|0[1-9]|[1-9]`,
		"G": `\d\d\d\d`,
		"j": `36[0-6]|3[0-5]\d|[1-2]\d\d|0[1-9]\d|00[1-9]|[1-9]\d|0[1-9]|[1-9]`,
		"m": `1[0-2]|0[1-9]|[1-9]`,
		"M": `[0-5]\d|\d`,
		"S": `6[0-1]|[0-5]\d|\d`,
		"U": `5[0-3]|[0-4]\d|\d`,
		"W": `5[0-3]|[0-4]\d|\d`,
		"w": `[0-6]`,
		"u": `[1-7]`,
		"V": `5[0-3]|0[1-9]|[1-4]\d|\d`,
		"y": `\d\d`,
		"Y": `\d\d\d\d`,
		"z": `[+-]\d\d:?[0-5]\d(?::?[0-5]\d(?:\.\d{1,6})?)?|(?-i:Z)`,
		"A": strings.Join(weekdays, "|"),
		"a": strings.Join(weekdays3, "|"),
		"B": strings.Join(months, "|"),
		"b": strings.Join(months3, "|"),
		"p": "am|pm",
		"Z": "utc|gmt",
	} {
		d[letter[0]] = named(letter, strings.ReplaceAll(pattern, `\d`, `\p{Nd}`))
	}
	return d
})

// composed are the directives that stand for several.
var composed = strings.NewReplacer("%%", "%%", "%c", "%a %b %d %H:%M:%S %Y", "%x", "%m/%d/%y", "%X", "%H:%M:%S")

var spaces = lazyregexp.New(`\s+`)

// whiteSpace is Python's \s+.
const whiteSpace = `[\s\x1c-\x1f\x{85}\p{Z}]+`

// NewFormat reads a format. Names of days and months, and %p, are English.
func NewFormat(format string) (*Format, error) {
	var pattern strings.Builder
	pattern.WriteString("^(?i:")
	known, seen := directives(), make(map[byte]bool)
	for rest := composed.Replace(format); rest != ""; {
		at := strings.IndexByte(rest, '%')
		if at < 0 {
			at = len(rest)
		}
		pattern.WriteString(literalPattern(rest[:at]))
		if rest = rest[at:]; rest == "" {
			break
		}
		if len(rest) == 1 {
			return nil, fmt.Errorf("the format ends in a single %%")
		}
		letter := rest[1]
		directive, ok := known[letter]
		switch {
		case !ok:
			return nil, fmt.Errorf("there is no directive %%%c", letter)
		case seen[letter] && letter != '%':
			return nil, fmt.Errorf("the directive %%%c stands twice", letter)
		}
		seen[letter] = true
		pattern.WriteString(directive)
		rest = rest[2:]
	}
	pattern.WriteString(")")
	if err := together(seen); err != nil {
		return nil, err
	}
	re, err := regexp.Compile(pattern.String())
	if err != nil {
		return nil, err
	}
	return &Format{re}, nil
}

// literalPattern matches text itself, and any white space for white space.
func literalPattern(text string) string {
	var b strings.Builder
	last := 0
	for _, at := range spaces().FindAllStringIndex(text, -1) {
		b.WriteString(regexp.QuoteMeta(text[last:at[0]]) + whiteSpace)
		last = at[1]
	}
	return b.String() + regexp.QuoteMeta(text[last:])
}

// together reports directives that no text can meet together.
func together(seen map[byte]bool) error {
	year, weekday := seen['Y'] || seen['y'], seen['A'] || seen['a'] || seen['w'] || seen['u']
	switch {
	case seen['G'] && !year && !(seen['V'] && weekday):
		return fmt.Errorf("%%G, the ISO year, needs %%V and a day of the week (%%A, %%a, %%w or %%u)")
	case seen['G'] && !year && seen['j']:
		return fmt.Errorf("%%j, the day of the year, goes with %%Y and not with %%G")
	case seen['V'] && (year || !seen['G']) && !seen['U'] && !seen['W']:
		return fmt.Errorf("%%V, the ISO week, needs %%G, the ISO year, and a day of the week")
	}
	return nil
}

// Matches reports whether datetime.strptime takes text.
func (f *Format) Matches(text string) bool {
	at := f.pattern.FindStringSubmatchIndex(text)
	if at == nil || at[1] != len(text) {
		return false
	}
	given := make(fields)
	for i, name := range f.pattern.SubexpNames() {
		if name != "" && at[2*i] >= 0 {
			given[name[0]] = strings.ToLower(text[at[2*i]:at[2*i+1]])
		}
	}
	return given.exist()
}
