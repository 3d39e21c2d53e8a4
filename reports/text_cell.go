package reports

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	xwidth "golang.org/x/text/width"

	"assay/engine/vector"
)

// valueLimit is how much of a value is looked at; more never fits on a line.
const valueLimit = 1024

// clean makes text from outside harmless for a terminal: what is not printable
// (escape sequences, line breaks, bidirectional overrides, broken UTF-8)
// appears as a Go escape.
func clean(s string) string {
	if strings.IndexFunc(s, func(r rune) bool { return !strconv.IsPrint(r) || r == utf8.RuneError }) < 0 {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if (r == utf8.RuneError && n == 1) || !strconv.IsPrint(r) {
			q := strconv.Quote(s[i : i+n])
			b.WriteString(q[1 : len(q)-1])
		} else {
			b.WriteString(s[i : i+n])
		}
		i += n
	}
	return b.String()
}

// scalarText is a value as people read it: strings in quotes, anything else
// bare. The text of an invalid cell is in quotes too, as it was written.
func scalarText(s vector.Scalar) string {
	switch {
	case s.IsNull():
		return "null"
	case s.Lane == vector.Bytes:
		return strconv.Quote(head(s.S))
	}
	return clean(s.Text())
}

// head is the start of s, cut between characters.
func head(s string) string {
	if len(s) <= valueLimit {
		return s
	}
	n := valueLimit
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

// display is an observed value: a scalar, a list or an object of them.
func display(v any) string {
	switch v := v.(type) {
	case nil:
		return "null"
	case vector.Scalar:
		return scalarText(v)
	case []vector.Scalar:
		return list(v, scalarText)
	case []string:
		return list(v, clean)
	case []any:
		return list(v, display)
	case map[string]any:
		return list(sortedKeys(v), func(k string) string { return clean(k) + ": " + display(v[k]) })
	case string:
		return clean(head(v))
	}
	return clean(fmt.Sprint(v))
}

// list joins as many elements as a line could hold.
func list[T any](elements []T, text func(T) string) string {
	if len(elements) == 0 {
		return "none"
	}
	var b strings.Builder
	for i, e := range elements {
		if i > 0 {
			b.WriteString(", ")
		}
		if b.Len() > valueLimit {
			b.WriteString("…")
			break
		}
		b.WriteString(text(e))
	}
	return b.String()
}

// width is the number of terminal cells that s takes.
func width(s string) int {
	n := 0
	for _, r := range s {
		n += runeWidth(r)
	}
	return n
}

func runeWidth(r rune) int {
	if r < 0x300 {
		return 1
	}
	if unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf) {
		return 0
	}
	switch xwidth.LookupRune(r).Kind() {
	case xwidth.EastAsianWide, xwidth.EastAsianFullwidth:
		return 2
	}
	return 1
}

// splitAt cuts s after n cells.
func splitAt(s string, n int) (before, after string) {
	for i, r := range s {
		if n -= runeWidth(r); n < 0 {
			return s[:i], s[i:]
		}
	}
	return s, ""
}

// clip cuts s to n cells, the last of them an ellipsis where it was longer.
func clip(s string, n int) string {
	if width(s) <= n {
		return s
	}
	cut, _ := splitAt(s, n-1)
	return cut + "…"
}

// clipLeft cuts s to n cells from the left, keeping the end of a path.
func clipLeft(s string, n int) string {
	over := width(s) - n
	if over <= 0 {
		return s
	}
	over++ // for the ellipsis
	for i, r := range s {
		if over <= 0 {
			return "…" + s[i:]
		}
		over -= runeWidth(r)
	}
	return "…"
}

// pad fills s up to n cells.
func pad(s string, n int) string { return s + strings.Repeat(" ", max(0, n-width(s))) }

// wrap breaks text between words into lines of at most n cells where words
// allow. Line breaks of the text stay.
func wrap(text string, n int) []string {
	var lines []string
	for line := range strings.SplitSeq(strings.TrimSpace(text), "\n") {
		current := ""
		for _, word := range strings.Fields(line) {
			word = clean(word)
			switch {
			case current == "":
				current = word
			case width(current)+1+width(word) > n:
				lines = append(lines, current)
				current = word
			default:
				current += " " + word
			}
		}
		if current != "" {
			lines = append(lines, current)
		}
	}
	return lines
}
