package rowexpr

import "fmt"

// logical is a and b, a or b: b is needed only where a does not decide.
func (b *binder) logical(t *term) operand {
	when, run := notFalse, kernel(and)
	if t.op == opOr {
		when, run = notTrue, or
	}
	left := b.boolean(b.bind(t.args[0]), t)
	guard := left.node
	if left.refused {
		guard = nil
	}
	right := b.boolean(b.underIf(guard, when, t.args[1]), t)
	if left.refused || right.refused {
		return refused
	}
	return result(b.lazy(string(t.op), boolType, run, t.at, left.node, right.node))
}

// underIf is under, or bind where the left operand was refused.
func (b *binder) underIf(left *node, when outcome, t *term) operand {
	if left == nil {
		return b.bind(t)
	}
	return b.under(left, when, t)
}

// lazy makes a node that decides itself what a null or failed operand means.
func (b *binder) lazy(name string, result typ, run kernel, at span, args ...*node) *node {
	return b.prog.add(node{typ: result, run: run, args: args, column: -1, at: at}, name, b.guard)
}

// boolean demands a condition as an operand of t.
func (b *binder) boolean(o operand, t *term) operand {
	switch {
	case o.refused:
		return o
	case o.typ.class != classBool && o.typ.class != classNull:
		return b.mismatch(o.term.at, fmt.Sprintf("%s, but %s takes conditions", b.describe(o), t.op), "")
	}
	return operand{typ: boolType, node: b.cast(o, boolType), term: o.term}
}

func (b *binder) not(t *term) operand {
	o := b.bind(t.args[0])
	if !o.refused && o.typ.class != classBool && o.typ.class != classNull {
		return b.mismatch(o.term.at, fmt.Sprintf("%s, but not takes a condition", b.describe(o)),
			"not binds tighter than comparisons: write not (a == b)")
	}
	if o = b.boolean(o, t); o.refused {
		return o
	}
	return result(b.add("not", boolType, not, t.at, o.node))
}

// choose is condition ? a : b.
func (b *binder) choose(t *term) operand {
	cond := b.boolean(b.bind(t.args[0]), t)
	first := b.underIf(cond.node, isTrue, t.args[1])
	second := b.underIf(cond.node, notTrue, t.args[2])
	if cond.refused || first.refused || second.refused {
		return refused
	}
	common, ok := b.unify(first, second, t)
	if !ok {
		return refused
	}
	args := []*node{cond.node, b.cast(first, common), b.cast(second, common)}
	return result(b.prog.add(node{typ: common, run: choose, args: args, column: -1, at: t.at, picks: true}, "choose", b.guard))
}

// coalesce is a ?? b.
func (b *binder) coalesce(t *term) operand {
	first := b.bind(t.args[0])
	var left *node
	if !first.refused {
		left = b.nodeOf(first)
	}
	second := b.underIf(left, isNull, t.args[1])
	if first.refused || second.refused {
		return refused
	}
	common, ok := b.unify(first, second, t)
	if !ok {
		return refused
	}
	return result(b.lazy("coalesce", common, coalesce, t.at, b.cast(first, common), b.cast(second, common)))
}

// unify is the type of an expression that is one of two others.
func (b *binder) unify(x, y operand, t *term) (typ, bool) {
	switch {
	case x.typ.class == classNull:
		return b.alone(y), true
	case y.typ.class == classNull:
		return b.alone(x), true
	case x.typ.isNumber() && y.typ.isNumber():
		return b.commonNumber(x, y), true
	case x.quoted != nil && y.typ.isMoment(), y.quoted != nil && x.typ.isMoment():
		b.mismatch(t.at, fmt.Sprintf("%s and %s do not go together", b.describe(x), b.describe(y)), `write date("2024-01-31")`)
		return typ{}, false
	case x.typ.isMoment() && y.typ.isMoment():
		return b.commonMoment(x, y, t)
	case x.typ.class == y.typ.class:
		common := x.typ
		common.unit = max(x.typ.unit, y.typ.unit)
		return common, true
	}
	b.mismatch(t.at, fmt.Sprintf("%s and %s do not go together", b.describe(x), b.describe(y)), "")
	return typ{}, false
}

// alone is the type of an operand that has no partner.
func (b *binder) alone(o operand) typ {
	if o.number != nil {
		return typeOfNumber(o.number)
	}
	return o.typ
}
