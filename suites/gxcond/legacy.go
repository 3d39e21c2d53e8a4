package gxcond

import "strings"

// IsLegacy reports a condition in the syntax col("x") > 3.
func IsLegacy(condition string) bool {
	return strings.HasPrefix(strings.TrimSpace(condition), "col(")
}

// Legacy translates a condition of the forms col("x") > 3, col("x") == "a",
// col("x") < date("2024-01-31") and col("x").notNull().
func Legacy(condition string) (Cond, error) {
	tokens, err := scan(condition)
	if err != nil {
		return Cond{}, err
	}
	p := &queryParser{tokens: tokens}
	c := p.legacy()
	if p.err == nil && p.peek().kind != ended {
		p.fail(p.peek().start, len(condition), "a condition of this syntax is one comparison", `combine several in a condition object, or with and in a pandas query (condition_parser: pandas)`)
	}
	if p.err != nil {
		return Cond{}, p.err
	}
	return c, nil
}

func (p *queryParser) legacy() Cond {
	p.expect("col")
	p.expect("(")
	column := p.take()
	if p.err == nil && column.kind != text {
		p.unexpected(column)
	}
	p.expect(")")
	if p.accept(".") {
		method := p.take()
		if p.err == nil && !strings.EqualFold(method.text, "notnull") {
			p.fail(method.start, method.end, "the one method here is notNull()", "")
		}
		p.expect("(")
		p.expect(")")
		return Not(IsNull(column.text))
	}
	op := p.take()
	if p.err == nil && !op.is("==", "!=", "<", "<=", ">", ">=") {
		p.fail(op.start, op.end, "a comparison is missing here", "the comparisons are == != < <= > >=")
	}
	value := p.literal()
	if p.err != nil {
		return Cond{}
	}
	return Compare(Column(column.text), op.text, value)
}

// literal reads a number, a text or date("…").
func (p *queryParser) literal() Operand {
	if p.accept("date") {
		p.expect("(")
		moment := p.take()
		if p.err == nil && moment.kind != text {
			p.unexpected(moment)
		}
		p.expect(")")
		return Text(moment.text)
	}
	minus := ""
	if p.peek().is("-", "+") {
		minus = strings.TrimPrefix(p.take().text, "+")
	}
	t := p.take()
	switch {
	case t.kind == number:
		return Number(minus + t.text)
	case t.kind == text && minus == "":
		return Text(t.text)
	}
	p.unexpected(t)
	return Operand{}
}
