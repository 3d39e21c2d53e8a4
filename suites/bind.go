package suites

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/nearest"
	"assay/engine/rowexpr"
	"assay/engine/vector"
	"assay/expectations"
)

// Info identifies the suite in results.
func (s *Suite) Info() engine.SuiteInfo {
	return engine.SuiteInfo{Name: s.Name, Description: s.Description, Path: s.Path, Digest: s.Digest, Params: slices.Concat(s.Params, s.Environment)}
}

// Bind lays the suite over the data's columns: each expectation becomes one
// check, or one for each column that it selects. What cannot be bound becomes a
// check with an Err; the others are not concerned.
func (s *Suite) Bind(env *engine.Env) Bound {
	b := &binder{env: env, ids: make(map[string]int)}
	if env.Zone == nil && s.Data.Timezone != nil {
		own := *env
		own.Zone = s.Data.Timezone
		b.env = &own
	}
	for i := range s.Items {
		b.item(&s.Items[i])
	}
	b.out.AlsoRead = s.Data.Declared
	b.out.Diagnostics = b.out.Diagnostics.tidied()
	return b.out
}

type binder struct {
	env *engine.Env
	ids map[string]int // how often an id was given
	out Bound
}

// item binds one expectation.
func (b *binder) item(it *Item) {
	if it.columns == nil {
		b.check(it, it.params, domainColumns(it), it.at)
		return
	}
	columns, empty := it.columns.choose(b.env.Schema)
	for _, c := range columns {
		b.check(it, it.withColumn(c.name), []string{c.name}, c.at)
	}
	for _, t := range empty {
		b.empty(it, t)
	}
}

// withColumn is the parameters with the column filled in.
func (it *Item) withColumn(name string) any {
	params := reflect.New(reflect.TypeOf(it.params).Elem())
	params.Elem().Set(reflect.ValueOf(it.params).Elem())
	for _, info := range it.Declaration.Params() {
		if info.Name == "column" {
			info.Value(params.Interface()).SetString(name)
		}
	}
	return params.Interface()
}

// domainColumns are the columns that an expectation without a selector is about.
func domainColumns(it *Item) (columns []string) {
	for _, info := range it.Declaration.Params() {
		switch v := info.Value(it.params).Interface().(type) {
		case expectations.Column:
			columns = append(columns, string(v))
		case []expectations.Column:
			for _, c := range v {
				columns = append(columns, string(c))
			}
		case expectations.Expression:
			if e, err := rowexpr.Parse(string(v)); err == nil {
				columns = append(columns, e.Columns()...)
			}
		case expectations.Aggregate:
			if a, err := rowexpr.ParseAggregate(string(v)); err == nil {
				columns = append(columns, a.Columns()...)
			}
		case string:
			if info.Name == "column" { // of an expectation about the table
				columns = append(columns, v)
			}
		}
	}
	return columns
}

// check binds an expectation to columns; at is where they are named.
func (b *binder) check(it *Item, params any, columns []string, at Span) {
	c := b.newCheck(it, params, columns)
	fields, err := b.fields(it, columns, at)
	if err == nil {
		err = b.condition(c, it)
	}
	if err == nil {
		err = b.segments(c, it)
	}
	if err == nil {
		err = b.beside(c, it)
	}
	if err == nil {
		err = b.build(c, it, params, fields, at)
	}
	b.add(c, it, err)
}

// mistake is why a check cannot be bound, and where the suite says so.
type mistake struct {
	engine.CheckError
	at Span
}

func (b *binder) add(c *engine.Check, it *Item, err *mistake) {
	if err != nil {
		c.Kind, c.Err = nil, &err.CheckError
		b.out.Diagnostics = append(b.out.Diagnostics, Diagnostic{Code: err.Code, Msg: err.Msg, Hint: err.Hint, At: err.at})
	}
	if isFinding(it.Declaration) && c.Kind != nil {
		b.out.Findings = append(b.out.Findings, c)
		return
	}
	b.out.Checks = append(b.out.Checks, c)
}

func (b *binder) newCheck(it *Item, params any, columns []string) *engine.Check {
	o := it.Options
	c := &engine.Check{
		Name: it.Declaration.Name, Alias: it.Declaration.Alias,
		ID:     b.id(it, columns),
		Params: givenParams(it, params, columns), Columns: columns,
		Expect: it.Declaration.Expect(params), Fault: it.Declaration.Fault(params), Severity: o.Severity,
		Mostly: 1, MaxUnexpected: o.MaxUnexpected, WarnAt: o.WarnAt, FailAt: o.FailAt,
		Notes: o.Notes, Meta: o.Meta,
		ResultFormat: o.ResultFormat, Origin: o.Origin,
		At: engine.Position{File: it.at.File, Line: it.at.Line, Col: it.at.Col},
	}
	if o.Mostly != nil {
		c.Mostly, c.MostlyGiven = *o.Mostly, true
	}
	return c
}

// id is the name, or what is expected of which columns; #2, #3 … tell repeats
// apart.
func (b *binder) id(it *Item, columns []string) string {
	id := it.Options.Name
	if id == "" {
		id = it.Declaration.Name
		if len(columns) > 0 {
			id += "." + strings.Join(columns, ",")
		}
	}
	id = it.prefix + id
	for {
		b.ids[id]++
		n := b.ids[id]
		if n == 1 {
			return id
		}
		numbered := fmt.Sprintf("%s#%d", id, n)
		if b.ids[numbered] == 0 {
			b.ids[numbered]++
			return numbered
		}
	}
}

// givenParams lists the parameters as given, for reports.
func givenParams(it *Item, params any, columns []string) []engine.Param {
	var list []engine.Param
	for _, info := range it.Declaration.Params() {
		if it.columns != nil && info.Name == "column" {
			list = append(list, engine.Param{Name: info.Name, Alias: info.Alias, Value: columns[0]})
			continue
		}
		if !slices.ContainsFunc(it.given, func(g expectations.ParamInfo) bool { return g.Name == info.Name }) {
			continue
		}
		if value := reportValue(info.Value(params)); value != nil {
			list = append(list, engine.Param{Name: info.Name, Alias: info.Alias, Value: value})
		}
	}
	return list
}

// reportValue is a parameter as engine.Param holds it; nil for null.
func reportValue(v reflect.Value) any {
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return nil
		}
		v = v.Elem()
	}
	switch value := v.Interface().(type) {
	case interface{ Reported() any }:
		return value.Reported()
	case expectations.Column, expectations.Regexp, expectations.Expression, expectations.Aggregate:
		return v.String()
	case []expectations.Column:
		return asStrings(value)
	case []expectations.Regexp:
		return asStrings(value)
	default:
		return value
	}
}

func asStrings[T ~string](list []T) []string {
	texts := make([]string, len(list))
	for i, v := range list {
		texts[i] = string(v)
	}
	return texts
}

// fields finds the columns in the data.
func (b *binder) fields(it *Item, columns []string, at Span) ([]arrow.Field, *mistake) {
	if it.Declaration.Domain == expectations.Table {
		return nil, nil
	}
	fields := make([]arrow.Field, len(columns))
	for i, name := range columns {
		found := b.env.Schema.FieldIndices(name)
		if len(found) == 0 {
			return nil, b.missing(it, name, at)
		}
		fields[i] = b.env.Schema.Field(found[0])
		if !it.Declaration.Accepts.Accept(fields[i].Type) {
			return nil, wrongType(it, fields[i], b.columnAt(it, name, at))
		}
	}
	return fields, nil
}

func (b *binder) missing(it *Item, name string, at Span) *mistake {
	have := fieldNames(b.env.Schema)
	hint := nearest.DidYouMean(name, have)
	if hint == "" {
		hint = "the columns are " + listed(have)
	}
	return &mistake{engine.CheckError{Code: "missing-column", Msg: fmt.Sprintf("the data has no column %q", name), Hint: hint}, b.columnAt(it, name, at)}
}

// listed names the first few of a list.
func listed(names []string) string {
	const shown = 8
	if len(names) > shown {
		return fmt.Sprintf("%s … (%d)", strings.Join(names[:shown], ", "), len(names))
	}
	return strings.Join(names, ", ")
}

// columnAt is where a column of a pair or set is named.
func (b *binder) columnAt(it *Item, name string, at Span) Span {
	for _, param := range []string{"a", "b", "columns"} {
		n := it.nodes[param]
		switch {
		case n == nil:
		case n.kind == scalarNode && n.text == name:
			return n.at
		case n.kind == listNode:
			for _, item := range n.items {
				if item.text == name {
					return item.at
				}
			}
		}
	}
	return at
}

func wrongType(it *Item, f arrow.Field, at Span) *mistake {
	e := engine.CheckError{
		Code: "wrong-type",
		Msg:  fmt.Sprintf("%s takes %s, and the column %s is %s", it.Declaration.Name, it.Declaration.Accepts, f.Name, typeName(f.Type)),
	}
	switch {
	case expectations.ClassOf(f.Type) == 0:
		e.Hint = "columns of nested types cannot be checked as a whole; a struct's fields are addressed as a.b"
	case expectations.ClassOf(f.Type) == expectations.Strings:
		e.Hint = fmt.Sprintf("if its cells are something else, declare it: data: {types: {%s: …}}", f.Name)
	}
	return &mistake{e, at}
}

// typeName is the type as people know it.
func typeName(t arrow.DataType) string {
	if d, ok := t.(*arrow.DictionaryType); ok {
		t = d.ValueType
	}
	if t.ID() == arrow.STRING || t.ID() == arrow.LARGE_STRING {
		return "string"
	}
	return t.String()
}

// condition binds the row condition.
func (b *binder) condition(c *engine.Check, it *Item) *mistake {
	if it.where == nil {
		return nil
	}
	bound, err := it.where.Bind(b.env.Schema, rowexpr.Options{Zone: b.env.Zone, Now: b.env.Now})
	if err != nil {
		return asMistake(err, it.nodes["where"], it.at)
	}
	c.Where = bound.Condition()
	return nil
}

// segments finds the columns by which rows are grouped.
func (b *binder) segments(c *engine.Check, it *Item) *mistake {
	for i, name := range it.Options.Segments {
		at := it.nodes["segments"].at
		if n := it.nodes["segments"]; n.kind == listNode {
			at = n.items[i].at
		}
		found := b.env.Schema.FieldIndices(name)
		if len(found) == 0 {
			return b.missing(it, name, at)
		}
		if f := b.env.Schema.Field(found[0]); !expectations.AnyType.Accept(f.Type) {
			return &mistake{engine.CheckError{Code: "wrong-type", Msg: fmt.Sprintf("rows cannot be grouped by %s, which is %s", name, typeName(f.Type))}, at}
		}
	}
	c.Segments, c.MinGroupSize = it.Options.Segments, it.Options.MinGroupSize
	return nil
}

// beside finds the columns that the result format shows beside unexpected
// values.
func (b *binder) beside(c *engine.Check, it *Item) *mistake {
	f := c.ResultFormat
	if f == nil || !it.Declaration.RowWise {
		return nil
	}
	for _, name := range f.IndexColumns {
		if !b.env.Schema.HasField(name) {
			return b.missing(it, name, it.at)
		}
	}
	c.Beside = f.IndexColumns
	if !f.IncludeUnexpectedRows {
		return nil
	}
	for _, field := range b.env.Schema.Fields() {
		if expectations.AnyType.Accept(field.Type) {
			c.Beside = append(c.Beside[:len(c.Beside):len(c.Beside)], field.Name)
		}
	}
	return nil
}

// build makes the check's kind.
func (b *binder) build(c *engine.Check, it *Item, params any, fields []arrow.Field, at Span) *mistake {
	env := *b.env
	env.Mixed = it.Options.Origin != nil // as Great Expectations has it
	kind, err := it.Declaration.Build(params, fields, &env)
	if err != nil {
		return asMistake(err, it.expressionNode(), it.blame(err, at))
	}
	c.Kind = kind
	return nil
}

// expressionNode is the node of a row rule or an aggregate, nil where there is
// none.
func (it *Item) expressionNode() *node {
	for _, info := range it.given {
		if info.Type == reflect.TypeFor[expectations.Expression]() || info.Type == reflect.TypeFor[expectations.Aggregate]() {
			return it.nodes[info.Name]
		}
	}
	return nil
}

// blame is the place of the bound that cannot be used, where an error quotes
// one; otherwise at.
func (it *Item) blame(err error, at Span) Span {
	var le *vector.LiteralError
	var ce *engine.CheckError
	msg := ""
	switch {
	case errors.As(err, &le):
		msg = le.Msg
	case errors.As(err, &ce):
		msg = ce.Msg
	}
	for _, info := range it.given {
		n := it.nodes[info.Name]
		if l, ok := info.Value(it.params).Interface().(*vector.Literal); ok && l != nil && n != nil && strings.Contains(msg, l.Text) {
			return n.at
		}
	}
	return at
}

// asMistake gives an error of binding a place: that of the expression's part
// that is meant, if n is an expression.
func asMistake(err error, n *node, at Span) *mistake {
	var re *rowexpr.Error
	var ce *engine.CheckError
	var le *vector.LiteralError
	switch {
	case errors.As(err, &re):
		if n != nil {
			at = n.within(re.Start, re.End)
		}
		return &mistake{engine.CheckError{Code: re.Code, Msg: re.Msg, Hint: re.Hint}, at}
	case errors.As(err, &ce):
		return &mistake{*ce, at}
	case errors.As(err, &le):
		return &mistake{engine.CheckError{Code: le.Code, Msg: le.Msg, Hint: le.Hint}, at}
	}
	return &mistake{engine.CheckError{Code: "internal", Msg: err.Error()}, at}
}

// empty is the outcome of a selector that matches nothing.
func (b *binder) empty(it *Item, t term) {
	c := b.newCheck(it, it.withColumn(t.String()), []string{t.String()})
	b.add(c, it, &mistake{engine.CheckError{
		Code: "no-column-selected", Msg: fmt.Sprintf("no column of the data is selected by %s", t),
		Hint: "the columns are " + listed(fieldNames(b.env.Schema)),
	}, t.at})
}

func fieldNames(schema *arrow.Schema) []string {
	names := make([]string, schema.NumFields())
	for i, f := range schema.Fields() {
		names[i] = f.Name
	}
	return names
}
