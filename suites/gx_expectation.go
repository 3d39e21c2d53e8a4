package suites

import (
	"fmt"
	"slices"
	"strings"

	"assay/engine"
	"assay/engine/nearest"
	"assay/expectations"
)

// gxEntryKeys are the keys of an expectation of Great Expectations.
var gxEntryKeys = []string{
	"type", "expectation_type", "kwargs", "meta", "id", "severity", "notes", "description",
	"rendered_content", "expectation_context", "ge_cloud_id", "success_on_last_run",
}

// gxEntry is one expectation on its way into native form.
type gxEntry struct {
	*gxReader
	declaration *expectations.Declaration
	name        *node
	params      *node // the expectation's own parameters
	out         *node
	notes       []string
}

// expectation turns one expectation into its native form; nil says that a
// mistake was reported.
func (g *gxReader) expectation(n *node) *node {
	if n.kind != mapNode {
		g.wrong(n, "an expectation", "a mapping", `write {"type": …, "kwargs": {…}}`)
		return nil
	}
	name := gxType(n)
	if name == nil {
		g.report(n.at, "missing-expectation", "the expectation has no type", `it needs one, such as "type": "expect_column_values_to_not_be_null"`)
		return nil
	}
	x := &gxEntry{gxReader: g, name: name, out: &node{kind: mapNode, at: n.at, raw: n.raw, origin: &engine.Origin{}}}
	if x.declaration = g.lookup(name); x.declaration == nil {
		return nil
	}
	x.params = &node{kind: mapNode, at: name.at}
	x.add(name, word(name.at, name.text), x.params)
	for _, e := range n.entries {
		if !e.value.isNull() {
			x.key(e.key, e.value)
		}
	}
	if x.notes != nil {
		x.add(name, word(name.at, "notes"), textList(name.at, x.notes))
	}
	return x.out
}

// comparesQueries is the one expectation of Great Expectations that has no
// meaning on files.
const comparesQueries = "expect_query_results_to_match_comparison"

func (g *gxReader) lookup(name *node) *expectations.Declaration {
	text, ok := g.text(name, "the type of an expectation")
	if !ok {
		return nil
	}
	catalogue := g.ld.loader.catalogue()
	d, ok := catalogue.Lookup(text)
	if !ok {
		hint := nearest.DidYouMean(text, catalogue.Names())
		if hint == "" {
			hint = `"assay list" names them all`
		}
		if text == comparesQueries {
			g.report(name.at, "unsupported-expectation", text+" compares the results of two SQL queries, which files do not answer", "exists-in, no-overlap, row-count-equals-other and sum-equals-other compare with another file")
			return nil
		}
		g.report(name.at, "unknown-expectation", fmt.Sprintf("unknown expectation %q", text), hint)
	}
	return d
}

func (x *gxEntry) add(at, key, value *node) {
	x.out.entries = append(x.out.entries, entry{&node{at: at.at, text: key.text}, value})
}

func textList(at Span, texts []string) *node {
	list := &node{kind: listNode, at: at}
	for _, text := range texts {
		list.items = append(list.items, word(at, text))
	}
	return list
}

// key reads one key beside kwargs.
func (x *gxEntry) key(key, value *node) {
	switch key.text {
	case "kwargs":
		x.kwargs(value)
	case "severity":
		x.add(key, key, value)
	case "meta":
		if len(value.entries) > 0 || value.kind != mapNode {
			x.add(key, key, value)
		}
	case "notes":
		lines, _ := x.texts(value, "notes")
		x.notes = append(x.notes, lines...)
	case "id":
		x.out.origin.ID, _ = x.text(value, "id")
	case "description":
		x.out.origin.Description, _ = x.text(value, "description")
	default:
		if !slices.Contains(gxEntryKeys, key.text) {
			x.unknownKey(key, "an expectation", gxEntryKeys)
		}
	}
}

// kwargs sorts the arguments into the expectation's own and those that all take.
func (x *gxEntry) kwargs(n *node) {
	if n.kind != mapNode {
		x.wrong(n, "kwargs", "a mapping", "")
		return
	}
	for _, e := range n.entries {
		value := x.parameters(e.value)
		read, shared := gxShared[e.key.text]
		switch {
		case value.isNull() || shared && value.broken:
		case shared:
			read(x, n, e.key, value)
		case value.broken:
			x.params.entries = append(x.params.entries, entry{e.key, value})
		default:
			x.params.entries = append(x.params.entries, entry{e.key, x.param(e.key, value)})
		}
	}
}

// gxShared are the arguments that are no parameters of one expectation.
var gxShared = map[string]func(x *gxEntry, kwargs, key, value *node){
	"batch_id":         func(*gxEntry, *node, *node, *node) {},
	"include_config":   func(*gxEntry, *node, *node, *node) {},
	"result_format":    func(x *gxEntry, _, key, value *node) { x.add(key, key, value) },
	"row_condition":    (*gxEntry).rowCondition,
	"condition_parser": (*gxEntry).conditionParser,
	"catch_exceptions": func(x *gxEntry, _, key, value *node) {
		if catch, ok := x.truth(value, key.text); ok && !catch {
			x.refuse(key, "an expectation that cannot be evaluated is an error of its own, and the others are evaluated all the same", "set it to true, or leave it out")
		}
	},
	"windows": func(x *gxEntry, _, key, value *node) {
		if value.kind != listNode || len(value.items) > 0 {
			x.refuse(key, "windows compare with earlier runs, of which assay keeps no record", "leave it out, and give the bounds")
		}
	},
	"auto":            (*gxEntry).profiled,
	"profiler_config": (*gxEntry).profiled,
}

func (x *gxEntry) profiled(_, key, value *node) {
	if truth, ok := boolean(value); !ok || truth {
		x.refuse(key, "parameters are not estimated from data", "give the values")
	}
}

// refuse reports an argument that cannot be honoured.
func (x *gxEntry) refuse(key *node, why, hint string) {
	x.report(key.at, "unsupported", fmt.Sprintf("%s is not supported: %s", key.text, why), hint)
}

// param is the value of a parameter as the native suite writes it.
func (x *gxEntry) param(key, value *node) *node {
	infos := x.declaration.Params()
	at := slices.IndexFunc(infos, func(i expectations.ParamInfo) bool { return i.Name == key.text || i.Alias == key.text })
	if at < 0 {
		return value
	}
	switch {
	case infos[at].Name == "column" && x.declaration.Domain == expectations.SingleColumn:
		return literalColumn(value)
	case isWhole(infos[at].Type):
		return wholeNumber(value)
	}
	return value
}

// literalColumn keeps a name that looks like a pattern a name.
func literalColumn(n *node) *node {
	if n.kind != scalarNode || n.text != "*" && !strings.HasPrefix(n.text, "/") && !strings.HasPrefix(n.text, "type:") && !strings.HasPrefix(n.text, `\`) {
		return n
	}
	out := *n
	out.text, out.parser = `\`+n.text, nil
	return &out
}
