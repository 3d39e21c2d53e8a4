// Package rowexpr compiles row conditions (where) and row rules (satisfies),
// written in the language of github.com/expr-lang/expr, to kernels that work
// on whole columns.
//
// expr is the parser and nothing more: its syntax tree is checked against what
// has a meaning on rows, typed against the schema of the data, and turned into
// a program over the lanes of package vector. Nulls follow SQL's three-valued
// logic, integers and decimals never lose a digit, and an evaluation error
// (overflow, division by zero) counts only in rows for which the expression,
// read from left to right, needs the operation that fails.
package rowexpr

import "time"

// Expr is a parsed expression that knows no data yet. It is immutable.
type Expr struct {
	text    string
	root    *term
	columns []string
}

// Options are what binding depends on beside the schema.
type Options struct {
	// Zone is the zone of zone-less dates and timestamps where they meet
	// zoned ones; nil makes such a meeting the error zone-needed.
	Zone *time.Location
	// Now is the value of now(), nil where there is none. Only what depends
	// on it asks.
	Now func() time.Time
}

// Parse reads an expression and checks all that can be checked without data:
// its syntax, that every construct is supported, its regular expressions and
// its date and duration literals. The error is of type Errors.
func Parse(text string) (*Expr, error) {
	tokens, err := scan(text)
	if err != nil {
		return nil, Errors{err}
	}
	tree, err := tokens.parse()
	if err != nil {
		return nil, Errors{err}
	}
	l := newLowering(tokens)
	root := l.lower(tree)
	if err := l.errs.asError(); err != nil {
		return nil, err
	}
	return &Expr{text: text, root: root, columns: l.columns}, nil
}

// Text is the expression as written.
func (e *Expr) Text() string { return e.text }

// Columns are the names of the columns that the expression reads, each once,
// in the order in which they first appear.
func (e *Expr) Columns() []string { return e.columns }
