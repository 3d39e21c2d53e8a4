package suites

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"assay/engine/nearest"
)

// parameterKey marks a value that is computed from the suite's parameters.
const parameterKey = "$PARAMETER"

// parameters fills in what {"$PARAMETER": "lo * 2"} stands for.
func (g *gxReader) parameters(n *node) *node {
	switch n.kind {
	case listNode:
		out := *n
		out.items = make([]*node, len(n.items))
		for i, item := range n.items {
			out.items[i] = g.parameters(item)
		}
		return &out
	case mapNode:
		if formula := n.get(parameterKey); formula != nil {
			return g.parameterValue(n, formula)
		}
		out := *n
		out.entries = make([]entry, len(n.entries))
		for i, e := range n.entries {
			out.entries[i] = entry{e.key, g.parameters(e.value)}
		}
		return &out
	}
	return n
}

// parameterValue is the value of one formula. Great Expectations 0.18 stores a
// value for it beside it, under "$PARAMETER.lo".
func (g *gxReader) parameterValue(n, formula *node) *node {
	text, ok := g.text(formula, parameterKey)
	if !ok {
		return &node{at: n.at, broken: true}
	}
	text = strings.TrimSpace(text)
	if stored := n.get(parameterKey + "." + text); stored != nil {
		g.ld.parameter(text, stored)
	}
	if isVariable(text) {
		return g.variable(n, formula, text)
	}
	f := formulaReader{g: g, formula: formula, text: text}
	value, err := f.evaluate()
	if err != nil {
		g.report(formula.within(err.start, err.end), "bad-parameter", "the parameter cannot be computed: "+err.msg, err.hint)
		return &node{at: n.at, broken: true}
	}
	return value.node(n.at)
}

// variable is the value of a parameter as it is: a list stays a list.
func (g *gxReader) variable(n, formula *node, name string) *node {
	value := g.value(name)
	if value == nil {
		g.report(formula.at, "missing-param", fmt.Sprintf("the parameter %q has no value", name), g.paramHint(name))
		return &node{at: n.at, broken: true}
	}
	out := *value
	out.at, out.parser, out.param = n.at, nil, name
	return &out
}

// value is that of a parameter, nil where there is none.
func (g *gxReader) value(name string) *node {
	if _, have := g.ld.params[name]; !have {
		if text, given := g.ld.loader.Params[name]; given {
			kind := scalarNode
			if strings.HasPrefix(text, "[") {
				kind = listNode
			}
			g.ld.parameter(name, &node{kind: kind, plain: true})
		}
	}
	return g.ld.params[name]
}

func (g *gxReader) paramHint(name string) string {
	if hint := nearest.DidYouMean(name, slices.Sorted(maps.Keys(g.ld.params))); hint != "" {
		return hint
	}
	return fmt.Sprintf("give it one: --param %s=…", name)
}

// isVariable reports a formula that is one name.
func isVariable(text string) bool {
	for i, r := range text {
		letter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
		if !letter && (i == 0 || r != '_' && r != '$' && (r < '0' || r > '9')) {
			return false
		}
	}
	return text != ""
}
