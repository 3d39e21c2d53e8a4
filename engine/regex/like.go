package regex

import (
	"errors"
	"regexp"
	"regexp/syntax"
	"strings"
)

// CompileLike reads a pattern of SQL's LIKE, which a text must match as a whole:
// % stands for any characters, _ for one, and what follows escape, a character
// or "", for itself.
func CompileLike(pattern, escape string) (*Expr, error) {
	var out strings.Builder
	out.WriteString(`(?s)\A`)
	escaped := false
	for _, r := range pattern {
		switch {
		case escaped:
			out.WriteString(regexp.QuoteMeta(string(r)))
			escaped = false
		case string(r) == escape:
			escaped = true
		case r == '%':
			out.WriteString(`.*`)
		case r == '_':
			out.WriteString(`.`)
		default:
			out.WriteString(regexp.QuoteMeta(string(r)))
		}
	}
	if escaped {
		return nil, errors.New("the pattern ends in its escape character, which must stand before another")
	}
	out.WriteString(`\z`)
	tree, err := syntax.Parse(out.String(), syntax.Perl)
	if err != nil {
		return nil, err
	}
	p, err := compile(tree, false)
	if err != nil {
		return nil, err
	}
	return &Expr{pattern: p}, nil
}
