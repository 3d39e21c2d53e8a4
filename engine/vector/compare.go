package vector

import (
	"time"

	"github.com/apache/arrow-go/v18/arrow"
)

// Op is a comparison operator.
type Op uint8

// The operators.
const (
	Eq Op = iota // =
	Ne           // ≠
	Lt           // <
	Le           // ≤
	Gt           // >
	Ge           // ≥
)

// Comparable says why columns of types a and b cannot be compared with each
// other; nil means that they can. Numbers compare with numbers, strings and
// binary with each other, dates with timestamps, and everything else with its
// like. A zone is needed where a type with a zone meets one without. A column
// of the null type compares with any other. The error is a *LiteralError.
func Comparable(a, b arrow.DataType, zone *time.Location) error {
	a, b = plain(a), plain(b)
	ka, kb := kindOf(a), kindOf(b)
	switch {
	case ka == kindNull || kb == kindNull:
		return nil
	case ka == kindOther || kb == kindOther || family(ka) != family(kb):
		return wrongType("", "values of type %s cannot be compared with values of type %s", typeName(a), typeName(b))
	case zone == nil && zoned(a) != zoned(b):
		return zoneNeeded("one of the types %s and %s has a time zone and the other has none", typeName(a), typeName(b))
	}
	return nil
}

// family is the kind that stands for all that k can be compared with.
func family(k kind) kind {
	if k == kindDate {
		return kindTimestamp
	}
	return k
}

// Comparison compares two columns row by row. It keeps scratch memory: one
// goroutine uses it at a time.
type Comparison struct {
	op    Op
	a, b  arrow.DataType
	x, y  ticker // of temporal types
	signs []int8
}

// NewComparison prepares `a op b` for columns of the given types. Comparisons
// are exact, whatever the two types: no integer or decimal passes through a
// float. Strings compare by their bytes, false is below true, and a date is its
// midnight. Where one column has a zone and the other has none, instants are
// compared as what calendar and clock in zone show then. The error is that of
// Comparable.
func NewComparison(op Op, a, b arrow.DataType, zone *time.Location) (*Comparison, error) {
	if err := Comparable(a, b, zone); err != nil {
		return nil, err
	}
	c := &Comparison{op: op, a: plain(a), b: plain(b)}
	switch kindOf(c.a) {
	case kindDate, kindTimestamp, kindClock, kindDuration:
		if kindOf(c.b) != kindNull {
			c.x, c.y = tickers(c.a, c.b, zone)
		}
	}
	return c, nil
}

// True sets in out the rows, of n, for which a op b is true, and leaves other
// bits as they are. a and b are plain and of the types that c was made for; of
// rows where either is null nothing is promised.
func (c *Comparison) True(a, b *Vector, n int, out Mask) {
	switch {
	case a.Lane == Null || b.Lane == Null:
		return
	case a.Lane == Bool:
		c.op.bools(a.Bools, b.Bools, n, out)
	case a.Lane == Bytes && (c.op == Eq || c.op == Ne):
		equalBytes(a, b, n, c.op == Ne, out)
	case a.Lane == Int && b.Lane == Int && !c.scaled():
		applyOp(c.op, a.Ints[:n], b.Ints[:n], out)
	case a.Lane == Uint && b.Lane == Uint:
		applyOp(c.op, a.Uints[:n], b.Uints[:n], out)
	case a.Lane == Float && b.Lane == Float:
		applyOp(c.op, a.Floats[:n], b.Floats[:n], out)
	case a.Lane == Decimal && b.Lane == Decimal && scaleOf(c.a) == scaleOf(c.b):
		applyOpDecimals(c.op, wordsOf(a.Decimals[:n]), wordsOf(b.Decimals[:n]), out)
	default:
		c.signs = grow(c.signs, n)
		c.order(a, b)
		applySigns(c.op, c.signs, out)
	}
}

// scaled reports whether two Int lanes have different units or zones.
func (c *Comparison) scaled() bool {
	return c.x.unit != c.y.unit || c.x.wall != nil || c.y.wall != nil
}
