// Package regex answers whether a regular expression matches somewhere in a
// text, as regexp.Regexp.Match does, several times faster. A pattern is turned
// into a deterministic automaton, one state at a time as texts are met; where
// that would take too many states, package regexp takes over.
//
// The construction is the subset construction over the instructions of
// regexp/syntax, with assertions (^ $ \b …) resolved when the rune after them
// is known, as described in Russ Cox, "Regular Expression Matching in the
// Wild", https://swtch.com/~rsc/regexp/regexp3.html.
package regex

import (
	"fmt"
	"regexp"
	"regexp/syntax"
	"sync"
	"unicode/utf8"

	"assay/engine/lazyregexp"
)

// maxStates bounds an automaton: at a kilobyte a state, about 4 MiB.
const maxStates = 4096

// maxAnswers bounds the work of finding a pattern's classes: ranges of runes
// times instructions. Patterns beyond it, such as \pL{900}, are left to regexp.
const maxAnswers = 1 << 20

// Pattern is a compiled regular expression. It is safe for concurrent use.
type Pattern struct {
	slow    func() *regexp.Regexp
	prog    *syntax.Prog
	classes func() *classes // nil where only slow is to be used
	// unicodeWords is whether letters of all scripts make words for \b; slow
	// knows those of ASCII alone.
	unicodeWords bool
}

// Compile reads a pattern of Go's syntax (https://golang.org/s/re2syntax). The
// error is a *syntax.Error.
func Compile(pattern string) (*Pattern, error) {
	parsed, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return nil, err
	}
	return compile(parsed, false)
}

func compile(parsed *syntax.Regexp, unicodeWords bool) (*Pattern, error) {
	// Most patterns never need it, and writing a tree as text takes longer
	// than all the rest.
	slow := lazyregexp.New(parsed.String())
	prog, err := syntax.Compile(parsed.Simplify())
	if err != nil {
		return nil, fmt.Errorf("compile %s: %w", parsed, err)
	}
	classes := sync.OnceValue(func() *classes { return newClasses(prog, unicodeWords) })
	return &Pattern{slow: slow, prog: prog, classes: classes, unicodeWords: unicodeWords}, nil
}

// Matcher is one goroutine's automaton of a pattern. It grows as texts are met.
type Matcher struct {
	pattern *Pattern
	classes *classes
	states  []state
	ids     map[string]stateID
	// ascii holds the next state for each state and byte, 256 to a state;
	// of bytes from 0x80 only the first entry's meaning, decode, is kept.
	ascii []stateID
	start stateID
	build builder
	slow  bool // too many states: regexp answers
}

// stateID numbers a state; its row of ascii begins at the id times 256.
type stateID uint32

const (
	unknown stateID = iota // not computed yet
	dead                   // no continuation matches
	accept                 // a match has been seen
	decode                 // the byte begins a longer rune
	first                  // the first real state
)

// NewMatcher returns a matcher for one goroutine.
func (p *Pattern) NewMatcher() *Matcher {
	m := &Matcher{pattern: p, classes: p.classes(), ids: make(map[string]stateID)}
	m.slow = m.classes == nil
	if m.slow {
		return m
	}
	m.states = make([]state, first)
	m.ascii = make([]stateID, int(first)<<8)
	m.build.init(p.prog)
	m.start = m.intern(m.build.initial())
	return m
}

// Match reports whether text contains a match.
func (m *Matcher) Match(text []byte) bool {
	if m.slow {
		return m.matchSlowly(text)
	}
	return m.matchFrom(m.start, text, 0)
}

// Find is Match for callers that search in other ways, too; the error is nil.
func (m *Matcher) Find(text []byte) (bool, error) { return m.Match(text), nil }

// matchFrom is Match where the first i bytes of text have led to state id.
func (m *Matcher) matchFrom(id stateID, text []byte, i int) bool {
	for i < len(text) {
		b := text[i]
		next := m.ascii[int(id)<<8|int(b)]
		i++
		if next < first {
			if b >= utf8.RuneSelf {
				r, size := utf8.DecodeRune(text[i-1:])
				i += size - 1
				next = m.step(id, m.classes.of(r))
			} else if next == unknown {
				next = m.step(id, m.classes.ascii[b])
				m.ascii[int(id)<<8|int(b)] = next
			}
			switch {
			case m.slow:
				return m.matchSlowly(text)
			case next == accept:
				return true
			case next == dead:
				return false
			}
		}
		id = next
	}
	end := m.step(id, m.classes.end)
	if m.slow {
		return m.matchSlowly(text)
	}
	return end == accept
}

// matchSlowly is Match without keeping states.
func (m *Matcher) matchSlowly(text []byte) bool {
	if !m.pattern.unicodeWords {
		return m.pattern.slow().Match(text)
	}
	s := m.build.initial()
	for i := 0; i < len(text) && !s.accepts && !s.dead(); {
		r, size := utf8.DecodeRune(text[i:])
		i += size
		s = m.build.step(s, m.classes, m.classes.of(r))
	}
	return s.accepts || !s.dead() && m.build.step(s, m.classes, m.classes.end).accepts
}

// step is the state after id on a class of runes, computed when first asked.
func (m *Matcher) step(id stateID, class int) stateID {
	next := m.states[id].next[class]
	if next != unknown {
		return next
	}
	next = m.intern(m.build.step(m.states[id], m.classes, class))
	m.states[id].next[class] = next
	return next
}

// intern finds or adds a state.
func (m *Matcher) intern(s state) stateID {
	switch {
	case s.accepts:
		return accept
	case s.dead():
		return dead
	}
	key := s.key()
	if id, ok := m.ids[key]; ok {
		return id
	}
	if len(m.states) >= maxStates {
		m.slow = true
		return dead
	}
	id := stateID(len(m.states))
	s.next = make([]stateID, m.classes.end+1)
	m.states = append(m.states, s)
	m.ids[key] = id
	m.ascii = append(m.ascii, make([]stateID, 256)...)
	row := m.ascii[int(id)<<8:]
	for b := utf8.RuneSelf; b < 256; b++ {
		row[b] = decode
	}
	return id
}
