package rowexpr

import (
	"fmt"
	"math/big"
)

// arithmetic binds the operators on numbers, durations, times and, for +,
// texts.
func (b *binder) arithmetic(t *term) operand {
	args, ok := b.bindAll(t)
	if !ok {
		return refused
	}
	if len(args) == 1 {
		return b.unary(t, args[0])
	}
	x, y := args[0], args[1]
	switch {
	case t.op == opPower:
		return b.power(t, x, y)
	case x.typ.isTemporal() || y.typ.isTemporal():
		return b.timeArithmetic(t, x, y)
	case t.op == opAdd && x.typ.isText() && y.typ.isText():
		text := typ{class: classText}
		return result(b.addFailing(textOverflow, "concat", text, concat, t.at, b.cast(x, text), b.cast(y, text)))
	case !b.numeric(x, t) || !b.numeric(y, t):
		return refused
	case x.number != nil && y.number != nil:
		return b.literalArithmetic(t, x, y)
	}
	return b.numbers(t, x, y)
}

// numeric reports whether an operand is a number or null, after noting that
// it is not.
func (b *binder) numeric(o operand, t *term) bool {
	if o.typ.isNumber() || o.typ.class == classNull {
		return true
	}
	hint := ""
	if o.typ.class == classText {
		hint = "declare the column a number under data.types"
	}
	b.mismatch(o.term.at, fmt.Sprintf("%s, but %s takes numbers", b.describe(o), t.sourceName()), hint)
	return false
}

// sourceName is the operator or function of a term as messages show it.
func (t *term) sourceName() string {
	switch t.op {
	case opCall:
		return t.name + "()"
	case opNegate:
		return "-"
	case opPlus:
		return "+"
	}
	return string(t.op)
}

func (b *binder) unary(t *term, x operand) operand {
	switch {
	case x.typ.class == classDuration && t.op == opNegate:
		return result(b.addFailing(timeOverflow, "negate", x.typ, negateInts, t.at, x.node))
	case !b.numeric(x, t):
		return refused
	case t.op == opPlus || x.typ.class == classNull:
		return x
	case x.number != nil:
		return operand{typ: x.typ, number: new(big.Rat).Neg(x.number)}
	}
	return result(b.negate(x.node, t.at))
}

func (b *binder) negate(n *node, at span) *node {
	switch n.typ.class {
	case classFloat:
		return b.add("negate", n.typ, mapFloats(negateFloat), at, n)
	case classInt:
		return b.addFailing(integerOverflow, "negate", n.typ, negateInts, at, n)
	case classUint:
		n = b.castNode(n, typ{class: classDecimal}, at)
	}
	return b.add("negate", n.typ, mapDecimals(words.negate), at, n)
}

// literalArithmetic computes with literals alone, exactly.
func (b *binder) literalArithmetic(t *term, x, y operand) operand {
	r := new(big.Rat)
	switch t.op {
	case opAdd:
		r.Add(x.number, y.number)
	case opSubtract:
		r.Sub(x.number, y.number)
	case opMultiply:
		r.Mul(x.number, y.number)
	default:
		return b.numbers(t, x, y)
	}
	if !finite(r) {
		b.errs.add(t.at, CodeLiteral, "a number is out of range", "")
		return refused
	}
	return operand{typ: x.typ, number: r}
}

// numbers binds + - * / % of two numbers of which one may be null.
func (b *binder) numbers(t *term, x, y operand) operand {
	switch t.op {
	case opDivide:
		float := typ{class: classFloat}
		nx, ny := b.castBoth(x, y, float, float)
		return result(b.addFailing(divisionByZero, "divide", float, divideFloats, t.at, nx, ny))
	case opModulo:
		return b.modulo(t, x, y)
	}
	common := b.commonNumber(x, y)
	if common.class == classUint {
		common = typ{class: classDecimal}
	}
	if common.class == classDecimal && t.op == opMultiply {
		return b.product(t, x, y, common)
	}
	nx, ny := b.castBoth(x, y, common, common)
	switch common.class {
	case classInt:
		return result(b.addFailing(integerOverflow, string(t.op), common, intKernels[t.op], t.at, nx, ny))
	case classFloat:
		return result(b.add(string(t.op), common, floatKernels[t.op], t.at, nx, ny))
	}
	return result(b.addFailing(decimalOverflow, string(t.op), common, decimalKernels[t.op], t.at, nx, ny))
}

var (
	intKernels     = map[op]kernel{opAdd: addInts, opSubtract: subtractInts, opMultiply: multiplyInts}
	floatKernels   = map[op]kernel{opAdd: addFloats, opSubtract: subtractFloats, opMultiply: multiplyFloats}
	decimalKernels = map[op]kernel{
		opAdd: decimalKernel(addDecimal), opSubtract: decimalKernel(subtractDecimal), opMultiply: decimalKernel(multiplyDecimal),
	}
)

// product multiplies decimals: the places add up.
func (b *binder) product(t *term, x, y operand, common typ) operand {
	own := func(o operand) typ {
		p := typ{class: classDecimal}
		switch {
		case o.number != nil:
			p.scale = typeOfNumber(o.number).scale
		case o.typ.class == classDecimal:
			p.scale = o.typ.scale
		}
		return p
	}
	tx, ty := own(x), own(y)
	common.scale = tx.scale + ty.scale
	if common.scale > maxDigits {
		return b.mismatch(t.at, fmt.Sprintf("the product %s has %d decimal places, more than %d", b.source(t), common.scale, maxDigits), "")
	}
	return result(b.addFailing(decimalOverflow, "*", common, decimalKernels[opMultiply], t.at, b.cast(x, tx), b.cast(y, ty)))
}

// commonNumber is the type in which two numbers meet: a float if one is, else
// a decimal, else an integer. uint64 meets int64 as a decimal, which holds both.
func (b *binder) commonNumber(x, y operand) typ {
	tx, ty := b.numberType(x), b.numberType(y)
	if x.typ.class == classNull {
		return ty
	}
	if y.typ.class == classNull {
		return tx
	}
	common := typ{class: tx.class, soft: tx.soft && ty.soft}
	switch {
	case tx.class == classFloat || ty.class == classFloat:
		common.class = classFloat
	case tx.class != ty.class:
		common.class = classDecimal
	}
	if common.class == classDecimal {
		common.scale = max(tx.scale, ty.scale)
		common.soft = (tx.soft || ty.soft) && !tx.hardDecimal() && !ty.hardDecimal()
	}
	return common
}

// numberType is the type of a number; null counts as an integer.
func (b *binder) numberType(o operand) typ {
	switch {
	case o.number != nil:
		return typeOfNumber(o.number)
	case o.typ.class == classNull:
		return typ{class: classInt}
	}
	return o.typ
}

// hardDecimal reports whether a decimal column is behind the values.
func (t typ) hardDecimal() bool { return t.class == classDecimal && !t.soft }

// modulo takes integers; the result has the sign of the dividend.
func (b *binder) modulo(t *term, x, y operand) operand {
	for _, o := range []operand{x, y} {
		if c := b.numberType(o).class; c != classInt && c != classUint {
			return b.mismatch(o.term.at, fmt.Sprintf("%s, but %% takes integers", b.describe(o)), "")
		}
	}
	common := b.commonNumber(x, y)
	nx, ny := b.castBoth(x, y, common, common)
	runs := map[class]kernel{classInt: moduloInts, classUint: moduloUints, classDecimal: moduloDecimals}
	return result(b.addFailing(divisionByZero, "%", common, runs[common.class], t.at, nx, ny))
}

// maxPower bounds the exponent of **, which is multiplication repeated.
const maxPower = 32

func (b *binder) power(t *term, x, y operand) operand {
	if y.number == nil || !y.number.IsInt() || y.number.Cmp(big.NewRat(1, 1)) < 0 || y.number.Cmp(big.NewRat(maxPower, 1)) > 0 {
		b.errs.add(y.term.at, CodeUnsupported, fmt.Sprintf("the exponent of ** must be a whole number from 1 to %d", maxPower), "")
		return refused
	}
	if !b.numeric(x, t) {
		return refused
	}
	power := x
	for range y.number.Num().Int64() - 1 {
		times := &term{op: opMultiply, at: t.at, args: []*term{t.args[0], t.args[0]}}
		power.term, x.term = t.args[0], t.args[0]
		if x.number != nil {
			power = b.literalArithmetic(times, power, x)
		} else {
			power = b.numbers(times, power, x)
		}
		if power.refused {
			return refused
		}
	}
	return power
}
