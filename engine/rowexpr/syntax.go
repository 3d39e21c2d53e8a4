package rowexpr

import (
	"errors"
	"strings"

	"github.com/expr-lang/expr/file"
)

// syntaxError says in the user's words what the lexer or the parser says in
// its own.
func (t *tokens) syntaxError(err error) *Error {
	var fault *file.Error
	if !errors.As(err, &fault) {
		return newError(span{0, len(t.text)}, CodeSyntax, "the expression cannot be parsed", "")
	}
	at := t.span(fault.Location)
	switch {
	case strings.Contains(fault.Message, "maximum allowed nodes"):
		return tooLarge(span{0, len(t.text)}, "the expression has too many parts")
	case strings.Contains(fault.Message, "coalesce expressions"):
		return newError(at, CodeSyntax, "?? beside another operator needs parentheses", "write (a ?? b) == c")
	case strings.HasPrefix(fault.Message, "literal not terminated"):
		return newError(at, CodeSyntax, "a quoted text does not end", "")
	case strings.HasPrefix(fault.Message, "invalid float literal"):
		return newError(at, CodeLiteral, "a number is out of range", "")
	case strings.HasPrefix(fault.Message, "unexpected token EOF"):
		return newError(span{len(t.text), len(t.text)}, CodeSyntax, "the expression ends too early", "")
	case strings.HasPrefix(fault.Message, "unexpected token"):
		return t.unexpected(fault.Location)
	}
	return newError(at, CodeSyntax, fault.Message, "")
}

// unexpected describes the token at which the parser gave up.
func (t *tokens) unexpected(at file.Location) *Error {
	where := t.span(at)
	word := t.text[where.start:where.end]
	return newError(where, CodeSyntax, quoted(word)+" does not fit here", foreignWord(word))
}

// foreignWord is the way out for words and signs of SQL and Python.
func foreignWord(word string) string {
	switch strings.ToLower(word) {
	case "=":
		return "to compare, write =="
	case "<>", ">", "<":
		return "the comparisons are == != < <= > >="
	case "&":
		return "write and"
	case "and", "or", "not", "in":
		return "write " + strings.ToLower(word) + " in lower case"
	case "is", "isnull":
		return "to test for null, write x == nil or x != nil"
	case "like", "ilike", "regexp":
		return "write contains, startsWith, endsWith or matches"
	case "between":
		return "write x >= 1 and x <= 5"
	}
	return ""
}

// quoted shows a piece of the text in a message.
func quoted(piece string) string { return `"` + shorten(piece) + `"` }

// shorten cuts what is too long for a message.
func shorten(piece string) string {
	const most = 60
	if runes := []rune(piece); len(runes) > most {
		return string(runes[:most-1]) + "…"
	}
	return piece
}

func newError(at span, code, msg, hint string) *Error {
	return &Error{Code: code, Msg: msg, Hint: hint, Start: at.start, End: at.end}
}
