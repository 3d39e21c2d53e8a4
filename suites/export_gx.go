package suites

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"assay/engine/vector"
	"assay/expectations"
	"assay/suites/gxcond"
)

// gxVersion is the release of Great Expectations for which suites are written.
const gxVersion = "1.24.1"

// ExportGX writes a suite as JSON that Great Expectations loads. What it does
// not have is a Diagnostic; the error is then of type Diagnostics.
func ExportGX(s *Suite) ([]byte, error) {
	x := &gxExport{}
	list := []object{}
	for i := range s.Items {
		list = append(list, x.item(&s.Items[i])...)
	}
	if len(x.found) > 0 {
		return nil, x.found.tidied()
	}
	doc := struct {
		Name         string   `json:"name"`
		Expectations []object `json:"expectations"`
		Meta         object   `json:"meta"`
		Notes        any      `json:"notes"`
	}{s.Name, list, object{"great_expectations_version": gxVersion}, nil}
	if s.Description != "" {
		doc.Notes = s.Description
	}
	text, err := json.MarshalIndent(doc, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("write the suite: %w", err)
	}
	return append(text, '\n'), nil
}

// gxExport gathers what Great Expectations does not have.
type gxExport struct{ found Diagnostics }

func (x *gxExport) refuse(at Span, format string, args ...any) {
	x.found = append(x.found, Diagnostic{Code: "not-in-gx", Msg: fmt.Sprintf(format, args...), Hint: "leave it out of the suite that is exported", At: at})
}

// item is one expectation for each column that an item names.
func (x *gxExport) item(it *Item) []object {
	if it.Declaration.Alias == "" || !strings.Contains(it.Declaration.Alias, "_") {
		x.refuse(it.at, "Great Expectations has no counterpart of %s", it.Declaration.Name)
		return nil
	}
	for _, option := range []string{"max_unexpected", "warn_at", "fail_at"} {
		if n := it.nodes[option]; n != nil {
			x.refuse(n.at, "Great Expectations has no %s", option)
		}
	}
	if it.columns == nil {
		return []object{x.one(it, "")}
	}
	var list []object
	for _, t := range it.columns.terms {
		if t.name == "" {
			x.refuse(t.at, "Great Expectations cannot select columns by %s: it needs their names", t)
			continue
		}
		list = append(list, x.one(it, t.name))
	}
	return list
}

func (x *gxExport) one(it *Item, column string) object {
	kwargs := object{}
	for _, info := range it.Declaration.Params() {
		n := it.nodes[info.Name]
		switch {
		case n == nil || n.isNull():
		case info.Name == "column" && column != "":
			kwargs["column"] = column
		default:
			kwargs[info.Alias] = x.param(info, n)
		}
	}
	if it.Options.Mostly != nil {
		kwargs["mostly"] = *it.Options.Mostly
	}
	if n := it.nodes["result_format"]; n != nil {
		kwargs["result_format"] = x.value(n)
	}
	x.condition(it, kwargs)
	out := object{"type": it.Declaration.Alias, "kwargs": kwargs, "severity": it.Options.Severity.String(), "meta": object{}}
	if n := it.nodes["meta"]; n != nil {
		out["meta"] = x.value(n)
	}
	if len(it.Options.Notes) > 0 {
		out["notes"] = it.Options.Notes
	}
	if o := it.Options.Origin; o != nil && o.ID != "" {
		out["id"] = o.ID
	}
	if o := it.Options.Origin; o != nil && o.Description != "" {
		out["description"] = o.Description
	}
	return out
}

// param is a parameter's value; a name or a text alone stands for a list of one
// where a list is taken.
func (x *gxExport) param(info expectations.ParamInfo, n *node) any {
	if n.kind == scalarNode && slices.Contains([]string{"[]expectations.Column", "[]expectations.Regexp", "[]string"}, info.Type.String()) {
		return []any{x.value(n)}
	}
	return x.value(n)
}

// condition writes the row condition: as it was, or as a query of pandas.
func (x *gxExport) condition(it *Item, kwargs object) {
	if it.where == nil {
		return
	}
	query, err := gxcond.Pandas(it.Options.Where)
	if err != nil {
		x.refuse(it.nodes["where"].at, "the row condition cannot be exported: %v", err)
		return
	}
	kwargs["row_condition"] = object{"type": "pass_through", "pass_through_filter": query}
}

// value is a node as JSON has it.
func (x *gxExport) value(n *node) any {
	switch n.kind {
	case mapNode:
		m := object{}
		for _, e := range n.entries {
			m[e.key.text] = x.value(e.value)
		}
		return m
	case listNode:
		list := make([]any, len(n.items))
		for i, item := range n.items {
			list[i] = x.value(item)
		}
		return list
	}
	switch l := literal(n); l.Kind {
	case vector.LiteralNull:
		return nil
	case vector.LiteralBool:
		return l.Text == "true"
	case vector.LiteralNumber:
		if text := strings.TrimPrefix(l.Text, "+"); json.Valid([]byte(text)) {
			return json.RawMessage(text)
		}
		var f float64
		if _, err := fmt.Sscan(l.Text, &f); err == nil {
			return f
		}
		x.refuse(n.at, "JSON has no number %s", l.Text)
	}
	return n.text
}
