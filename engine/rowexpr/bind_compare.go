package rowexpr

import (
	"errors"
	"fmt"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine/vector"
)

// comparison binds == != < <= > >=. A comparison with the literal nil is a
// test for null.
func (b *binder) comparison(t *term) operand {
	args, ok := b.bindAll(t)
	if !ok {
		return refused
	}
	x, y := args[0], args[1]
	if x.isNil() || y.isNil() {
		return b.nilTest(t, x, y)
	}
	return b.compare(t, t.op, x, y)
}

func (b *binder) nilTest(t *term, x, y operand) operand {
	if x.isNil() {
		x = y
	}
	switch t.op {
	case opEqual:
		return result(b.lazy("isNil", boolType, isNil, t.at, b.nodeOf(x)))
	case opNotEqual:
		return result(b.lazy("isNotNil", boolType, isNotNil, t.at, b.nodeOf(x)))
	}
	return b.mismatch(t.at, fmt.Sprintf("a comparison %s nil is never true or false", t.op), "test for null with == nil or != nil")
}

// compare binds x o y, which stands in term t.
func (b *binder) compare(t *term, o op, x, y operand) operand {
	switch {
	case x.typ.class == classNull && y.typ.class == classNull:
		return result(b.compareBools(opEqual, b.cast(x, boolType), b.cast(y, boolType), t.at))
	case x.typ.class == classNull:
		return b.compare(t, o, operand{typ: b.alone(y), node: b.cast(x, b.alone(y)), term: x.term}, y)
	case y.typ.class == classNull:
		return b.compare(t, o, x, operand{typ: b.alone(x), node: b.cast(y, b.alone(x)), term: y.term})
	case x.typ.isNumber() && y.typ.isNumber():
		return b.compareNumbers(t, o, x, y)
	case x.typ.isText() && y.typ.isText():
		return result(b.compareTexts(o, x, y, t.at))
	case x.standsFor(y.typ):
		return b.within(t, mirrored[o], y, x)
	case y.standsFor(x.typ):
		return b.within(t, o, x, y)
	case x.typ.isMoment() && y.typ.isMoment(), x.typ.isTemporal() && x.typ.class == y.typ.class:
		return b.compareColumns(t, o, x, y)
	case x.typ.class == classBool && y.typ.class == classBool && (o == opEqual || o == opNotEqual):
		return result(b.compareBools(o, x.node, y.node, t.at))
	}
	return b.mismatch(t.at, fmt.Sprintf("%s and %s: %s does not compare them", b.describe(x), b.describe(y), o), compareHint(b, x, y))
}

// compareHint is the way out of a comparison of two types.
func compareHint(b *binder, x, y operand) string {
	if x.number != nil || x.quoted != nil {
		x, y = y, x
	}
	switch {
	case y.number != nil && x.typ.class == classText:
		return fmt.Sprintf("write \"%s\", or declare the column a number under data.types", b.source(y.term))
	case y.quoted != nil && x.typ.isNumber():
		return "write the number without quotes, or declare the column a string under data.types"
	case y.quoted != nil && x.typ.class == classDuration:
		return `write duration("36h")`
	case y.quoted != nil && x.typ.class == classBool:
		return "write true or false without quotes"
	case x.typ.class == classBool && y.typ.class == classBool:
		return "conditions have no order"
	}
	return ""
}

// mirrored turns a o b into b mirrored[o] a.
var mirrored = map[op]op{
	opEqual: opEqual, opNotEqual: opNotEqual, opLess: opMore, opAtMost: opAtLeast, opMore: opLess, opAtLeast: opAtMost,
}

func (b *binder) compareNumbers(t *term, o op, x, y operand) operand {
	switch {
	case x.number != nil && y.number != nil:
		return result(b.constBool(holds(o, x.number.Cmp(y.number))))
	case y.number != nil:
		return b.within(t, o, x, y)
	case x.number != nil:
		return b.within(t, mirrored[o], y, x)
	case x.typ.soft && y.typ.class == classFloat:
		x = operand{typ: y.typ, node: b.cast(x, y.typ), term: x.term}
	case y.typ.soft && x.typ.class == classFloat:
		y = operand{typ: x.typ, node: b.cast(y, x.typ), term: y.term}
	}
	return b.compareColumns(t, o, x, y)
}

// holds reports whether a comparison holds of operands that compare as c.
func holds(o op, c int) bool {
	switch o {
	case opEqual:
		return c == 0
	case opNotEqual:
		return c != 0
	case opLess:
		return c < 0
	case opAtMost:
		return c <= 0
	case opMore:
		return c > 0
	}
	return c >= 0
}

// within compares a value with a literal, which package vector takes to the
// type of the value.
func (b *binder) within(t *term, o op, x, literal operand) operand {
	lit := literal.literal()
	spec := vector.RangeSpec{Zone: b.opt.Zone}
	switch o {
	case opEqual, opNotEqual:
		spec.Min, spec.Max = &lit, &lit
	case opLess, opAtMost:
		spec.Max, spec.StrictMax = &lit, o == opLess
	default:
		spec.Min, spec.StrictMin = &lit, o == opMore
	}
	n, ok := b.inRange(spec, o == opNotEqual, x, literal.term.at, t.at)
	if !ok {
		return refused
	}
	return result(n)
}

// literal is a literal operand as package vector takes it.
func (o operand) literal() vector.Literal {
	switch {
	case o.number != nil:
		return literalOf(o.number)
	case o.moment != "":
		return vector.Literal{Kind: vector.LiteralTime, Text: o.moment}
	}
	return vector.Literal{Kind: vector.LiteralString, Text: *o.quoted}
}

// standsFor reports whether an operand is a literal that package vector can
// take to a date or time of type t.
func (o operand) standsFor(t typ) bool {
	return o.moment != "" && t.isMoment() || o.quoted != nil && (t.isMoment() || t.class == classTimeOfDay)
}

// inRange makes the node of a test against a range, or of its opposite.
func (b *binder) inRange(spec vector.RangeSpec, opposite bool, x operand, literalAt, at span) (*node, bool) {
	dt := x.node.arrowType()
	r, err := vector.NewRange(dt, spec)
	if err != nil {
		b.literalFault(literalAt, err)
		return nil, false
	}
	state := func() kernel {
		var view vector.Vector
		return func(n int, out *value, in []*value) {
			in[0].view(&view, dt, n)
			r.Outside(&view, out.bools)
			for w := range out.bools {
				if opposite {
					out.bools[w] &= out.valid[w]
				} else {
					out.bools[w] = out.valid[w] &^ out.bools[w]
				}
			}
		}
	}
	name := fmt.Sprintf("range %s %t%t %t", boundsOf(spec), spec.StrictMin, spec.StrictMax, opposite)
	return b.stateful(name, state, at, x.node), true
}

func boundsOf(spec vector.RangeSpec) string {
	text := ""
	for _, bound := range []*vector.Literal{spec.Min, spec.Max} {
		if bound != nil {
			text += fmt.Sprintf("%q", bound.Text)
		}
		text += ","
	}
	return text
}

// stateful makes a strict boolean node whose kernel has memory of its own.
func (b *binder) stateful(name string, state func() kernel, at span, args ...*node) *node {
	return b.prog.add(node{typ: boolType, state: state, args: args, strict: true, column: -1, at: at}, name, b.guard)
}

// literalFault reports a literal that package vector refuses for a type.
func (b *binder) literalFault(at span, err error) {
	var fault *vector.LiteralError
	if !errors.As(err, &fault) {
		fault = &vector.LiteralError{Msg: err.Error()}
	}
	code := CodeLiteral
	switch fault.Code {
	case vector.CodeZoneNeeded:
		code = CodeZone
	case vector.CodeWrongType:
		code = CodeType
	}
	b.errs.add(at, code, fault.Msg, fault.Hint)
}

// compareColumns compares two values row by row, exactly whatever their types.
func (b *binder) compareColumns(t *term, o op, x, y operand) operand {
	x, y = b.inUnitOf(x, y), b.inUnitOf(y, x)
	dx, dy := x.node.arrowType(), y.node.arrowType()
	if _, err := vector.NewComparison(vectorOps[o], dx, dy, b.opt.Zone); err != nil {
		b.literalFault(t.at, err)
		return refused
	}
	state := func() kernel {
		var left, right vector.Vector
		// The types were accepted a moment ago.
		c, _ := vector.NewComparison(vectorOps[o], dx, dy, b.opt.Zone)
		return func(n int, out *value, in []*value) {
			in[0].view(&left, dx, n)
			in[1].view(&right, dy, n)
			c.True(&left, &right, n, out.bools)
			out.bools.And(out.valid)
		}
	}
	return result(b.stateful("compare "+string(o), state, t.at, x.node, y.node))
}

// inUnitOf takes a constant time to the finer unit of what it is compared
// with, so that the rows compare integers.
func (b *binder) inUnitOf(x, other operand) operand {
	if x.node.constant == nil || x.typ.class != other.typ.class || x.typ.unit >= other.typ.unit || x.typ.zoned != other.typ.zoned {
		return x
	}
	if n := b.castNode(x.node, other.typ, x.term.at); n.constant != nil {
		x.node, x.typ = n, n.typ
	}
	return x
}

var vectorOps = map[op]vector.Op{
	opEqual: vector.Eq, opNotEqual: vector.Ne, opLess: vector.Lt, opAtMost: vector.Le, opMore: vector.Gt, opAtLeast: vector.Ge,
}

// arrowType is the type of a node as package vector sees it.
func (n *node) arrowType() arrow.DataType {
	switch t := n.arrow.(type) {
	case nil:
		return n.typ.arrow()
	case *arrow.DictionaryType:
		return t.ValueType
	case arrow.ExtensionType:
		return t.StorageType()
	}
	return n.arrow
}

// view shows the first n rows of v to package vector. Rows without a value
// are shown too; what they hold does not matter.
func (v *value) view(to *vector.Vector, dt arrow.DataType, n int) {
	to.Type, to.Lane, to.Len = dt, vector.LaneOf(dt), n
	switch to.Lane {
	case vector.Int:
		to.Ints = v.ints[:n]
	case vector.Uint:
		to.Uints = v.uints[:n]
	case vector.Float:
		to.Floats = v.floats[:n]
	case vector.Decimal:
		to.Decimals = numsOf(v.decimals[:n])
	}
}
