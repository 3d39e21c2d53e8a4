package rowexpr

import (
	"slices"
	"strings"
)

// The codes of an Error.
const (
	// CodeSyntax is text that is no expression.
	CodeSyntax = "expression-syntax"
	// CodeUnsupported is a construct of the expr language that has no
	// meaning on rows.
	CodeUnsupported = "unsupported-expression"
	// CodeTooLarge is an expression beyond the limits of size or nesting.
	CodeTooLarge = "expression-too-large"
	// CodeRegex is a regular expression that does not compile.
	CodeRegex = "bad-regex"
	// CodeLiteral is a literal that is not what its function reads:
	// date("yesterday").
	CodeLiteral = "bad-literal"
	// CodeMissingColumn is a name that is no column of the data.
	CodeMissingColumn = "missing-column"
	// CodeType is an operand whose type its operator does not take.
	CodeType = "type-mismatch"
	// CodeZone is a zone-less time that meets one with a zone, where
	// nothing says which zone the first one is in.
	CodeZone = "zone-needed"
)

// Error is one mistake in an expression.
type Error struct {
	Code string
	Msg  string
	Hint string // a way out, may be ""
	// Start and End are byte offsets into the text: the mistake is
	// text[Start:End].
	Start, End int
}

// Error is the message, with the way out behind it.
func (e *Error) Error() string {
	if e.Hint == "" {
		return e.Msg
	}
	return e.Msg + " (" + e.Hint + ")"
}

// Errors are the mistakes of one expression in the order of their place. It
// is never empty where it is returned as an error.
type Errors []*Error

// Error is one mistake a line.
func (e Errors) Error() string {
	lines := make([]string, len(e))
	for i, one := range e {
		lines[i] = one.Error()
	}
	return strings.Join(lines, "\n")
}

// Unwrap returns the mistakes, so that errors.As finds the first.
func (e Errors) Unwrap() []error {
	all := make([]error, len(e))
	for i, one := range e {
		all[i] = one
	}
	return all
}

// add notes a mistake at a place; the same mistake at one place counts once.
func (e *Errors) add(at span, code, msg, hint string) {
	one := &Error{Code: code, Msg: msg, Hint: hint, Start: at.start, End: at.end}
	if !slices.ContainsFunc(*e, func(have *Error) bool { return *have == *one }) {
		*e = append(*e, one)
	}
}

// asError is e in order, or nil where there is no mistake.
func (e Errors) asError() error {
	if len(e) == 0 {
		return nil
	}
	slices.SortStableFunc(e, func(a, b *Error) int { return a.Start - b.Start })
	return e
}

// span is a range of bytes of the text.
type span struct{ start, end int }

func (s span) union(o span) span {
	return span{min(s.start, o.start), max(s.end, o.end)}
}
