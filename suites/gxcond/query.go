package gxcond

import (
	"fmt"
	"slices"
)

// maxDepth bounds how deep a query may be nested.
const maxDepth = 200

// Query translates what pandas.DataFrame.query takes: comparisons of columns,
// values and arithmetic; in; isnull and its kin; and, or, not, &, |, ~.
func Query(query string) (Cond, error) {
	tokens, err := scan(query)
	if err != nil {
		return Cond{}, err
	}
	p := &queryParser{tokens: tokens}
	v := p.or()
	if p.err == nil && p.peek().kind != ended {
		p.unexpected(p.peek())
	}
	c := p.truth(v)
	if p.err != nil {
		return Cond{}, p.err
	}
	return c, nil
}

// value is what a part of a query is: a condition, or an operand.
type value struct {
	cond       Cond
	isCond     bool
	operand    Operand
	start, end int
}

// queryParser descends recursively; after the first mistake it only unwinds.
type queryParser struct {
	tokens []token
	at     int
	depth  int
	err    error
}

func (p *queryParser) fail(start, end int, msg, hint string) {
	if p.err == nil {
		p.err = &Error{start, end, msg, hint}
	}
	p.at = len(p.tokens) - 1
}

func (p *queryParser) unexpected(t token) {
	switch {
	case t.kind == ended:
		p.fail(t.start, t.end, "the condition ends too early", "")
	case t.kind == sign && t.text == "@":
		p.fail(t.start, t.end, "@ stands for a variable of Python, which a suite does not have", "write the value itself")
	case t.kind == sign && t.text == "=":
		p.fail(t.start, t.end, `"=" does not fit here`, "to compare, write ==")
	default:
		p.fail(t.start, t.end, fmt.Sprintf("%q does not fit here", t.text), "")
	}
}

func (p *queryParser) peek() token { return p.tokens[p.at] }

func (p *queryParser) take() token {
	t := p.tokens[p.at]
	if t.kind != ended {
		p.at++
	}
	return t
}

// is reports a sign, or a word that is no column in backticks.
func (t token) is(words ...string) bool {
	return (t.kind == sign || t.kind == name && !t.quoted) && slices.Contains(words, t.text)
}

func (p *queryParser) accept(words ...string) bool {
	if !p.peek().is(words...) {
		return false
	}
	p.at++
	return true
}

func (p *queryParser) expect(word string) {
	if !p.accept(word) {
		p.unexpected(p.peek())
	}
}

// or and and give & and | the rank of the words, as pandas does.
func (p *queryParser) or() value {
	return p.logic(p.and, Or, "or", "|")
}

func (p *queryParser) and() value {
	return p.logic(p.not, And, "and", "&")
}

func (p *queryParser) logic(part func() value, combine func(...Cond) Cond, words ...string) value {
	first := part()
	if !p.peek().is(words...) {
		return first
	}
	list := []Cond{p.truth(first)}
	end := first.end
	for p.accept(words...) {
		v := part()
		list, end = append(list, p.truth(v)), v.end
	}
	return value{cond: combine(list...), isCond: true, start: first.start, end: end}
}

func (p *queryParser) not() value {
	t := p.peek()
	if !p.accept("not") {
		return p.comparison()
	}
	if p.deeper(t) {
		return value{}
	}
	defer p.shallower()
	v := p.not()
	return value{cond: Not(p.truth(v)), isCond: true, start: t.start, end: v.end}
}

func (p *queryParser) deeper(t token) bool {
	if p.depth++; p.depth > maxDepth {
		p.fail(t.start, t.end, "the condition is nested too deep", "")
	}
	return p.err != nil
}

func (p *queryParser) shallower() { p.depth-- }

// truth reads a value as a condition; a column alone must be true.
func (p *queryParser) truth(v value) Cond {
	if v.isCond || p.err != nil {
		return v.cond
	}
	if len(v.operand.columns) != 1 || v.operand.loose {
		p.fail(v.start, v.end, "this is no condition", "compare it with something")
		return Cond{}
	}
	return Compare(v.operand, "==", Truth(true))
}

// comparison reads a chain such as 0 < a <= b.
func (p *queryParser) comparison() value {
	left := p.sum()
	var list []Cond
	start := left.start
	for p.err == nil {
		op := p.operator()
		if op == "" {
			break
		}
		right := p.sum()
		if p.err != nil {
			break
		}
		list = append(list, p.compare(left, op, right))
		left = right
	}
	if len(list) == 0 {
		return left
	}
	return value{cond: And(list...), isCond: true, start: start, end: left.end}
}

// operator reads a comparison's sign, if one follows.
func (p *queryParser) operator() string {
	t := p.peek()
	switch {
	case t.is("==", "!=", "<", "<=", ">", ">=", "in"):
		p.at++
		return t.text
	case t.is("not") && p.tokens[min(p.at+1, len(p.tokens)-1)].is("in"):
		p.at += 2
		return "not in"
	case t.is("is"):
		p.fail(t.start, t.end, "pandas has no is in a query", "write x.isnull() or x.notnull()")
	}
	return ""
}

func (p *queryParser) compare(left value, op string, right value) Cond {
	if left.isCond || right.isCond {
		p.fail(left.start, right.end, "a condition cannot be compared with something", "")
		return Cond{}
	}
	l, r := left.operand, right.operand
	member := op == "in" || op == "not in"
	switch {
	case l.none || r.none:
		return p.withNone(left, op, right)
	case r.list && (op == "==" || op == "!="): // pandas takes them for in and not in
		op = map[string]string{"==": "in", "!=": "not in"}[op]
	case l.list || r.list != member:
		p.fail(left.start, right.end, fmt.Sprintf("%s needs a list on its right, and no other comparison does", "in"), "")
		return Cond{}
	}
	if len(l.columns)+len(r.columns) == 0 {
		p.fail(left.start, right.end, "the comparison is about no column", "")
		return Cond{}
	}
	return Compare(Operand{text: l.text, columns: l.columns}, op, r)
}

// withNone is a comparison with None: nothing equals it, not even None.
func (p *queryParser) withNone(left value, op string, right value) Cond {
	switch op {
	case "==":
		return never()
	case "!=":
		return Not(never())
	}
	p.fail(left.start, right.end, "None is above and below nothing", "write x.isnull() or x.notnull()")
	return Cond{}
}
