package suites

import (
	"slices"
	"strings"
)

// A suite of Great Expectations is turned into a native one as a tree of nodes
// whose positions stay those of the file; what reads suites sees no difference.

// gxKeys are the keys of a suite file of Great Expectations, of 0.18 too. The
// last two are ours: they may be added to say how the data is read.
var gxKeys = []string{
	"name", "expectation_suite_name", "expectations", "suite_parameters", "evaluation_parameters",
	"meta", "notes", "id", "ge_cloud_id", "data_asset_type", "data_context_id", "data", "allow_empty",
}

// isGX recognises a suite file of Great Expectations.
func isGX(root *node) bool {
	if root.get("version") != nil {
		return false
	}
	list := root.get("expectations")
	return root.get("expectation_suite_name") != nil ||
		root.get("name") != nil && list != nil ||
		list != nil && slices.ContainsFunc(list.items, func(n *node) bool { return gxType(n) != nil })
}

// gxType is the name of an expectation, of 1.x or of 0.18.
func gxType(n *node) *node {
	if t := n.get("type"); t != nil {
		return t
	}
	return n.get("expectation_type")
}

// gxReader turns one file of Great Expectations into a native suite.
type gxReader struct {
	decoder
	ld *loading
}

// fromGX is a file of Great Expectations as a native suite.
func (ld *loading) fromGX(root *node) *node {
	g := &gxReader{decoder{&ld.diags}, ld}
	out := &node{kind: mapNode, at: root.at, raw: root.raw}
	add := func(at Span, key string, value *node) {
		out.entries = append(out.entries, entry{word(at, key), value})
	}
	add(root.at, "version", plainNode(root.at, "1"))
	csv := &node{kind: mapNode, at: root.at, entries: []entry{{word(root.at, "read_as"), word(root.at, string(ReadAsPandas))}}}
	add(root.at, "data", &node{kind: mapNode, at: root.at, entries: []entry{{word(root.at, "csv"), csv}}})
	for _, key := range []string{"suite_parameters", "evaluation_parameters"} {
		g.declare(root.get(key))
	}
	for _, e := range root.entries {
		if e.value.isNull() {
			continue
		}
		switch e.key.text {
		case "name", "expectation_suite_name":
			add(e.key.at, "suite", e.value)
		case "notes":
			if lines, ok := g.texts(e.value, "notes"); ok {
				add(e.key.at, "description", word(e.value.at, strings.Join(lines, "\n")))
			}
		case "data", "allow_empty":
			add(e.key.at, e.key.text, e.value)
		case "expectations":
			add(e.key.at, "expectations", g.expectations(e.value))
		default:
			if !slices.Contains(gxKeys, e.key.text) {
				g.unknownKey(e.key, "a suite of Great Expectations", gxKeys)
			}
		}
	}
	return out
}

// word is a text that stands at a place.
func word(at Span, text string) *node { return &node{at: at, text: text} }

// plainNode is a value without quotes.
func plainNode(at Span, text string) *node { return &node{at: at, text: text, plain: true} }

func (g *gxReader) expectations(n *node) *node {
	if n.kind != listNode {
		return n
	}
	out := &node{kind: listNode, at: n.at, raw: n.raw}
	for _, item := range n.items {
		if native := g.expectation(item); native != nil {
			out.items = append(out.items, native)
		}
	}
	return out
}

// declare notes the parameters to which a suite gives values.
func (g *gxReader) declare(n *node) {
	if n == nil || n.isNull() {
		return
	}
	if n.kind != mapNode {
		g.wrong(n, "the parameters of the suite", "a mapping", "")
		return
	}
	for _, e := range n.entries {
		g.ld.parameter(e.key.text, e.value)
	}
}

// parameter notes one parameter with the value that the suite gives it; the one
// of the command line goes before it.
func (ld *loading) parameter(name string, value *node) {
	if _, have := ld.params[name]; have {
		return
	}
	if text, given := ld.loader.Params[name]; given {
		value = paramValue(value, text)
	}
	ld.params[name] = value
	ld.order = append(ld.order, name)
}
