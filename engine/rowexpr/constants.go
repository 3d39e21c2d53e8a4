package rowexpr

import (
	"fmt"
	"math"
	"math/big"
	"strconv"

	"github.com/apache/arrow-go/v18/arrow/decimal256"

	"assay/engine/vector"
)

// constant makes a node of the value that set writes into the one row of v.
func (b *binder) constant(t typ, name string, set func(v *value)) *node {
	v := newValue(t.lane(), 1, false)
	v.valid[0] = 1
	set(&v)
	return b.prog.add(node{typ: t, column: -1, constant: &v}, "constant "+name, nil)
}

func (b *binder) constBool(truth bool) *node {
	return b.constant(boolType, strconv.FormatBool(truth), func(v *value) {
		if truth {
			v.bools[0] = 1
		}
	})
}

func (b *binder) constText(text string) *node {
	return b.constant(typ{class: classText}, text, func(v *value) {
		v.data, v.to[0] = []byte(text), int32(len(text))
	})
}

func (b *binder) constInt(t typ, n int64) *node {
	return b.constant(t, strconv.FormatInt(n, 10), func(v *value) { v.ints[0] = n })
}

func (b *binder) constNull(t typ) *node {
	return b.constant(t, "null", func(v *value) { v.valid[0] = 0 })
}

// constNumber is a number as a value of type t. It must be exact there,
// unless t is a float: that is the nearest one.
func (b *binder) constNumber(t typ, r *big.Rat) *node {
	name := r.RatString()
	switch t.class {
	case classInt:
		return b.constInt(t, r.Num().Int64())
	case classUint:
		return b.constant(t, name, func(v *value) { v.uints[0] = r.Num().Uint64() })
	case classFloat:
		f, _ := r.Float64()
		return b.constant(t, strconv.FormatFloat(f, 'g', -1, 64), func(v *value) { v.floats[0] = f })
	}
	return b.constant(t, name, func(v *value) { v.decimals[0] = wordsOfNum(decimal256.FromBigInt(unscaled(r, t.scale))) })
}

// unscaled is r times a power of ten, which makes it whole.
func unscaled(r *big.Rat, places int32) *big.Int {
	n := new(big.Int).Mul(r.Num(), pow10(places))
	return n.Quo(n, r.Denom())
}

func pow10(e int32) *big.Int { return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(e)), nil) }

// typeOfNumber is the narrowest exact type of a number: an integer, else a
// decimal, else a float.
func typeOfNumber(r *big.Rat) typ {
	if r.IsInt() && r.Num().IsInt64() {
		return typ{class: classInt, soft: true}
	}
	places, exact := r.FloatPrec()
	if exact && places <= maxDigits && unscaled(r, int32(places)).CmpAbs(pow10(maxDigits)) < 0 {
		return typ{class: classDecimal, scale: int32(places), soft: true}
	}
	return typ{class: classFloat, soft: true}
}

// literalOf is a number as ranges and sets take it.
func literalOf(r *big.Rat) vector.Literal {
	places, _ := r.FloatPrec() // literals and their sums and products end
	return vector.Literal{Kind: vector.LiteralNumber, Text: r.FloatString(places)}
}

// finite reports whether a number is within float64's range, which bounds
// what literals may come to.
func finite(r *big.Rat) bool {
	f, _ := r.Float64()
	return !math.IsInf(f, 0) && r.Num().BitLen()+r.Denom().BitLen() <= maxLiteralBits
}

// maxLiteralBits bounds the digits of a number that is computed from literals.
const maxLiteralBits = 8192

// nodeOf is the node of an operand that stands without a partner.
func (b *binder) nodeOf(o operand) *node {
	switch {
	case o.node != nil:
		return o.node
	case o.number != nil:
		return b.constNumber(typeOfNumber(o.number), o.number)
	}
	return b.constNull(o.typ)
}

// cast is the node of an operand as a value of type t, which the caller has
// found to be possible. A conversion that can fail does so only in rows in
// which the nodes beside it have a value.
func (b *binder) cast(o operand, t typ, beside ...*node) *node {
	switch {
	case o.typ.class == classNull && o.node != nil && o.node.canFail:
		return b.add("null", t, makeNull, o.term.at, o.node)
	case o.typ.class == classNull:
		return b.constNull(t)
	case o.number != nil && t.class == classDecimal:
		// What has too many digits at the other's scale fails in the rows.
		own := typeOfNumber(o.number)
		return b.castNode(b.constNumber(own, o.number), t, o.term.at, beside...)
	case o.number != nil:
		return b.constNumber(t, o.number)
	}
	return b.castNode(o.node, t, o.term.at, beside...)
}

// castBoth takes the operands of an operation to the types in which they meet.
// Where one is null the other's conversion does not matter.
func (b *binder) castBoth(x, y operand, tx, ty typ) (nx, ny *node) {
	return b.cast(x, tx, b.witness(y)...), b.cast(y, ty, b.witness(x)...)
}

// witness is the node of an operand that can be null.
func (b *binder) witness(o operand) []*node {
	switch {
	case o.typ.class == classNull:
		return []*node{b.constNull(boolType)}
	case o.node == nil || o.node.constant != nil:
		return nil
	}
	return []*node{o.node}
}

// makeNull keeps nothing of its argument but its failures.
func makeNull(_ int, out *value, _ []*value) { clear(out.valid) }

// What a node can fail with.
const (
	integerOverflow = "integer overflow"
	decimalOverflow = "decimal overflow"
	timeOverflow    = "time overflow"
	divisionByZero  = "division by zero"
	textOverflow    = "text overflow"
)

// castNode converts between number types, and dates and times to finer units.
func (b *binder) castNode(n *node, t typ, at span, beside ...*node) *node {
	from, to := n.typ, t
	from.soft, to.soft = false, false
	switch {
	case from == to:
		return n
	case t.class == classFloat && from.class == classInt:
		return b.add("float", t, intsToFloats, at, n)
	case t.class == classFloat && from.class == classUint:
		return b.add("float", t, uintsToFloats, at, n)
	case t.class == classFloat:
		return b.add("float", t, decimalsToFloats(from.scale), at, n)
	case t.class == classDecimal && from.class == classInt:
		n = b.add("decimal", typ{class: classDecimal}, intsToDecimals, at, n)
		return b.castNode(n, t, at, beside...)
	case t.class == classDecimal && from.class == classUint:
		n = b.add("decimal", typ{class: classDecimal}, uintsToDecimals, at, n)
		return b.castNode(n, t, at, beside...)
	case t.class == classDecimal:
		places := t.scale - from.scale
		return b.addFailing(decimalOverflow, fmt.Sprintf("rescale %d", places), t, rescale(places), at, append([]*node{n}, beside...)...)
	}
	return b.castTime(n, t, at, beside...)
}
