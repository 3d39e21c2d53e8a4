package suites

import (
	"errors"

	"assay/engine"
	"assay/engine/vector"
	"assay/suites/gxcond"
)

// rowCondition turns a row_condition into a row expression.
func (x *gxEntry) rowCondition(kwargs, key, value *node) {
	x.keep(key, value)
	parser := ""
	if p := kwargs.get("condition_parser"); p != nil {
		parser = p.text
	}
	mistakes := len(*x.diags)
	c, ok := x.condition(value, parser)
	if !ok || len(*x.diags) > mistakes {
		return
	}
	x.add(key, word(key.at, "where"), word(value.at, c.Expression()))
}

// keep notes an argument as it is written, for reports.
func (x *gxEntry) keep(key, value *node) {
	o := x.out.origin
	o.Kwargs = append(o.Kwargs, engine.Param{Name: key.text, Alias: key.text, Value: plainValue(value)})
}

var conditionParsers = []string{"great_expectations", "great_expectations__experimental__", "pandas", "spark"}

func (x *gxEntry) conditionParser(kwargs, key, value *node) {
	parser, ok := x.enum(value, key.text, conditionParsers)
	if !ok {
		return
	}
	x.keep(key, value)
	if c := kwargs.get("row_condition"); parser == "spark" && c != nil && c.kind == scalarNode && !c.isNull() {
		x.refuse(value, "conditions in the syntax of Spark are not translated", "write a condition object, or one in the syntax of pandas")
	}
}

func (x *gxEntry) condition(n *node, parser string) (gxcond.Cond, bool) {
	if n.kind == mapNode {
		return x.conditionObject(n, 0)
	}
	text, ok := x.text(n, "row_condition")
	if !ok {
		return gxcond.Cond{}, false
	}
	translate := gxcond.Query
	if parser == "great_expectations" || parser == "great_expectations__experimental__" || gxcond.IsLegacy(text) {
		translate = gxcond.Legacy
	}
	return x.translated(n, translate)
}

// translated reads the condition that a text holds.
func (x *gxEntry) translated(n *node, translate func(string) (gxcond.Cond, error)) (gxcond.Cond, bool) {
	c, err := translate(n.text)
	if err == nil {
		return c, true
	}
	at, hint := n.at, ""
	var e *gxcond.Error
	if errors.As(err, &e) {
		at, hint = n.within(e.Start, e.End), e.Hint
	}
	x.report(at, "bad-condition", "the row condition cannot be translated: "+err.Error(), hint)
	return c, false
}

// maxConditionDepth bounds how deep condition objects may be nested.
const maxConditionDepth = 50

var conditionTypes = []string{"comparison", "nullity", "and", "or", "pass_through"}

// conditionObject reads a condition of GX 1.x.
func (x *gxEntry) conditionObject(n *node, depth int) (gxcond.Cond, bool) {
	if n.kind != mapNode || depth > maxConditionDepth {
		x.wrong(n, "a condition", "a mapping with a type", "")
		return gxcond.Cond{}, false
	}
	kind, ok := x.enum(getOrNothing(n, "type"), "the type of a condition", conditionTypes)
	if !ok {
		return gxcond.Cond{}, false
	}
	switch kind {
	case "and", "or":
		return x.connected(n, kind, depth)
	case "pass_through":
		filter := getOrNothing(n, "pass_through_filter")
		if _, ok := x.text(filter, "pass_through_filter"); !ok {
			return gxcond.Cond{}, false
		}
		return x.translated(filter, gxcond.Query)
	}
	column, ok := x.conditionColumn(n)
	if !ok {
		return gxcond.Cond{}, false
	}
	if kind == "nullity" {
		isNull, ok := x.truth(getOrNothing(n, "is_null"), "is_null")
		c := gxcond.IsNull(column)
		if !isNull {
			c = gxcond.Not(c)
		}
		return c, ok
	}
	return x.comparison(n, column)
}

func (x *gxEntry) connected(n *node, kind string, depth int) (gxcond.Cond, bool) {
	list := getOrNothing(n, "conditions")
	if list.kind != listNode || len(list.items) == 0 {
		x.wrong(list, "conditions", "a list of conditions", "")
		return gxcond.Cond{}, false
	}
	parts, good := make([]gxcond.Cond, len(list.items)), true
	for i, item := range list.items {
		var ok bool
		parts[i], ok = x.conditionObject(item, depth+1)
		good = good && ok
	}
	if kind == "and" {
		return gxcond.And(parts...), good
	}
	return gxcond.Or(parts...), good
}

// conditionColumn is the name in {"column": {"name": "x"}}.
func (x *gxEntry) conditionColumn(n *node) (string, bool) {
	column := getOrNothing(n, "column")
	if column.kind == mapNode {
		column = getOrNothing(column, "name")
	}
	return x.text(column, "the column of a condition")
}

var conditionOperators = map[string]string{
	"==": "==", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">=", "IN": "in", "NOT_IN": "not in",
}

func (x *gxEntry) comparison(n *node, column string) (gxcond.Cond, bool) {
	operator, ok := x.enum(getOrNothing(n, "operator"), "operator", []string{"==", "!=", "<", "<=", ">", ">=", "IN", "NOT_IN"})
	if !ok {
		return gxcond.Cond{}, false
	}
	op := conditionOperators[operator]
	param := getOrNothing(n, "parameter")
	if op != "in" && op != "not in" {
		value, ok := x.operand(param)
		return gxcond.Compare(gxcond.Column(column), op, value), ok
	}
	if param.kind != listNode {
		x.wrong(param, "parameter", "a list", "")
		return gxcond.Cond{}, false
	}
	values := make([]gxcond.Operand, len(param.items))
	for i, item := range param.items {
		if values[i], ok = x.operand(item); !ok {
			return gxcond.Cond{}, false
		}
	}
	return gxcond.Compare(gxcond.Column(column), op, gxcond.List(values)), true
}

// operand is a value that a column is compared with.
func (x *gxEntry) operand(n *node) (gxcond.Operand, bool) {
	l, ok := x.literal(n, "parameter")
	if !ok {
		return gxcond.Operand{}, false
	}
	switch l.Kind {
	case vector.LiteralNull:
		x.report(n.at, "bad-value", "a condition cannot compare with nothing", `write {"type": "nullity", "is_null": true, …}`)
		return gxcond.Operand{}, false
	case vector.LiteralNumber:
		return gxcond.Number(l.Text), true
	case vector.LiteralBool:
		return gxcond.Truth(l.Text == "true"), true
	}
	return gxcond.Text(l.Text), true
}
