package suites

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"assay/engine/nearest"
	"assay/expectations"
)

// optionNames are what may stand beside every expectation; those from mostly on
// only beside expectations that judge rows.
var optionNames = []string{"name", "severity", "where", "segments", "min_group_size", "notes", "meta", "result_format", "mostly", "max_unexpected", "warn_at", "fail_at"}

// itemReader reads the entries of expectations.
type itemReader struct {
	decoder
	catalogue *expectations.Catalogue
	warnings  *Diagnostics // what Great Expectations evaluates all the same
}

// item reads one entry; nil says that a mistake was reported.
func (r itemReader) item(n *node) *Item {
	mistakes := len(*r.diags)
	if n.kind == scalarNode && !n.isNull() {
		// A bare name: an expectation that needs no parameters.
		n = &node{kind: mapNode, at: n.at, raw: n.raw, entries: []entry{{n, &node{at: n.at, plain: true}}}}
	}
	if n.kind != mapNode {
		r.wrong(n, "an expectation", "a mapping", "write its name and its parameters: between: {column: age, min: 18}")
		return nil
	}
	name, value, declaration := r.expectation(n)
	if declaration == nil {
		return nil
	}
	it := &Item{Declaration: declaration, at: name.at, nodes: make(map[string]*node)}
	it.Options.Origin = n.origin
	r.options(it, n)
	r.params(it, value)
	if len(*r.diags) > mistakes {
		return nil
	}
	return it
}

// expectation finds the key of an entry that names its expectation.
func (r itemReader) expectation(n *node) (name, value *node, found *expectations.Declaration) {
	var unknown []*node
	for _, e := range n.entries {
		if slices.Contains(optionNames, e.key.text) {
			continue
		}
		d, ok := r.catalogue.Lookup(e.key.text)
		switch {
		case !ok:
			unknown = append(unknown, e.key)
		case found != nil:
			r.report(e.key.at, "several-expectations", fmt.Sprintf("one entry has both %s and %s", name.text, e.key.text), "give each an entry of its own, with a dash")
		default:
			name, value, found = e.key, e.value, d
		}
	}
	for i, key := range unknown {
		if found == nil && i == 0 {
			hint := nearest.DidYouMean(key.text, r.catalogue.Names())
			if hint == "" {
				hint = `"assay list" names them all`
			}
			r.report(key.at, "unknown-expectation", fmt.Sprintf("unknown expectation %q", key.text), hint)
			continue
		}
		r.report(key.at, "unknown-option", fmt.Sprintf("%q is no option", key.text), r.optionHint(found, key.text))
	}
	if found == nil && len(unknown) == 0 {
		r.report(n.at, "missing-expectation", "the entry names no expectation", `it needs one, such as not-null: user_id`)
	}
	return name, value, found
}

// optionHint helps with a key that stands beside an expectation.
func (r itemReader) optionHint(d *expectations.Declaration, key string) string {
	if d != nil {
		for _, info := range d.Params() {
			if info.Name == key || info.Alias == key {
				return fmt.Sprintf("%s is a parameter of %s: put it inside, %s: {%s: …}", key, d.Name, d.Name, key)
			}
		}
	}
	if hint := nearest.DidYouMean(key, optionNames); hint != "" {
		return hint
	}
	return "the options are " + strings.Join(optionNames, ", ")
}

// params reads the value of an expectation's key.
func (r itemReader) params(it *Item, value *node) {
	mistakes := len(*r.diags)
	it.params = it.Declaration.NewParams()
	infos := it.Declaration.Params()
	switch {
	case value.kind == mapNode:
		r.named(it, value, infos)
	case value.kind == listNode:
		r.listed(it, value, infos)
	case !value.isNull():
		r.bare(it, value, infos)
	}
	r.required(it, infos)
	if len(*r.diags) == mistakes && r.complete(it) {
		for _, p := range it.Declaration.Validate(it.params) {
			r.problem(it, p)
		}
	}
}

// named reads parameters by their names.
func (r itemReader) named(it *Item, value *node, infos []expectations.ParamInfo) {
	for _, e := range value.entries {
		at := slices.IndexFunc(infos, func(i expectations.ParamInfo) bool { return i.Name == e.key.text || i.Alias == e.key.text })
		switch {
		case at >= 0:
			if it.nodes[infos[at].Name] != nil {
				r.report(e.key.at, "duplicate-key", fmt.Sprintf("%s is given twice, as %s and as %s", infos[at].Name, infos[at].Name, infos[at].Alias), "")
				continue
			}
			r.param(it, e.value, infos[at])
		case e.key.text == "except" && it.Declaration.Domain == expectations.SingleColumn:
			it.nodes["except"] = e.value
		case e.key.text == "mostly":
			if it.nodes["mostly"] != nil {
				r.report(e.key.at, "duplicate-key", "mostly is given twice, beside the expectation and inside", "")
				continue
			}
			r.option(it, e.key, e.value)
		default:
			r.unknownParam(it, e.key, infos)
		}
	}
	r.except(it)
}

func (r itemReader) unknownParam(it *Item, key *node, infos []expectations.ParamInfo) {
	var names []string
	for _, info := range infos {
		names = append(names, info.Name)
		if info.Alias != info.Name {
			names = append(names, info.Alias)
		}
	}
	hint := nearest.DidYouMean(key.text, names)
	if at := slices.IndexFunc(infos, func(i expectations.ParamInfo) bool {
		meant := nearest.Name(key.text, names)
		return meant != "" && (i.Name == meant || i.Alias == meant)
	}); at >= 0 {
		it.nodes[infos[at].Name] = key // so that it is not missed as well
	}
	switch {
	case slices.Contains(optionNames, key.text):
		hint = fmt.Sprintf("%s is an option: it stands beside %s, not inside", key.text, it.Declaration.Name)
	case hint == "" && len(names) == 0:
		hint = "it takes none"
	case hint == "":
		hint = "its parameters are " + strings.Join(names, ", ")
	}
	r.report(key.at, "unknown-parameter", fmt.Sprintf("%s has no parameter %q", it.Declaration.Name, key.text), hint)
}

// param reads one parameter.
func (r itemReader) param(it *Item, value *node, info expectations.ParamInfo) {
	it.nodes[info.Name] = value
	if it.Declaration.Domain == expectations.SingleColumn && info.Name == "column" {
		s, ok := r.selector(value)
		if ok {
			it.columns = s
			if len(s.terms) > 0 {
				// A stand-in, so that Validate finds a column.
				info.Value(it.params).SetString(s.terms[0].String())
			}
		}
		return
	}
	if r.into(info.Value(it.params), value, info) {
		it.given = append(it.given, info)
	}
}

// except reads the exceptions of a selector.
func (r itemReader) except(it *Item) {
	n := it.nodes["except"]
	if n == nil || it.columns == nil {
		return
	}
	it.columns.except, _ = r.terms(n, "except")
}

// bare reads a value that stands alone: the parameter that is marked for it.
func (r itemReader) bare(it *Item, value *node, infos []expectations.ParamInfo) {
	for _, info := range infos {
		if info.Bare {
			r.param(it, value, info)
			return
		}
	}
	hint := "write " + it.Declaration.Name + ": {}"
	if len(infos) > 0 {
		hint = fmt.Sprintf("write %s: {%s: …}", it.Declaration.Name, infos[0].Name)
	}
	r.report(value.at, "wrong-type", fmt.Sprintf("the parameters of %s are %s, not a mapping", it.Declaration.Name, value.describe()), hint)
}

// listed reads a list: the columns or names that an expectation takes, or else
// its parameters in their order.
func (r itemReader) listed(it *Item, value *node, infos []expectations.ParamInfo) {
	for _, info := range infos {
		several := info.Type.Kind() == reflect.Slice || info.Name == "column" && len(infos) == 1
		if info.Bare && several {
			r.param(it, value, info)
			return
		}
	}
	for i, item := range value.items {
		if i >= len(infos) {
			r.report(item.at, "too-many-values", fmt.Sprintf("%s takes %d parameters", it.Declaration.Name, len(infos)), "")
			return
		}
		r.param(it, item, infos[i])
	}
}

// required reports parameters that must be there and are not.
func (r itemReader) required(it *Item, infos []expectations.ParamInfo) {
	for _, info := range infos {
		if info.Required && it.nodes[info.Name] == nil {
			r.report(it.at, "missing-parameter", fmt.Sprintf("%s needs %s: %s", it.Declaration.Name, info.Name, info.Doc), "")
		}
	}
}

// complete reports whether every parameter that was given and needed was read,
// so that it makes sense to validate them together.
func (r itemReader) complete(it *Item) bool {
	for _, info := range it.Declaration.Params() {
		read := slices.ContainsFunc(it.given, func(g expectations.ParamInfo) bool { return g.Name == info.Name })
		if info.Name == "column" && it.columns != nil {
			read = true
		}
		if (info.Required || it.nodes[info.Name] != nil) && !read {
			return false
		}
	}
	return true
}

// problem reports what an expectation finds wrong with its parameters.
func (r itemReader) problem(it *Item, p expectations.Problem) {
	at := it.at
	if n := it.nodes[p.Param]; n != nil {
		at = n.at
	}
	if it.Options.Origin != nil && evaluatedAnyway(it.Declaration, p) {
		*r.warnings = append(*r.warnings, Diagnostic{Code: p.Code, Msg: p.Msg, Hint: p.Hint, At: at})
		return
	}
	r.report(at, p.Code, p.Msg, p.Hint)
}
