package rowexpr

import (
	"fmt"
	"math"
	"math/big"
)

// call binds a function; its name and the number of arguments are known to
// be right.
func (b *binder) call(t *term) operand {
	args, ok := b.bindAll(t)
	if !ok {
		return refused
	}
	switch t.name {
	case "len", "lower", "upper", "trim":
		return b.textFunction(t, args[0])
	case "min", "max":
		return b.extreme(t, args)
	case "abs":
		return b.abs(t, args[0])
	}
	return b.round(t, args[0])
}

func (b *binder) abs(t *term, x operand) operand {
	if x.typ.class == classDuration {
		return result(b.addFailing(timeOverflow, "abs", x.typ, absInts, t.at, x.node))
	}
	if !b.numeric(x, t) {
		return refused
	}
	if x.number != nil {
		return operand{typ: x.typ, number: new(big.Rat).Abs(x.number)}
	}
	switch x.typ.class {
	case classInt:
		return result(b.addFailing(integerOverflow, "abs", x.typ, absInts, t.at, x.node))
	case classFloat:
		return result(b.add("abs", x.typ, mapFloats(math.Abs), t.at, x.node))
	case classDecimal:
		return result(b.add("abs", x.typ, mapDecimals(words.abs), t.at, x.node))
	}
	return x // null, unsigned
}

// round binds floor, ceil and round, whose results keep the type: a decimal
// without places, a whole float.
func (b *binder) round(t *term, x operand) operand {
	if !b.numeric(x, t) {
		return refused
	}
	if x.number != nil {
		x.node, x.typ, x.number = b.nodeOf(x), typeOfNumber(x.number), nil
	}
	switch x.typ.class {
	case classFloat:
		floats := map[string]func(float64) float64{"floor": math.Floor, "ceil": math.Ceil, "round": math.Round}
		return result(b.add(t.name, x.typ, mapFloats(floats[t.name]), t.at, x.node))
	case classDecimal:
		decimals := map[string]func(int32) kernel{"floor": floorDecimals, "ceil": ceilDecimals, "round": roundDecimals}
		whole := typ{class: classDecimal, soft: x.typ.soft}
		return result(b.add(t.name, whole, decimals[t.name](x.typ.scale), t.at, x.node))
	}
	return x // null, an integer
}

// extreme binds min and max of numbers, or of dates and times.
func (b *binder) extreme(t *term, args []operand) operand {
	best := args[0]
	for _, o := range args {
		if !o.typ.isNumber() && !o.typ.isTemporal() && o.typ.class != classNull {
			return b.mismatch(o.term.at, fmt.Sprintf("%s, but %s takes numbers, dates or times", b.describe(o), t.sourceName()), "")
		}
	}
	for _, o := range args[1:] {
		common, ok := b.unify(best, o, t)
		if !ok {
			return refused
		}
		if common.class == classNull {
			continue
		}
		nx, ny := b.castBoth(best, o, common, common)
		n := b.add(t.name, common, extreme(t.name == "max"), t.at, nx, ny)
		best = operand{typ: common, node: n, term: t}
	}
	return best
}
