package suites

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine/nearest"
	"assay/expectations"
)

// selector is a parameter column: names, patterns, types, and exceptions.
type selector struct {
	terms  []term
	except []term
}

// term is one entry of a selector. Exactly one of its fields is set beside at.
type term struct {
	at      Span
	name    string
	pattern *regexp.Regexp
	class   expectations.Types
	all     bool
}

// columnClasses are the words that may follow type:.
var columnClasses = []struct {
	word  string
	class expectations.Types
}{
	{"int", expectations.Integers}, {"integer", expectations.Integers}, {"float", expectations.Floats},
	{"decimal", expectations.Decimals}, {"number", expectations.Numbers}, {"date", expectations.Dates},
	{"timestamp", expectations.Timestamps}, {"datetime", expectations.Timestamps}, {"time", expectations.Times},
	{"string", expectations.Strings}, {"str", expectations.Strings}, {"bool", expectations.Booleans}, {"boolean", expectations.Booleans},
}

// selector reads the parameter column.
func (d decoder) selector(n *node) (*selector, bool) {
	terms, ok := d.terms(n, "column")
	return &selector{terms: terms}, ok
}

func (d decoder) terms(n *node, what string) (terms []term, good bool) {
	items := []*node{n}
	if n.kind == listNode {
		items = n.items
		if len(items) == 0 {
			d.report(n.at, "bad-value", what+" is a list without columns", "")
			return nil, false
		}
	}
	good = true
	for _, item := range items {
		t, ok := d.term(item, what)
		terms, good = append(terms, t), good && ok
	}
	return terms, good
}

// term reads /pattern/, "*", type:class or a name; a backslash in front makes a
// name of what would be one of the others.
func (d decoder) term(n *node, what string) (term, bool) {
	text, ok := d.text(n, what)
	t := term{at: n.at}
	switch {
	case !ok:
		return t, false
	case text == "":
		d.report(n.at, "bad-value", what+" is an empty name", "")
		return t, false
	case text == "*":
		t.all = true
	case len(text) > 2 && text[0] == '/' && text[len(text)-1] == '/':
		re, err := regexp.Compile(text[1 : len(text)-1])
		if err != nil {
			d.report(patternPlace(n, err), "bad-regex", "the pattern of columns cannot be used: "+patternMessage(err), "")
			return t, false
		}
		t.pattern = re
	case strings.HasPrefix(text, "type:"):
		return d.classTerm(n, text)
	default:
		t.name = strings.TrimPrefix(text, `\`)
	}
	return t, true
}

func (d decoder) classTerm(n *node, text string) (term, bool) {
	word := strings.TrimSpace(strings.TrimPrefix(text, "type:"))
	var words []string
	for _, c := range columnClasses {
		if c.word == word {
			return term{at: n.at, class: c.class}, true
		}
		words = append(words, c.word)
	}
	hint := nearest.DidYouMean(word, words)
	if hint == "" {
		hint = "use one of " + strings.Join(words, ", ")
	}
	d.report(n.within(len("type:"), len(text)), "bad-value", fmt.Sprintf("there is no class of types %q", word), hint)
	return term{at: n.at}, false
}

// chosen is a column that a selector chose, and the entry that did.
type chosen struct {
	name string
	at   Span
}

// choose lists the columns that the selector means, in the order of its entries
// and, within one, of the schema; each once. Names are taken as they are,
// whether or not there is such a column. empty are the entries that match none.
func (s *selector) choose(schema *arrow.Schema) (columns []chosen, empty []term) {
	for _, t := range s.terms {
		if t.name != "" {
			columns = appendChosen(columns, t.name, t.at)
			continue
		}
		found := false
		for _, f := range schema.Fields() {
			if t.matches(f) && !s.excepts(f) {
				columns, found = appendChosen(columns, f.Name, t.at), true
			}
		}
		if !found {
			empty = append(empty, t)
		}
	}
	return columns, empty
}

func appendChosen(columns []chosen, name string, at Span) []chosen {
	if slices.ContainsFunc(columns, func(c chosen) bool { return c.name == name }) {
		return columns
	}
	return append(columns, chosen{name, at})
}

func (s *selector) excepts(f arrow.Field) bool {
	return slices.ContainsFunc(s.except, func(t term) bool { return t.matches(f) })
}

func (t term) matches(f arrow.Field) bool {
	switch {
	case t.all:
		return true
	case t.pattern != nil:
		return t.pattern.MatchString(f.Name)
	case t.class != 0:
		return t.class&expectations.ClassOf(f.Type) != 0
	}
	return t.name == f.Name
}

// String is the entry as a suite writes it.
func (t term) String() string {
	switch {
	case t.all:
		return `"*"`
	case t.pattern != nil:
		return "/" + t.pattern.String() + "/"
	case t.class != 0:
		for _, c := range columnClasses {
			if c.class == t.class {
				return "type:" + c.word
			}
		}
	}
	return t.name
}
