package vector

import (
	"math"
	"math/big"
	"strconv"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
)

// bound is a literal on the scale of a column's lane: the greatest lane value
// not above it, and whether that is equal to it.
type bound struct {
	floor *big.Int
	exact bool
}

// boundOf puts l on the scale of columns of type t, whose lane is Int, Uint or
// Decimal.
func boundOf(l Literal, t arrow.DataType, zone *time.Location) (b bound, err error) {
	switch kindOf(t) {
	case kindNumber:
		n, err := numberFor(l, t)
		if err != nil {
			return bound{}, err
		}
		b.floor, b.exact = n.floor(scaleOf(t))
		return b, nil
	case kindDate, kindTimestamp:
		m, err := momentFor(l, t, zone)
		if err != nil {
			return bound{}, err
		}
		b.floor, b.exact = m.floor(tickOf(t))
		return b, nil
	case kindClock:
		nanos, err := clockFor(l, t)
		if err != nil {
			return bound{}, err
		}
		ticks, rem := floorDiv(nanos, tickOf(t))
		return bound{floor: big.NewInt(ticks), exact: rem == 0}, nil
	}
	return bound{}, notComparable(l, t)
}

func numberFor(l Literal, t arrow.DataType) (number, error) {
	if l.Kind != LiteralNumber {
		return number{}, notComparable(l, t)
	}
	return parseNumber(l.Text)
}

// momentFor reads l, and moves it between zone and UTC where it has a zone and
// the column has none, or the other way round.
func momentFor(l Literal, t arrow.DataType, zone *time.Location) (moment, error) {
	if l.Kind != LiteralTime && l.Kind != LiteralString {
		return moment{}, notComparable(l, t)
	}
	m, err := parseMoment(l.Text)
	if err != nil || m.zoned == zoned(t) {
		return m, err
	}
	switch {
	case zone == nil && m.zoned:
		return moment{}, zoneNeeded("%s has a time zone, and the column's type %s has none", l.Text, typeName(t))
	case zone == nil:
		return moment{}, zoneNeeded("%s has no time zone, and the column's type %s has one", l.Text, typeName(t))
	case m.zoned:
		return m.wall(zone), nil
	}
	return m.instant(zone), nil
}

func clockFor(l Literal, t arrow.DataType) (int64, error) {
	if l.Kind != LiteralTime && l.Kind != LiteralString {
		return 0, notComparable(l, t)
	}
	return parseClock(l.Text)
}

// floatFor is the value of t nearest to l, which stands for l. side is 0, but
// where nothing near is to be had (l is finite and f infinite, or f zero and l
// not): there it is the sign of l - f, between which and l are no values of t.
func floatFor(l Literal, t arrow.DataType) (f float64, side int, err error) {
	n, err := numberFor(l, t)
	if err != nil {
		return 0, 0, err
	}
	if n.inf != 0 {
		return math.Inf(n.inf), 0, nil
	}
	f = nearest(l.Text, floatBits(t))
	switch {
	case math.IsInf(f, 0):
		side = -n.sign()
	case f == 0:
		side = n.sign()
	}
	return f, side, nil
}

// nearest is the number nearest to text among the floats of the given width.
func nearest(text string, bits int) float64 {
	// The syntax was checked; what is out of range comes as an infinity.
	switch bits {
	case 32:
		f, _ := strconv.ParseFloat(text, 32)
		return f
	case 16:
		f, _ := strconv.ParseFloat(text, 64)
		return roundToHalf(f)
	}
	f, _ := strconv.ParseFloat(text, 64)
	return f
}

// roundToHalf is the IEEE 754 binary16 number nearest to f.
func roundToHalf(f float64) float64 {
	const overflow = 65_520 // halfway between the largest one and the next
	if math.Abs(f) >= overflow {
		return math.Inf(int(math.Copysign(1, f)))
	}
	_, exp := math.Frexp(f)
	quantum := math.Ldexp(1, max(exp-11, -24))
	return math.RoundToEven(f/quantum) * quantum
}

// notComparable says that a literal is of the wrong kind for a column, and how
// it may have been meant.
func notComparable(l Literal, t arrow.DataType) error {
	hint := ""
	switch kindOf(t) {
	case kindNumber:
		hint = "write a number"
		if _, err := parseNumber(l.Text); l.Kind == LiteralString && err == nil {
			hint = "write it without quotes: " + l.Text
		}
	case kindText:
		hint = "put it in quotes to compare it as text, or declare another type for the column"
	case kindDate, kindTimestamp:
		hint = dateHint
	case kindClock:
		hint = "write times as 10:00 or 10:00:00.5"
	case kindBool:
		hint = "write true or false"
	}
	return wrongType(hint, "%s cannot be compared with a column of type %s", describeKind(l), typeName(t))
}

// describeKind says what a literal is: "the number 18".
func describeKind(l Literal) string {
	switch l.Kind {
	case LiteralNull:
		return "null"
	case LiteralNumber:
		return "the number " + l.Text
	case LiteralString:
		return "the text " + strconv.Quote(l.Text)
	}
	return l.Text
}
