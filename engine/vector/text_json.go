package vector

import (
	"math"
	"strconv"
	"strings"
	"unicode/utf8"
)

// AppendJSON appends s as a JSON value. Integers and decimals are numbers with
// all of their digits, floats numbers with the digits of Text; inf, -inf and
// nan, which JSON has no numbers for, are strings. Dates, times and timestamps
// are strings in ISO 8601 (2024-01-31T10:00:00+00:00), durations, strings and
// invalid cells are strings. A byte that is no UTF-8 becomes the four characters
// \xff, with its value; the text is not otherwise marked as escaped.
func (s Scalar) AppendJSON(dst []byte) []byte {
	switch {
	case s.IsNull():
		return append(dst, "null"...)
	case s.Lane == Bytes:
		return appendQuoted(dst, s.S)
	case s.Lane == Float && (math.IsNaN(s.F) || math.IsInf(s.F, 0)):
		return append(s.appendText(append(dst, '"')), '"')
	}
	f := formatterFor(s.Type)
	if f.kind == kindNumber || f.kind == kindBool {
		return f.append(dst, s)
	}
	f.sep = 'T'
	return append(f.append(append(dst, '"'), s), '"')
}

const hexDigits = "0123456789abcdef"

// appendQuoted appends text as a JSON string.
func appendQuoted(dst []byte, text string) []byte {
	dst = append(dst, '"')
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			dst = append(dst, `\\x`...)
			dst = append(dst, hexDigits[text[i]>>4], hexDigits[text[i]&15])
		case r == '"' || r == '\\':
			dst = append(dst, '\\', byte(r))
		case r == '\n':
			dst = append(dst, `\n`...)
		case r == '\r':
			dst = append(dst, `\r`...)
		case r == '\t':
			dst = append(dst, `\t`...)
		case r < ' ':
			dst = append(dst, `\u00`...)
			dst = append(dst, hexDigits[r>>4], hexDigits[r&15])
		default:
			dst = append(dst, text[i:i+size]...)
		}
		i += size
	}
	return append(dst, '"')
}

// String is s as a terminal shows it: Text, but null for null, and with what
// cannot be seen, or would upset a terminal, spelt out: \n, \t, \x1b, \u00a0,
// \xff for a byte that is no UTF-8. A string stands in quotes where nothing
// else would tell its extent: where it is empty or begins or ends with a space.
func (s Scalar) String() string {
	if s.IsNull() {
		return "null"
	}
	text := s.Text()
	if s.Lane != Bytes {
		return text
	}
	if text == "" || text != strings.Trim(text, " ") {
		return `"` + printable(text) + `"`
	}
	return printable(text)
}

func printable(text string) string {
	if !hasUnprintable(text) {
		return text
	}
	var b strings.Builder
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		if strconv.IsPrint(r) && !(r == utf8.RuneError && size == 1) {
			b.WriteRune(r)
		} else {
			// Quoting one character escapes it; the quotes go.
			quoted := strconv.Quote(text[i : i+size])
			b.WriteString(quoted[1 : len(quoted)-1])
		}
		i += size
	}
	return b.String()
}

func hasUnprintable(text string) bool {
	for _, r := range text {
		if !strconv.IsPrint(r) || r == utf8.RuneError {
			return true
		}
	}
	return false
}
