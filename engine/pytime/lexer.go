package pytime

import (
	"strings"
	"unicode"
)

// lexer cuts a text into words, numbers and single other characters. A point may
// belong to a number, end a word or stand between two: where one is met, the
// token is read on and taken apart afterwards.
type lexer struct {
	text []rune
	pos  int
}

// tokens are those of a whole text. Digits of all scripts become ASCII.
func tokens(text string) []string {
	l := &lexer{}
	for _, r := range text {
		switch d := digit(r); {
		case r == 0:
		case d >= 0:
			l.text = append(l.text, rune('0'+d))
		default:
			l.text = append(l.text, r)
		}
	}
	var list []string
	for l.pos < len(l.text) {
		list = append(list, l.next()...)
	}
	return list
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

func isSpace(r rune) bool { return unicode.IsSpace(r) || r >= 0x1c && r <= 0x1f }

// next reads a token, or several that points hold together.
func (l *lexer) next() []string {
	first := l.text[l.pos]
	l.pos++
	switch {
	case unicode.IsLetter(first):
		return l.rest('a')
	case isDigit(first):
		return l.rest('0')
	case isSpace(first):
		return []string{" "}
	}
	return []string{string(first)}
}

// rest reads on from the first character: a is a word, 0 a number, A and 1 are
// the same with a point in them.
func (l *lexer) rest(state byte) []string {
	start, letters := l.pos-1, false
	for ; l.pos < len(l.text); l.pos++ {
		r, last := l.text[l.pos], l.text[l.pos-1]
		letters = letters || state == 'a' || state == 'A'
		switch {
		case state == 'a' && unicode.IsLetter(r), state == '0' && isDigit(r):
		case state == 'a' && r == '.':
			state = 'A'
		case state == '0' && (r == '.' || r == ',' && l.pos-start >= 2):
			state = '1'
		case state == 'A' && (r == '.' || unicode.IsLetter(r)), state == '1' && (r == '.' || isDigit(r)):
		case state == 'A' && isDigit(r) && last == '.':
			state = '1'
		case state == '1' && unicode.IsLetter(r) && last == '.':
			state = 'A'
		default:
			return apart(string(l.text[start:l.pos]), state, letters)
		}
	}
	return apart(string(l.text[start:]), state, letters)
}

// apart takes a token apart at its points, unless it is a number with one.
func apart(token string, state byte, letters bool) []string {
	pointed := state == 'A' || state == '1'
	if pointed && (letters || strings.Count(token, ".") > 1 || strings.HasSuffix(token, ".") || strings.HasSuffix(token, ",")) {
		return splitPoints(token)
	}
	if state == '1' && !strings.Contains(token, ".") {
		token = strings.ReplaceAll(token, ",", ".")
	}
	return []string{token}
}

// splitPoints cuts before and after each point and comma.
func splitPoints(token string) []string {
	var parts []string
	start := 0
	for i, r := range token {
		if r == '.' || r == ',' {
			if i > start {
				parts = append(parts, token[start:i])
			}
			parts = append(parts, string(r))
			start = i + 1
		}
	}
	if start < len(token) {
		parts = append(parts, token[start:])
	}
	return parts
}
