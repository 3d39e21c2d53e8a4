package suites

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"assay/engine/nearest"
)

// substitution replaces ${name} and ${env:NAME} in the scalars of a tree. $${
// stands for ${ itself.
type substitution struct {
	params    map[string]*node
	lookupEnv func(string) (string, bool)
	report    func(at Span, code, msg, hint string)
}

// apply returns n with its scalars substituted; what has none is shared.
func (s *substitution) apply(n *node) *node {
	switch n.kind {
	case mapNode:
		out := *n
		out.entries = make([]entry, len(n.entries))
		for i, e := range n.entries {
			out.entries[i] = entry{e.key, s.apply(e.value)}
		}
		return &out
	case listNode:
		out := *n
		out.items = make([]*node, len(n.items))
		for i, item := range n.items {
			out.items[i] = s.apply(item)
		}
		return &out
	}
	if !strings.Contains(n.text, "${") {
		return n
	}
	return s.scalar(n)
}

// scalar substitutes one scalar. One that is nothing but ${name} becomes the
// parameter itself: a number stays a number, a list a list.
func (s *substitution) scalar(n *node) *node {
	if name, ok := soleReference(n.text); ok {
		value := s.value(n, name, 0, len(n.text))
		if value == nil {
			return &node{at: n.at, raw: n.raw, text: n.text, broken: true}
		}
		out := *value
		out.at, out.parser = n.at, nil
		return &out
	}
	var b strings.Builder
	broken := false
	rest, at := n.text, 0
	for {
		i := strings.Index(rest, "${")
		if i < 0 {
			b.WriteString(rest)
			break
		}
		if i > 0 && rest[i-1] == '$' {
			b.WriteString(rest[:i-1] + "${")
			rest, at = rest[i+2:], at+i+2
			continue
		}
		end := strings.IndexByte(rest[i:], '}')
		if end < 0 {
			s.report(n.within(at+i, at+i+2), "bad-substitution", "${ has no }", "write $${ for the characters themselves")
			broken = true
			break
		}
		b.WriteString(rest[:i])
		if value := s.value(n, rest[i+2:i+end], at+i, at+i+end+1); value != nil {
			if value.kind != scalarNode {
				s.report(n.within(at+i, at+i+end+1), "bad-substitution", fmt.Sprintf("%s is %s, which cannot stand inside a text", rest[i:i+end+1], value.describe()), "")
			}
			b.WriteString(value.text)
			broken = broken || value.kind != scalarNode
		} else {
			broken = true
		}
		rest, at = rest[i+end+1:], at+i+end+1
	}
	return &node{at: n.at, raw: n.raw, text: b.String(), plain: n.plain, broken: broken}
}

// soleReference is the name in a text that is one reference and nothing else.
func soleReference(text string) (string, bool) {
	inner, ok := strings.CutPrefix(text, "${")
	if !ok || !strings.HasSuffix(inner, "}") || strings.Count(inner, "}") != 1 {
		return "", false
	}
	return strings.TrimSuffix(inner, "}"), true
}

// value is what a reference stands for; nil where it was reported.
func (s *substitution) value(n *node, name string, start, end int) *node {
	if env, ok := strings.CutPrefix(name, "env:"); ok {
		text, set := s.lookupEnv(env)
		if !set {
			s.report(n.within(start, end), "unknown-variable", fmt.Sprintf("the environment has no variable %s", env), "set it")
			return nil
		}
		return &node{at: n.at, text: text, plain: true}
	}
	if value, ok := s.params[name]; ok {
		return value
	}
	hint := nearest.DidYouMean(name, slices.Sorted(maps.Keys(s.params)))
	if hint == "" {
		hint = "declare it under params"
	}
	s.report(n.within(start, end), "unknown-param", fmt.Sprintf("the suite has no parameter %q", name), hint)
	return nil
}
