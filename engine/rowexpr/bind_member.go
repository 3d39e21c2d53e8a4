package rowexpr

import (
	"fmt"
	"slices"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine/vector"
)

// membership binds x in [a, b, …]. Literals are looked up in a set; it is
// or-ed, in order, with a comparison for each element that is none.
func (b *binder) membership(t *term) operand {
	x := b.bind(t.args[0])
	if x.refused {
		return refused
	}
	literals, others := b.elements(t, x)
	found, ok := b.inSet(t, x, literals)
	for _, element := range others {
		var guard *node
		if found != nil {
			guard = found
		}
		y := b.underIf(guard, notTrue, element)
		if y.refused {
			ok = false
			continue
		}
		if y.isNil() {
			b.mismatch(element.at, "nil is in no list", "test for null with == nil")
			ok = false
			continue
		}
		equal := b.compareUnder(found, t, x, y)
		if equal.refused {
			ok = false
			continue
		}
		if found == nil {
			found = equal.node
			continue
		}
		found = b.lazy("or", boolType, or, t.at, found, equal.node)
	}
	if !ok {
		return refused
	}
	if found == nil { // x in []
		found = b.add("none", boolType, noRow, t.at, b.nodeOf(x))
	}
	return result(found)
}

// compareUnder compares x with an element where none before it was equal.
func (b *binder) compareUnder(found *node, t *term, x, y operand) operand {
	if found == nil {
		return b.compare(t, opEqual, x, y)
	}
	outer := b.guard
	b.guard = b.prog.guardOf(outer, found, notTrue)
	defer func() { b.guard = outer }()
	return b.compare(t, opEqual, x, y)
}

// noRow is false of every value.
func noRow(_ int, _ *value, _ []*value) {}

// elements splits a list into the literals that a set of x's type can hold
// and the rest.
func (b *binder) elements(t *term, x operand) (literals []operand, others []*term) {
	for _, element := range t.args[1:] {
		if x.node == nil || x.typ.class == classNull || !element.isLiteral() {
			others = append(others, element)
			continue
		}
		o := b.bind(element)
		if o.number != nil && x.typ.isNumber() || o.quoted != nil && x.typ.isText() || o.standsFor(x.typ) {
			literals = append(literals, o)
		} else {
			others = append(others, element)
		}
	}
	return literals, others
}

// isLiteral reports whether a term is a number, a text, or date("…").
func (t *term) isLiteral() bool {
	switch t.op {
	case opText, opNumber, opTime:
		return true
	case opNegate:
		return t.args[0].op == opNumber
	}
	return false
}

// inSet is the node of a look-up of x among literals; nil for no literals.
func (b *binder) inSet(t *term, x operand, literals []operand) (*node, bool) {
	if len(literals) == 0 {
		return nil, true
	}
	if x.typ.isText() {
		var texts []string
		for _, o := range literals {
			texts = append(texts, *o.quoted)
		}
		return b.inTexts(t.at, x.node, texts), true
	}
	values := make([]vector.Literal, len(literals))
	var name strings.Builder
	for i, o := range literals {
		values[i] = o.literal()
		fmt.Fprintf(&name, " %q", values[i].Text)
	}
	dt := x.node.arrowType()
	set, err := vector.NewSet(dt, values, b.opt.Zone)
	if err != nil {
		b.literalFault(t.at, err)
		return nil, false
	}
	state := func() kernel {
		var view vector.Vector
		return func(n int, out *value, in []*value) {
			in[0].view(&view, dt, n)
			set.Present(&view, out.bools)
			out.bools.And(out.valid)
		}
	}
	return b.stateful("set"+name.String(), state, t.at, x.node), true
}

// inTexts looks texts up: those of a column as it is by package vector's set,
// others in a map.
func (b *binder) inTexts(at span, x *node, texts []string) *node {
	slices.Sort(texts)
	texts = slices.Compact(texts)
	literals := make([]vector.Literal, len(texts))
	known := make(map[string]struct{}, len(texts))
	for i, text := range texts {
		literals[i] = vector.Literal{Kind: vector.LiteralString, Text: text}
		known[text] = struct{}{}
	}
	// Any text is a literal for a column of texts.
	set, _ := vector.NewSet(arrow.BinaryTypes.String, literals, nil)
	single := test(func(row int, in []*value) bool {
		_, ok := known[string(in[0].bytes(row))]
		return ok
	})
	if len(texts) == 1 && len(texts[0]) <= wordBytes {
		return b.add(fmt.Sprintf("texts %q", texts), boolType, equalShort(texts[0]), at, x)
	}
	state := func() kernel {
		view := vector.Vector{Type: arrow.BinaryTypes.String, Lane: vector.Bytes}
		return func(n int, out *value, in []*value) {
			if in[0].offsets == nil {
				single(n, out, in)
				return
			}
			view.Len, view.Offsets, view.Data = n, in[0].offsets, in[0].data
			set.Present(&view, out.bools)
			out.bools.And(out.valid)
		}
	}
	return b.stateful(fmt.Sprintf("texts %q", texts), state, at, x)
}

// between binds x in a..b: a <= x and x <= b for integers.
func (b *binder) between(t *term) operand {
	args, ok := b.bindAll(t)
	if !ok {
		return refused
	}
	for _, o := range args {
		if !b.whole(o) {
			return b.mismatch(o.term.at, fmt.Sprintf("%s, but a range holds integers", b.describe(o)), "write a <= x and x <= b")
		}
	}
	x, low, high := args[0], args[1], args[2]
	if x.node != nil && x.typ.class != classNull && low.number != nil && high.number != nil {
		min, max := low.literal(), high.literal()
		n, ok := b.inRange(vector.RangeSpec{Min: &min, Max: &max}, false, x, t.at, t.at)
		if !ok {
			return refused
		}
		return result(n)
	}
	above := b.compare(t, opAtLeast, x, low)
	if above.refused {
		return refused
	}
	outer := b.guard
	b.guard = b.prog.guardOf(outer, above.node, notFalse)
	below := b.compare(t, opAtMost, x, high)
	b.guard = outer
	if below.refused {
		return refused
	}
	return result(b.lazy("and", boolType, and, t.at, above.node, below.node))
}

// whole reports whether an operand is an integer or null.
func (b *binder) whole(o operand) bool {
	if o.number != nil {
		return o.number.IsInt()
	}
	return o.typ.class == classInt || o.typ.class == classUint || o.typ.class == classNull
}
