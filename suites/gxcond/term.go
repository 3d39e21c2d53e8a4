package gxcond

import "fmt"

func (p *queryParser) sum() value { return p.binary(p.product, "+", "-") }

func (p *queryParser) product() value { return p.binary(p.signed, "*", "/", "%") }

func (p *queryParser) binary(part func() value, signs ...string) value {
	left := part()
	for p.err == nil && p.peek().is(signs...) {
		op := p.take().text
		left = p.calculate(left, op, part())
	}
	return left
}

func (p *queryParser) calculate(left value, op string, right value) value {
	for _, v := range []value{left, right} {
		if v.isCond || v.operand.list || v.operand.none {
			p.fail(v.start, v.end, "this cannot be calculated with", "")
			return value{}
		}
	}
	return value{operand: arithmetic(left.operand, op, right.operand), start: left.start, end: right.end}
}

// signed reads ~condition, -number and +number.
func (p *queryParser) signed() value {
	t := p.peek()
	if !p.accept("~", "-", "+") {
		return p.power()
	}
	if p.deeper(t) {
		return value{}
	}
	defer p.shallower()
	v := p.signed()
	switch {
	case p.err != nil:
		return value{}
	case t.text == "~":
		return value{cond: Not(p.truth(v)), isCond: true, start: t.start, end: v.end}
	case v.isCond || v.operand.list || v.operand.none:
		p.fail(t.start, v.end, "this cannot be calculated with", "")
		return value{}
	}
	v.operand.text, v.start = t.text+v.operand.enclosed(), t.start
	v.operand.loose = false
	return v
}

func (p *queryParser) power() value {
	base := p.postfix()
	if p.err != nil || !p.accept("**") {
		return base
	}
	return p.calculate(base, "**", p.signed())
}

// nullTests are the methods that ask whether a value is missing.
var nullTests = map[string]bool{"isnull": true, "isna": true, "notnull": false, "notna": false}

// textTests are the methods of .str that have a counterpart.
var textTests = map[string]string{"contains": "matches", "startswith": "startsWith", "endswith": "endsWith"}

// postfix reads a value and the method called of it.
func (p *queryParser) postfix() value {
	v := p.primary()
	for p.err == nil && p.accept(".") {
		method := p.take()
		missing, isTest := nullTests[method.text]
		switch {
		case method.kind != name || v.isCond || len(v.operand.columns) != 1 || v.operand.loose:
			p.unexpected(method)
		case isTest:
			p.expect("(")
			p.expect(")")
			c := IsNull(v.operand.columns[0])
			if !missing {
				c = Not(c)
			}
			v = value{cond: c, isCond: true, start: v.start, end: method.end + 2}
		case method.text == "str":
			v = p.textTest(v)
		default:
			p.fail(method.start, method.end, fmt.Sprintf("the method %s is not translated", method.text), "those that are: isnull, notnull, isna, notna, str.contains, str.startswith, str.endswith")
		}
	}
	return v
}

// textTest reads contains("…") and its kin.
func (p *queryParser) textTest(v value) value {
	p.expect(".")
	method := p.take()
	op := textTests[method.text]
	if p.err == nil && op == "" {
		p.fail(method.start, method.end, fmt.Sprintf("the method str.%s is not translated", method.text), "those that are: str.contains, str.startswith, str.endswith")
	}
	p.expect("(")
	arg := p.take()
	if p.err == nil && arg.kind != text {
		p.unexpected(arg)
	}
	p.expect(")")
	return value{cond: Compare(v.operand, op, Text(arg.text)), isCond: true, start: v.start, end: arg.end + 1}
}

// primary reads a column, a literal, a list or what stands in parentheses.
func (p *queryParser) primary() value {
	t := p.take()
	v := value{start: t.start, end: t.end}
	switch {
	case t.kind == number:
		v.operand = Number(t.text)
	case t.kind == text:
		v.operand = Text(t.text)
	case t.is("True", "False"):
		v.operand = Truth(t.text == "True")
	case t.is("None"):
		v.operand = Operand{none: true}
	case t.is("and", "or", "not", "in", "is"):
		p.unexpected(t)
	case t.kind == name && !t.quoted && t.text == "index":
		p.fail(t.start, t.end, "index is the number of a row in pandas, which is no column here", "")
	case t.kind == name && !p.peek().is("("):
		v.operand = Column(t.text)
	case t.is("("), t.is("["):
		return p.bracket(t)
	case t.kind == name:
		p.fail(t.start, t.end, fmt.Sprintf("the function %s is not translated", t.text), "")
	default:
		p.unexpected(t)
	}
	return v
}

// bracket reads what stands in parentheses, which is a list where it has a
// comma, or a list in brackets.
func (p *queryParser) bracket(open token) value {
	if p.deeper(open) {
		return value{}
	}
	defer p.shallower()
	closing := map[string]string{"(": ")", "[": "]"}[open.text]
	var items []value
	isList := open.text == "["
	for p.err == nil && !p.peek().is(closing) {
		items = append(items, p.or())
		if !p.accept(",") {
			break
		}
		isList = true
	}
	end := p.peek().end
	p.expect(closing)
	if p.err != nil {
		return value{}
	}
	if !isList && len(items) == 1 {
		items[0].start, items[0].end = open.start, end
		return items[0]
	}
	operands := make([]Operand, len(items))
	for i, item := range items {
		if item.isCond || item.operand.list || item.operand.none || len(item.operand.columns) > 0 {
			p.fail(item.start, item.end, "a list holds numbers and texts", "")
			return value{}
		}
		operands[i] = item.operand
	}
	return value{operand: List(operands), start: open.start, end: end}
}
