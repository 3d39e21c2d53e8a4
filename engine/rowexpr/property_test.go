package rowexpr_test

import (
	"errors"
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"strconv"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/rowexpr"
	"assay/engine/vector"
)

// generator makes typed expressions over a table.
type generator struct {
	*rand.Rand
	data table
}

var (
	intEdges   = []int{0, 1, -1, 2, 3, 10, 100, math.MaxInt64, math.MinInt64, math.MaxInt64 - 1, 1 << 53, 1<<53 + 1, math.MaxInt32, -1 << 31}
	floatEdges = []float64{0, math.Copysign(0, -1), 0.1, 0.3, 1, -1, 2.5, 1 << 53, 1e300, -1e300, 5e-324, math.Inf(1), math.Inf(-1), math.MaxInt64, math.MaxUint64}
	textEdges  = []string{"", "a", "active", "ACTIVE", " x ", "naïve", "Ⱥ€", "a\x00b", "\xff", "ab", "ſ", "K"}
)

// newTable draws values for columns of every lane, about a sixth of them null.
func newTable(r *rand.Rand, rows int) table {
	draw := func(name string, dt arrow.DataType, cell func() any) column {
		c := column{name: name, dt: dt}
		for range rows {
			if r.IntN(6) == 0 {
				c.cells = append(c.cells, nil)
			} else {
				c.cells = append(c.cells, cell())
			}
		}
		return c
	}
	integer := func() any {
		if r.IntN(2) == 0 {
			return intEdges[r.IntN(len(intEdges))]
		}
		return r.IntN(21) - 10
	}
	unsigned := func() any { return uint64(integer().(int)) }
	float := func() any {
		if r.IntN(2) == 0 {
			return floatEdges[r.IntN(len(floatEdges))]
		}
		return float64(r.IntN(41)-20) / 10
	}
	decimal := func(digits int) func() any {
		return func() any {
			if r.IntN(4) > 0 {
				return strconv.Itoa(r.IntN(2001) - 1000)
			}
			n := new(big.Int).Sub(ten(digits), big.NewInt(int64(r.IntN(3)+1)))
			if r.IntN(2) == 0 {
				n.Neg(n)
			}
			return n.String()
		}
	}
	within := func(limit int) func() any { return func() any { return r.IntN(2*limit) - limit } }
	const now = 1_700_000_000
	return table{
		draw("i", int64s, integer), draw("j", int64s, integer), draw("u", uint64s, unsigned), draw("w", uint64s, unsigned),
		draw("f", floats, float), draw("g", floats, float),
		draw("d", &arrow.Decimal128Type{Precision: 38, Scale: 2}, decimal(38)),
		draw("e", &arrow.Decimal256Type{Precision: 76, Scale: 5}, decimal(76)),
		draw("s", texts, func() any { return textEdges[r.IntN(len(textEdges))] }),
		draw("t", texts, func() any { return textEdges[r.IntN(len(textEdges))] }),
		draw("b", bools, func() any { return r.IntN(2) == 0 }), draw("c", bools, func() any { return r.IntN(2) == 0 }),
		draw("day", dates, within(40000)),
		draw("at", micros, func() any {
			if r.IntN(8) == 0 {
				return integer()
			}
			return (now + r.IntN(1e8)) * 1e6
		}),
		draw("seen", instant, func() any { return now + r.IntN(1e8) }),
		draw("took", arrow.FixedWidthTypes.Duration_ms, func() any {
			if r.IntN(8) == 0 {
				return integer()
			}
			return r.IntN(1e9)
		}),
	}
}

// leaf is a column as the reference sees it.
func (g *generator) leaf(name string) *exp {
	for _, c := range g.data {
		if c.name == name {
			t := leafTypes[name]
			return &exp{text: name, t: t, eval: func(row int) rvalue { return cellOf(c.cells[row], t) }}
		}
	}
	panic(name)
}

var leafTypes = map[string]rtype{
	"i": {kind: kInt}, "j": {kind: kInt}, "u": {kind: kUint}, "w": {kind: kUint}, "f": {kind: kFloat}, "g": {kind: kFloat},
	"d": {kind: kDecimal, scale: 2}, "e": {kind: kDecimal, scale: 5}, "s": {kind: kText}, "t": {kind: kText}, "b": {}, "c": {},
	"day": {kind: kMoment, date: true}, "at": {kind: kMoment, unit: 2}, "seen": {kind: kMoment, zoned: true}, "took": {kind: kLapse, unit: 1},
}

func cellOf(cell any, t rtype) rvalue {
	switch c := cell.(type) {
	case nil:
		return rnull
	case bool:
		return truth(c)
	case float64:
		return ofFloat(c)
	case uint64:
		return rvalue{number: new(big.Rat).SetInt(new(big.Int).SetUint64(c))}
	case string:
		if t.kind == kText {
			return rvalue{text: c}
		}
		n, _ := new(big.Int).SetString(c, 10)
		return rvalue{number: new(big.Rat).SetFrac(n, ten(t.scale))}
	case int:
		switch {
		case t.kind == kInt:
			return rvalue{number: big.NewRat(int64(c), 1)}
		case t.date:
			return rvalue{nanos: new(big.Int).Mul(big.NewInt(int64(c)), big.NewInt(86400e9))}
		}
		return rvalue{nanos: new(big.Int).Mul(big.NewInt(int64(c)), big.NewInt(1e9/perSecond[t.unit]))}
	}
	panic(cell)
}

func (g *generator) pick(names ...string) string { return names[g.IntN(len(names))] }

func (g *generator) number(depth int) *exp {
	if depth <= 0 || g.IntN(4) == 0 {
		if g.IntN(3) == 0 {
			return g.literal()
		}
		return g.leaf(g.pick("i", "j", "u", "w", "f", "g", "d", "e"))
	}
	a, b := g.number(depth-1), g.number(depth-1)
	switch g.IntN(12) {
	case 0:
		return divide(a, b)
	case 1:
		whole := func(e *exp) bool { k := e.number().kind; return k == kInt || k == kUint }
		if whole(a) && whole(b) {
			return modulo(a, b)
		}
	case 2:
		return unaryNumber(g.pick("-", "abs", "floor", "ceil", "round"), a)
	case 3:
		return extreme(g.pick("min", "max"), a, b)
	case 4:
		return ternary(g.condition(depth-1), a, b)
	case 5:
		return coalesce(a, b)
	case 6:
		return length(g.text(depth - 1))
	}
	if e := arithmetic(g.pick("+", "-", "*"), a, b); e != nil {
		return e
	}
	return a
}

func (g *generator) literal() *exp {
	text := g.pick("0", "1", "2", "3", "10", "0.1", "0.5", "2.5", "1e3", "1.25e-2", "100", "9007199254740993",
		"9223372036854775807", "9223372036854775808", "18446744073709551615", "1e60")
	r, _ := new(big.Rat).SetString(text)
	return literalExp(text, r)
}

func (g *generator) text(depth int) *exp {
	if depth <= 0 || g.IntN(3) == 0 {
		if g.IntN(3) == 0 {
			return g.textLiteral()
		}
		return g.leaf(g.pick("s", "t"))
	}
	a, b := g.text(depth-1), g.text(depth-1)
	switch g.IntN(5) {
	case 0:
		return concat(a, b)
	case 1:
		return ternary(g.condition(depth-1), a, b)
	case 2:
		return coalesce(a, b)
	}
	return mapText(g.pick("lower", "upper", "trim"), a)
}

func (g *generator) textLiteral() *exp {
	s := g.pick("", "a", "active", "naïve", "€", "x", " x ")
	return &exp{text: strconv.Quote(s), t: rtype{kind: kText}, eval: func(int) rvalue { return rvalue{text: s} }}
}

func (g *generator) moment(depth int) *exp {
	if depth <= 0 || g.IntN(3) == 0 {
		if g.IntN(4) == 0 {
			return g.momentLiteral()
		}
		return g.leaf(g.pick("day", "at", "seen"))
	}
	switch g.IntN(4) {
	case 0:
		return ternary(g.condition(depth-1), g.moment(depth-1), g.moment(depth-1))
	case 1:
		return coalesce(g.moment(depth-1), g.moment(depth-1))
	case 2:
		return extreme(g.pick("min", "max"), g.moment(depth-1), g.moment(depth-1))
	}
	return shift(g.pick("+", "-"), g.moment(depth-1), g.lapse(depth-1))
}

func (g *generator) momentLiteral() *exp {
	lit := []struct {
		text string
		t    rtype
	}{
		{"2024-01-31", rtype{kind: kMoment, date: true}},
		{"2024-01-31T10:00:00", rtype{kind: kMoment}},
		{"2024-07-31T10:00:00.25", rtype{kind: kMoment, unit: 1}},
		{"2024-07-31T10:00:00Z", rtype{kind: kMoment, zoned: true}},
	}[g.IntN(4)]
	layout := time.RFC3339Nano[:len("2006-01-02T15:04:05.999999999")]
	switch {
	case lit.t.date:
		layout = time.DateOnly
	case lit.t.zoned:
		layout = time.RFC3339Nano
	}
	at, err := time.Parse(layout, lit.text)
	if err != nil {
		panic(err)
	}
	nanos := big.NewInt(at.UnixNano())
	return &exp{text: fmt.Sprintf("date(%q)", lit.text), t: lit.t, eval: func(int) rvalue { return rvalue{nanos: nanos} }}
}

func (g *generator) lapse(depth int) *exp {
	if depth <= 0 || g.IntN(3) == 0 {
		if g.IntN(2) == 0 {
			return g.leaf("took")
		}
		d := []time.Duration{0, time.Hour, 1500 * time.Millisecond, time.Microsecond, -time.Nanosecond}[g.IntN(5)]
		unit := 0
		for d%time.Duration(1e9/perSecond[unit]) != 0 {
			unit++
		}
		return &exp{text: fmt.Sprintf("duration(%q)", d), t: rtype{kind: kLapse, unit: unit}, eval: func(int) rvalue {
			return rvalue{nanos: big.NewInt(int64(d))}
		}}
	}
	switch g.IntN(4) {
	case 0:
		return difference(g.moment(depth-1), g.moment(depth-1))
	case 1:
		return shift(g.pick("+", "-"), g.lapse(depth-1), g.lapse(depth-1))
	case 2:
		return multiple(g.lapse(depth-1), g.leaf("i"))
	}
	return coalesce(g.lapse(depth-1), g.lapse(depth-1))
}

func (g *generator) condition(depth int) *exp {
	if depth <= 0 || g.IntN(6) == 0 {
		return g.leaf(g.pick("b", "c"))
	}
	o := g.pick("==", "!=", "<", "<=", ">", ">=")
	switch g.IntN(14) {
	case 0, 1:
		return and(g.condition(depth-1), g.condition(depth-1))
	case 2, 3:
		return or(g.condition(depth-1), g.condition(depth-1))
	case 4:
		return not(g.condition(depth - 1))
	case 5:
		switch g.IntN(3) {
		case 0:
			return nilTest(g.pick("==", "!="), g.number(depth-1))
		case 1:
			return nilTest(g.pick("==", "!="), g.condition(depth-1))
		}
		return nilTest(g.pick("==", "!="), g.text(depth-1))
	case 6:
		return compare(o, g.text(depth-1), g.text(depth-1))
	case 7:
		return compare(o, g.moment(depth-1), g.moment(depth-1))
	case 8:
		return compare(o, g.lapse(depth-1), g.lapse(depth-1))
	case 9:
		return textTest(g.pick("contains", "startsWith", "endsWith"), g.text(depth-1), g.text(depth-1))
	case 10:
		return in(g.number(depth-1), []*exp{g.literal(), g.literal()}, []*exp{g.leaf(g.pick("i", "u", "f", "d")), arithmetic("*", g.leaf("i"), g.leaf("j"))})
	case 11:
		return between(g.leaf(g.pick("i", "u")), g.leaf(g.pick("i", "w")), literalExp("10", big.NewRat(10, 1)))
	case 12:
		switch g.IntN(3) {
		case 0:
			return coalesce(g.condition(depth-1), g.condition(depth-1))
		case 1:
			return compare(g.pick("==", "!="), g.condition(depth-1), g.condition(depth-1))
		}
		return ternary(g.condition(depth-1), g.condition(depth-1), g.condition(depth-1))
	}
	return compare(o, g.number(depth-1), g.number(depth-1))
}

// TestAgainstReference compares random expressions on random tables with the
// row-at-a-time interpreter: values, nulls and failures of every row.
func TestAgainstReference(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	g := &generator{Rand: rand.New(rand.NewPCG(seed, 1))}
	refused := 0
	const tables, perTable = 40, 60
	for n := range tables {
		rows := 70
		if n%10 == 0 {
			rows = 1100 // more than a chunk
		}
		g.data = newTable(g.Rand, rows)
		for range perTable * 70 / rows {
			if !agree(t, g, g.condition(4)) {
				refused++
			}
			if t.Failed() {
				return
			}
		}
	}
	// Products of many decimals have more than 76 places: no more than
	// these may fail to bind.
	if refused > tables*perTable/20 {
		t.Errorf("%d expressions did not bind", refused)
	}
}

// agree checks one expression; false is one that does not bind.
func agree(t *testing.T, g *generator, want *exp) bool {
	e, err := rowexpr.Parse(want.text)
	if err != nil {
		t.Fatalf("parse %s: %v", want.text, err)
	}
	b, err := e.Bind(g.data.schema(), rowexpr.Options{Zone: paris, Now: options.Now})
	if err != nil {
		if errs := err.(rowexpr.Errors); errs[0].Code != rowexpr.CodeType && errs[0].Code != rowexpr.CodeLiteral {
			t.Fatalf("bind %s: %v", want.text, err)
		}
		return false
	}
	rows := g.data.rows()
	rule := b.Rows()
	in := g.data.inputs(rule.Inputs, g.IntN(2) == 0)
	results := make([]rvalue, rows)
	failures := vector.NewMask(rows)
	firstFailure := -1
	for i := range rows {
		results[i] = want.eval(i)
		if results[i].failed {
			failures.Set(i)
			if firstFailure < 0 {
				firstFailure = i
			}
		}
	}
	predicate := rule.New()
	marks := engine.Marks{Unexpected: vector.NewMask(rows), Ignored: vector.NewMask(rows)}
	err = predicate.Eval(in, rows, &marks)
	var at *engine.RowError
	switch {
	case firstFailure < 0 && err != nil:
		t.Fatalf("%s\nfails: %v, want no failure\n%s", want.text, err, g.show(rule, err))
	case firstFailure >= 0 && (!errors.As(err, &at) || at.Row != firstFailure):
		t.Fatalf("%s\n%v, want a failure in row %d: %s", want.text, err, firstFailure, g.row(rule, firstFailure))
	}
	// Without the rows that fail, all others must agree. The evaluator and
	// its scratch memory are used again, with and without dictionaries.
	for range 2 {
		g.agreeRows(t, want.text, rule, predicate, results, failures)
	}
	return true
}

// agreeRows compares the rows that do not fail.
func (g *generator) agreeRows(t *testing.T, text string, rule engine.Rows, predicate engine.Predicate, results []rvalue, failures vector.Mask) {
	t.Helper()
	rows := len(results)
	in := g.data.inputs(rule.Inputs, g.IntN(2) == 0)
	marks := engine.Marks{Unexpected: vector.NewMask(rows), Ignored: append(vector.Mask(nil), failures...)}
	if err := predicate.Eval(in, rows, &marks); err != nil {
		t.Fatalf("%s\nwith the failing rows ignored: %v\n%s", text, err, g.show(rule, err))
	}
	for i, r := range results {
		if r.failed {
			continue
		}
		isNull, isFalse := marks.Ignored.Get(i), marks.Unexpected.Get(i)
		if isNull != r.null || !isNull && isFalse != !r.truth {
			t.Fatalf("%s\nrow %d: null %t false %t, want null %t false %t\n%s", text, i, isNull, isFalse, r.null, !r.null && !r.truth, g.row(rule, i))
		}
	}
}

// row shows the cells that an expression reads in a row.
func (g *generator) row(rule engine.Rows, i int) string {
	text := ""
	for _, input := range rule.Inputs {
		for _, c := range g.data {
			if c.name == input.Column {
				text += fmt.Sprintf("%s=%#v ", c.name, c.cells[i])
			}
		}
	}
	return text
}

func (g *generator) show(rule engine.Rows, err error) string {
	var at *engine.RowError
	if errors.As(err, &at) {
		return g.row(rule, at.Row)
	}
	return ""
}
