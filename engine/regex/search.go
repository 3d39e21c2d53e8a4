package regex

import (
	"fmt"
	"regexp/syntax"
	"time"

	"assay/engine/vector"
)

// DefaultLimit is how long a search by backtracking may take on one value.
const DefaultLimit = time.Second

// Searcher looks for a pattern in many texts. It keeps scratch memory: one
// goroutine uses it at a time.
type Searcher interface {
	// NotMatching sets in out the rows of a flat vector of the Bytes lane
	// whose value contains no match. Rows without a value and those set in
	// ignored are unspecified. The error is an *engine.RowError.
	NotMatching(v *vector.Vector, ignored, out vector.Mask) error
	// Find reports whether one text contains a match.
	Find(text []byte) (bool, error)
}

// Expr is a regular expression of Python's syntax and meaning: a search with it
// finds what re.search finds. It is safe for concurrent use.
type Expr struct {
	pattern *Pattern
	back    *backtracker
	// beyond is why the pattern needs backtracking, "" where it does not.
	beyond string
}

// CompilePython reads a pattern as Python's re does. A pattern that RE2 syntax
// can say becomes an automaton, in which a search takes time in proportion to
// the text; others are searched for by backtracking, for limit at most per
// value. The error is a *SyntaxError or that of the engine.
func CompilePython(pattern string, limit time.Duration) (*Expr, error) {
	t, err := translate(pattern, false)
	if err != nil {
		return nil, err
	}
	e := &Expr{beyond: t.beyond}
	if e.beyond == "" {
		e.pattern, e.beyond, err = automaton(t)
		if err != nil {
			return nil, err
		}
	}
	if e.beyond == "" {
		return e, nil
	}
	if t, err = translate(pattern, true); err != nil {
		return nil, err
	}
	if e.back, err = newBacktracker(t.out.String(), limit); err != nil {
		return nil, err
	}
	return e, nil
}

// automaton makes an automaton of a translated pattern, or says what stands in
// the way.
func automaton(t *translator) (p *Pattern, beyond string, err error) {
	tree, err := syntax.Parse(t.out.String(), syntax.Perl)
	if err != nil {
		return nil, "", err
	}
	if !pythonEnd(tree, true) {
		return nil, "$ before the pattern's end", nil
	}
	if t.unicode && t.ascii {
		return nil, `\b with and without (?a)`, nil
	}
	if p, err = compile(tree, t.unicode); err != nil {
		return nil, "", err
	}
	if p.unicodeWords && p.classes() == nil {
		return nil, "a pattern this large", nil
	}
	return p, "", nil
}

// NewSearcher returns a searcher for one goroutine.
func (e *Expr) NewSearcher() Searcher {
	if e.back != nil {
		return e.back
	}
	return e.pattern.NewMatcher()
}

// Engine says how the pattern is searched for: "automaton", or "backtracking"
// and what calls for it.
func (e *Expr) Engine() string {
	if e.back == nil {
		return "automaton"
	}
	return fmt.Sprintf("backtracking (%s), at most %v per value", e.beyond, e.back.re.MatchTimeout)
}
