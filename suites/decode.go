package suites

import (
	"errors"
	"fmt"
	"math"
	"reflect"
	"regexp/syntax"
	"slices"
	"strconv"
	"strings"

	"assay/engine/nearest"
	"assay/engine/regex"
	"assay/engine/rowexpr"
	"assay/engine/vector"
	"assay/expectations"
)

// decoder reads nodes as Go values; what does not fit is reported.
type decoder struct {
	diags *Diagnostics
}

func (d decoder) report(at Span, code, msg, hint string) {
	*d.diags = append(*d.diags, Diagnostic{Code: code, Msg: msg, Hint: hint, At: at})
}

// wrong reports a value of the wrong kind.
func (d decoder) wrong(n *node, what, want, hint string) {
	if n.broken {
		return
	}
	d.report(n.at, "wrong-type", fmt.Sprintf("%s is %s, not %s", what, n.describe(), want), hint)
}

// text reads a scalar as a string.
func (d decoder) text(n *node, what string) (string, bool) {
	if n.broken || n.kind != scalarNode || n.isNull() {
		d.wrong(n, what, "a text", "")
		return "", false
	}
	return n.text, true
}

// texts reads a list of strings, or one that stands alone.
func (d decoder) texts(n *node, what string) ([]string, bool) {
	if n.kind == scalarNode && !n.isNull() && !n.broken {
		return []string{n.text}, true
	}
	if n.kind != listNode {
		d.wrong(n, what, "a list of texts", "")
		return nil, false
	}
	list, good := make([]string, 0, len(n.items)), true
	for _, item := range n.items {
		text, ok := d.text(item, "an entry of "+what)
		list, good = append(list, text), good && ok
	}
	return list, good
}

// truth reads a boolean.
func (d decoder) truth(n *node, what string) (bool, bool) {
	value, ok := boolean(n)
	if !ok {
		hint := ""
		if n.kind == scalarNode && slices.Contains([]string{"yes", "no", "on", "off", "y", "n", "true", "false", "1", "0"}, strings.ToLower(n.text)) {
			hint = "write true or false, without quotes"
		}
		d.wrong(n, what, "true or false", hint)
	}
	return value, ok
}

// integer reads a whole number.
func (d decoder) integer(n *node, what string) (int64, bool) {
	if n.kind == scalarNode {
		if l := literal(n); l.Kind == vector.LiteralNumber {
			if i, err := strconv.ParseInt(strings.TrimPrefix(l.Text, "+"), 10, 64); err == nil {
				return i, true
			} else if errors.Is(err, strconv.ErrRange) {
				d.report(n.at, "out-of-range", fmt.Sprintf("%s is %.40s, beyond 64 bits", what, l.Text), "")
				return 0, false
			}
		}
	}
	d.wrong(n, what, "a whole number", unquoted(n))
	return 0, false
}

// float reads a number.
func (d decoder) float(n *node, what string) (float64, bool) {
	if n.kind == scalarNode {
		if l := literal(n); l.Kind == vector.LiteralNumber {
			if f, err := strconv.ParseFloat(l.Text, 64); err == nil && !math.IsNaN(f) {
				return f, true
			}
		}
	}
	d.wrong(n, what, "a number", unquoted(n))
	return 0, false
}

// unquoted is the way out for a number in quotes.
func unquoted(n *node) string {
	if n.kind == scalarNode && !n.plain && scalarShapes().number.MatchString(n.text) {
		return "write it without quotes: " + n.text
	}
	return ""
}

// literal reads a scalar whose type the column decides.
func (d decoder) literal(n *node, what string) (vector.Literal, bool) {
	if n.broken || n.kind != scalarNode {
		d.wrong(n, what, "a single value", "")
		return vector.Literal{}, false
	}
	l := literal(n)
	if code, msg := checkLiteral(l); code != "" {
		d.report(n.at, code, msg, "")
		return l, false
	}
	return l, true
}

func (d decoder) literals(n *node, what string) ([]vector.Literal, bool) {
	if n.kind != listNode {
		hint := ""
		if n.kind == scalarNode && !n.isNull() {
			hint = fmt.Sprintf("write [%s]", n.text)
		}
		d.wrong(n, what, "a list", hint)
		return nil, false
	}
	list, good := make([]vector.Literal, 0, len(n.items)), true
	for _, item := range n.items {
		l, ok := d.literal(item, "an entry of "+what)
		list, good = append(list, l), good && ok
	}
	return list, good
}

// tuples reads a list of lists.
func (d decoder) tuples(n *node, what string) ([][]vector.Literal, bool) {
	if n.kind != listNode {
		d.wrong(n, what, "a list of lists", "")
		return nil, false
	}
	list, good := make([][]vector.Literal, 0, len(n.items)), true
	for _, item := range n.items {
		tuple, ok := d.literals(item, "an entry of "+what)
		list, good = append(list, tuple), good && ok
	}
	return list, good
}

// pattern reads a regular expression.
func (d decoder) pattern(n *node, what string) (expectations.Regexp, bool) {
	text, ok := d.text(n, what)
	if !ok {
		return "", false
	}
	if _, err := regex.CompilePython(text, regex.DefaultLimit); err != nil {
		d.report(patternPlace(n, err), "bad-regex", "the regular expression cannot be used: "+patternMessage(err), "")
		return "", false
	}
	return expectations.Regexp(text), true
}

// patternPlace is where a mistake stands, or the part that a syntax error quotes.
func patternPlace(n *node, err error) Span {
	var own *regex.SyntaxError
	if errors.As(err, &own) {
		return n.within(own.Start, own.End)
	}
	var se *syntax.Error
	if errors.As(err, &se) && se.Expr != "" {
		if at := strings.Index(n.text, se.Expr); at >= 0 {
			return n.within(at, at+len(se.Expr))
		}
	}
	return n.at
}

func patternMessage(err error) string {
	var se *syntax.Error
	if errors.As(err, &se) {
		return fmt.Sprintf("%s: %s", se.Code, se.Expr)
	}
	return err.Error()
}

// expression reads a row expression; parsed is nil where it was reported.
func (d decoder) expression(n *node, what string) (parsed *rowexpr.Expr) {
	text, ok := d.text(n, what)
	if !ok {
		return nil
	}
	parsed, err := rowexpr.Parse(text)
	if err != nil {
		d.expressionErrors(n, err)
		return nil
	}
	return parsed
}

// aggregate reads an expression over whole columns.
func (d decoder) aggregate(n *node, what string) (expectations.Aggregate, bool) {
	text, ok := d.text(n, what)
	if !ok {
		return "", false
	}
	if _, err := rowexpr.ParseAggregate(text); err != nil {
		d.expressionErrors(n, err)
		return "", false
	}
	return expectations.Aggregate(text), true
}

// expressionErrors reports the mistakes of an expression at their places.
func (d decoder) expressionErrors(n *node, err error) {
	var list rowexpr.Errors
	if !errors.As(err, &list) {
		d.report(n.at, "bad-expression", err.Error(), "")
		return
	}
	for _, e := range list {
		d.report(n.within(e.Start, e.End), e.Code, e.Msg, e.Hint)
	}
}

// enum reads one of the words that are allowed.
func (d decoder) enum(n *node, what string, allowed []string) (string, bool) {
	text, ok := d.text(n, what)
	if !ok {
		return "", false
	}
	if !slices.Contains(allowed, text) {
		hint := nearest.DidYouMean(text, allowed)
		d.report(n.at, "bad-value", fmt.Sprintf("%s cannot be %q: it is one of %s", what, text, strings.Join(allowed, ", ")), hint)
		return "", false
	}
	return text, true
}

// into reads n into a parameter of an expectation.
func (d decoder) into(target reflect.Value, n *node, info expectations.ParamInfo) bool {
	if target.Kind() == reflect.Pointer {
		if n.isNull() {
			return true
		}
		value := reflect.New(target.Type().Elem())
		if !d.into(value.Elem(), n, info) {
			return false
		}
		target.Set(value)
		return true
	}
	value, ok := d.param(target.Type(), n, info)
	if ok {
		target.Set(reflect.ValueOf(value).Convert(target.Type()))
	}
	return ok
}

// param reads n as a parameter of type t, one of those that expectations.Def
// lists.
func (d decoder) param(t reflect.Type, n *node, info expectations.ParamInfo) (any, bool) {
	switch t {
	case reflect.TypeFor[string](), reflect.TypeFor[expectations.Column]():
		if len(info.Enum) > 0 {
			return d.enum(n, info.Name, info.Enum)
		}
		return d.text(n, info.Name)
	case reflect.TypeFor[bool]():
		return d.truth(n, info.Name)
	case reflect.TypeFor[int64]():
		return d.integer(n, info.Name)
	case reflect.TypeFor[float64]():
		return d.float(n, info.Name)
	case reflect.TypeFor[vector.Literal]():
		return d.literal(n, info.Name)
	case reflect.TypeFor[[]vector.Literal]():
		return d.literals(n, info.Name)
	case reflect.TypeFor[[][]vector.Literal]():
		return d.tuples(n, info.Name)
	case reflect.TypeFor[[]string]():
		return d.texts(n, info.Name)
	case reflect.TypeFor[[]expectations.Column]():
		names, ok := d.texts(n, info.Name)
		columns := make([]expectations.Column, len(names))
		for i, name := range names {
			columns[i] = expectations.Column(name)
		}
		return columns, ok
	case reflect.TypeFor[expectations.Regexp]():
		return d.pattern(n, info.Name)
	case reflect.TypeFor[[]expectations.Regexp]():
		return d.patterns(n, info.Name)
	case reflect.TypeFor[expectations.Expression]():
		parsed := d.expression(n, info.Name)
		return expectations.Expression(n.text), parsed != nil
	case reflect.TypeFor[expectations.Aggregate]():
		return d.aggregate(n, info.Name)
	case reflect.TypeFor[expectations.QuantileRanges]():
		return d.quantileRanges(n, info.Name)
	case reflect.TypeFor[expectations.Partition]():
		return d.partition(n, info.Name)
	case reflect.TypeFor[expectations.ShareRanges]():
		return d.shareRanges(n, info.Name)
	case reflect.TypeFor[expectations.Arguments]():
		return d.arguments(n, info.Name)
	case reflect.TypeFor[[]float64]():
		return d.edges(n, info.Name)
	case reflect.TypeFor[expectations.DataPath]():
		path, ok := d.text(n, info.Name)
		return expectations.DataPath(besides(n.at.File, path)), ok
	case reflect.TypeFor[any]():
		return plainValue(n), true
	}
	d.report(n.at, "internal", fmt.Sprintf("parameters of type %s cannot be read", t), "")
	return nil, false
}

func (d decoder) patterns(n *node, what string) ([]expectations.Regexp, bool) {
	if n.kind != listNode {
		p, ok := d.pattern(n, what)
		return []expectations.Regexp{p}, ok
	}
	list, good := make([]expectations.Regexp, 0, len(n.items)), true
	for _, item := range n.items {
		p, ok := d.pattern(item, "an entry of "+what)
		list, good = append(list, p), good && ok
	}
	return list, good
}
