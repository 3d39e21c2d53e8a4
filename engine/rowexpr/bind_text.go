package rowexpr

import (
	"bytes"
	"fmt"
)

// compareTexts compares bytes, which for UTF-8 is the order of code points.
func (b *binder) compareTexts(o op, x, y operand, at span) *node {
	switch o {
	case opEqual:
		return b.equalTexts(x, y, at)
	case opNotEqual:
		return b.add("not", boolType, not, at, b.equalTexts(x, y, at))
	}
	run := test(func(row int, in []*value) bool {
		return holds(o, bytes.Compare(in[0].bytes(row), in[1].bytes(row)))
	})
	return b.add("texts "+string(o), boolType, run, at, x.node, y.node)
}

// equalTexts looks for a literal as for the only element of a list.
func (b *binder) equalTexts(x, y operand, at span) *node {
	switch {
	case y.quoted != nil && x.quoted == nil:
		return b.inTexts(at, x.node, []string{*y.quoted})
	case x.quoted != nil && y.quoted == nil:
		return b.inTexts(at, y.node, []string{*x.quoted})
	}
	return b.add("texts ==", boolType, equalTexts, at, x.node, y.node)
}

func (b *binder) compareBools(o op, x, y *node, at span) *node {
	return b.add("bools "+string(o), boolType, equalBools(o == opEqual), at, x, y)
}

// textTest binds contains, startsWith, endsWith and matches.
func (b *binder) textTest(t *term) operand {
	args, ok := b.bindAll(t)
	if !ok {
		return refused
	}
	nodes := make([]*node, len(args))
	for i, o := range args {
		if nodes[i], ok = b.text(o, t); !ok {
			return refused
		}
	}
	runs := map[op]kernel{opContains: test(contains), opStarts: test(startsWith), opEnds: test(endsWith)}
	if t.op == opMatches {
		return result(b.add("matches "+t.text, boolType, matches(t.regex), t.at, nodes...))
	}
	return result(b.add(string(t.op), boolType, runs[t.op], t.at, nodes...))
}

// text is the node of an operand that must be a text.
func (b *binder) text(o operand, t *term) (*node, bool) {
	switch {
	case o.typ.class == classNull:
		return b.cast(o, typ{class: classText}), true
	case o.typ.isText():
		return o.node, true
	}
	hint := ""
	if o.term.op == opColumn {
		hint = "declare the column a string under data.types"
	}
	b.mismatch(o.term.at, fmt.Sprintf("%s, but %s takes strings", b.describe(o), t.sourceName()), hint)
	return nil, false
}

// textFunction binds len, lower, upper and trim.
func (b *binder) textFunction(t *term, x operand) operand {
	n, ok := b.text(x, t)
	if !ok {
		return refused
	}
	text, integer := typ{class: classText}, typ{class: classInt}
	switch {
	case t.name == "len" && n.typ.class == classBinary:
		return result(b.add("len", integer, mapTexts(byteCount), t.at, n))
	case t.name == "len":
		return result(b.add("len", integer, mapTexts(codePoints), t.at, n))
	case n.typ.class == classBinary:
		return b.mismatch(x.term.at, fmt.Sprintf("%s, but %s takes strings", b.describe(x), t.sourceName()), "")
	}
	if t.name == "trim" {
		return result(b.add("trim", text, trim, t.at, n))
	}
	maps := map[string]func(*value, int, []byte){"lower": lowered, "upper": uppered}
	return result(b.addFailing(textOverflow, t.name, text, mapTexts(maps[t.name]), t.at, n))
}
