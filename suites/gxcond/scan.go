package gxcond

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Error is a part of a condition that cannot be translated; Start and End are
// its place in the text, in bytes.
type Error struct {
	Start, End int
	Msg, Hint  string
}

func (e *Error) Error() string { return e.Msg }

type kind uint8

const (
	ended kind = iota
	name
	number
	text
	sign
)

// token is a word of a query. quoted marks a name in backticks.
type token struct {
	kind       kind
	text       string
	start, end int
	quoted     bool
}

// signs are the operators of a query, longest first.
var signs = []string{"**", "//", "==", "!=", "<=", ">=", "<", ">", "&", "|", "~", "(", ")", "[", "]", ",", ".", "+", "-", "*", "/", "%", "@", "="}

// scan cuts a query into words.
func scan(query string) ([]token, *Error) {
	var out []token
	for at := 0; at < len(query); {
		r, size := utf8.DecodeRuneInString(query[at:])
		if unicode.IsSpace(r) {
			at += size
			continue
		}
		t, err := next(query, at, r)
		if err != nil {
			return nil, err
		}
		out = append(out, t)
		at = t.end
	}
	return append(out, token{kind: ended, start: len(query), end: len(query)}), nil
}

func next(query string, at int, r rune) (token, *Error) {
	rest := query[at:]
	switch {
	case r == '`':
		end := strings.IndexByte(rest[1:], '`')
		if end < 0 {
			return token{}, &Error{at, len(query), "the backtick has no partner", ""}
		}
		return token{name, rest[1 : 1+end], at, at + end + 2, true}, nil
	case r == '"' || r == '\'':
		return quotedText(query, at)
	case r >= '0' && r <= '9' || r == '.' && len(rest) > 1 && rest[1] >= '0' && rest[1] <= '9':
		n := numberLength(rest)
		return token{number, strings.ReplaceAll(rest[:n], "_", ""), at, at + n, false}, nil
	case r == '_' || unicode.IsLetter(r):
		n := strings.IndexFunc(rest, func(r rune) bool { return r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r) })
		if n < 0 {
			n = len(rest)
		}
		return token{name, rest[:n], at, at + n, false}, nil
	}
	for _, s := range signs {
		if strings.HasPrefix(rest, s) {
			return token{sign, s, at, at + len(s), false}, nil
		}
	}
	return token{}, &Error{at, at + utf8.RuneLen(r), fmt.Sprintf("%q does not fit here", r), ""}
}

// numberLength is how many bytes the number at the start of s takes.
func numberLength(s string) int {
	i := 0
	for i < len(s) {
		c := s[i]
		exponent := (c == '+' || c == '-') && i > 0 && (s[i-1] == 'e' || s[i-1] == 'E')
		if c != '.' && c != '_' && c != 'e' && c != 'E' && (c < '0' || c > '9') && !exponent {
			break
		}
		i++
	}
	return i
}

// quotedText reads a Python string.
func quotedText(query string, at int) (token, *Error) {
	quote := query[at]
	var b strings.Builder
	rest := query[at+1:]
	for rest != "" {
		if rest[0] == quote {
			return token{text, b.String(), at, len(query) - len(rest) + 1, false}, nil
		}
		r, _, tail, err := strconv.UnquoteChar(rest, quote)
		if err != nil { // an escape that is Python's alone stands for itself
			b.WriteByte(rest[0])
			rest = rest[1:]
			continue
		}
		b.WriteRune(r)
		rest = tail
	}
	return token{}, &Error{at, len(query), "a quoted text does not end", ""}
}
