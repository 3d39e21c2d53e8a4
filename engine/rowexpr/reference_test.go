package rowexpr_test

import (
	"math"
	"math/big"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// The reference interpreter: one row at a time, numbers in math/big, written
// after the documentation and not after the kernels.

type kind int

const (
	kBool kind = iota
	kLiteral
	kInt
	kUint
	kFloat
	kDecimal
	kText
	kMoment
	kLapse
)

// rtype is the static type of a reference expression.
type rtype struct {
	kind  kind
	scale int  // of decimals
	soft  bool // numbers without a decimal column behind them
	unit  int  // 0 s, 1 ms, 2 µs, 3 ns
	zoned bool
	date  bool
}

// rvalue is the value of a reference expression in one row.
type rvalue struct {
	null, failed bool
	truth        bool
	number       *big.Rat // kLiteral, kInt, kUint, kDecimal
	float        float64
	text         string
	nanos        *big.Int // kMoment, kLapse
}

var (
	rnull   = rvalue{null: true}
	rfailed = rvalue{failed: true}
)

func truth(b bool) rvalue { return rvalue{truth: b} }

// exp is an expression of the generator: its text, and how it is evaluated.
type exp struct {
	text    string
	t       rtype
	literal *big.Rat // kLiteral
	eval    func(row int) rvalue
}

// strict evaluates all operands; failure wins over null.
func strict(f func(v []rvalue) rvalue, args ...*exp) func(int) rvalue {
	return func(row int) rvalue {
		values := make([]rvalue, len(args))
		null := false
		for i, a := range args {
			values[i] = a.eval(row)
			if values[i].failed {
				return rfailed
			}
			null = null || values[i].null
		}
		if null {
			return rnull
		}
		return f(values)
	}
}

func ten(e int) *big.Int { return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(e)), nil) }

// naturalType is what a literal is where it meets no float.
func naturalType(r *big.Rat) rtype {
	if r.IsInt() && r.Num().IsInt64() {
		return rtype{kind: kInt, soft: true}
	}
	places, _ := r.FloatPrec()
	if places > 76 || inDigits(r, places).failed {
		return rtype{kind: kFloat, soft: true}
	}
	return rtype{kind: kDecimal, scale: places, soft: true}
}

func (e *exp) number() rtype {
	if e.literal != nil {
		return naturalType(e.literal)
	}
	return e.t
}

func meet(a, b rtype) rtype {
	t := rtype{kind: a.kind, soft: a.soft && b.soft}
	switch {
	case a.kind == kFloat || b.kind == kFloat:
		t.kind = kFloat
	case a.kind != b.kind:
		t.kind = kDecimal
	}
	if t.kind == kDecimal {
		t.scale = max(a.scale, b.scale)
		hard := a.kind == kDecimal && !a.soft || b.kind == kDecimal && !b.soft
		t.soft = (a.soft || b.soft) && !hard
	}
	return t
}

// convert takes a number to the type in which it meets another.
func convert(v rvalue, from, to rtype) rvalue {
	if v.null || v.failed {
		return v
	}
	switch to.kind {
	case kFloat:
		if v.number == nil {
			return v
		}
		f, _ := v.number.Float64()
		return rvalue{float: f}
	case kDecimal:
		return inDigits(v.number, to.scale)
	}
	return v
}

// inDigits is r, or failure where it has more than 76 digits at a scale.
func inDigits(r *big.Rat, scale int) rvalue {
	unscaled := new(big.Rat).Mul(r, new(big.Rat).SetInt(ten(scale)))
	if unscaled.Num().CmpAbs(ten(76)) >= 0 {
		return rfailed
	}
	return rvalue{number: r}
}

func fitsInt(r *big.Rat) rvalue {
	if !r.Num().IsInt64() {
		return rfailed
	}
	return rvalue{number: r}
}

func ofFloat(f float64) rvalue {
	if math.IsNaN(f) {
		return rnull
	}
	return rvalue{float: f}
}

// arithmetic is a o b for + - *; nil where the type does not exist.
func arithmetic(o string, a, b *exp) *exp {
	e := &exp{text: "(" + a.text + " " + o + " " + b.text + ")"}
	exact := map[string]func(z, x, y *big.Rat) *big.Rat{"+": (*big.Rat).Add, "-": (*big.Rat).Sub, "*": (*big.Rat).Mul}[o]
	if a.literal != nil && b.literal != nil {
		return literalExp(e.text, exact(new(big.Rat), a.literal, b.literal))
	}
	ta, tb := a.number(), b.number()
	e.t = meet(ta, tb)
	if e.t.kind == kUint {
		e.t = rtype{kind: kDecimal}
	}
	ca, cb := e.t, e.t
	if e.t.kind == kDecimal && o == "*" {
		ca.scale, cb.scale = ta.scale, tb.scale
		e.t.scale = ta.scale + tb.scale
		if e.t.scale > 76 {
			return nil
		}
	}
	e.eval = strict(func(v []rvalue) rvalue {
		x, y := convert(v[0], ta, ca), convert(v[1], tb, cb)
		if x.failed || y.failed {
			return rfailed
		}
		switch e.t.kind {
		case kFloat:
			switch o {
			case "+":
				return ofFloat(x.float + y.float)
			case "-":
				return ofFloat(x.float - y.float)
			}
			return ofFloat(x.float * y.float)
		case kInt:
			return fitsInt(exact(new(big.Rat), x.number, y.number))
		}
		return inDigits(exact(new(big.Rat), x.number, y.number), e.t.scale)
	}, a, b)
	return e
}

func literalExp(text string, r *big.Rat) *exp {
	return &exp{text: text, t: rtype{kind: kLiteral, soft: true}, literal: r, eval: func(int) rvalue { return rvalue{number: r} }}
}

func divide(a, b *exp) *exp {
	ta, tb, f := a.number(), b.number(), rtype{kind: kFloat}
	return &exp{text: "(" + a.text + " / " + b.text + ")", t: f, eval: strict(func(v []rvalue) rvalue {
		x, y := convert(v[0], ta, f).float, convert(v[1], tb, f).float
		if y == 0 {
			return rfailed
		}
		return ofFloat(x / y)
	}, a, b)}
}

func modulo(a, b *exp) *exp {
	ta, tb := a.number(), b.number()
	return &exp{text: "(" + a.text + " % " + b.text + ")", t: meet(ta, tb), eval: strict(func(v []rvalue) rvalue {
		if v[1].number.Sign() == 0 {
			return rfailed
		}
		rest := new(big.Int).Rem(v[0].number.Num(), v[1].number.Num())
		return rvalue{number: new(big.Rat).SetInt(rest)}
	}, a, b)}
}

// unaryNumber is a function of one number.
func unaryNumber(name string, a *exp) *exp {
	e := &exp{text: "(" + name + "(" + a.text + "))", t: a.t}
	if a.literal != nil && (name == "-" || name == "abs") {
		r := new(big.Rat).Abs(a.literal)
		if name == "-" {
			r.Neg(a.literal)
		}
		return literalExp(e.text, r)
	}
	e.t = a.number()
	switch {
	case e.t.kind == kUint && name == "-":
		e.t = rtype{kind: kDecimal}
	case e.t.kind == kDecimal && (name == "floor" || name == "ceil" || name == "round"):
		e.t.scale = 0
	}
	e.eval = strict(func(v []rvalue) rvalue {
		if e.t.kind == kFloat {
			f := map[string]func(float64) float64{"-": func(x float64) float64 { return -x }, "abs": math.Abs,
				"floor": math.Floor, "ceil": math.Ceil, "round": math.Round}[name]
			return ofFloat(f(v[0].float))
		}
		r := new(big.Rat)
		switch name {
		case "-":
			r.Neg(v[0].number)
		case "abs":
			r.Abs(v[0].number)
		default:
			r.SetInt(wholeOf(name, v[0].number))
		}
		if e.t.kind == kInt {
			return fitsInt(r)
		}
		return rvalue{number: r}
	}, a)
	return e
}

// wholeOf rounds by the definition of floor.
func wholeOf(name string, r *big.Rat) *big.Int {
	floor := func(r *big.Rat) *big.Int { return new(big.Int).Div(r.Num(), r.Denom()) } // Euclidean, the denominator is positive
	negative := new(big.Rat).Neg(r)
	switch name {
	case "floor":
		return floor(r)
	case "ceil":
		return new(big.Int).Neg(floor(negative))
	}
	half := big.NewRat(1, 2)
	if r.Sign() < 0 {
		return new(big.Int).Neg(floor(negative.Add(negative, half)))
	}
	return floor(half.Add(half, r))
}

// compareNumbers is the exact order of two numbers, with literals and what is
// computed from them as the nearest float beside a float.
func compareNumbers(a, b *exp, x, y rvalue) int {
	ta, tb := a.number(), b.number()
	switch {
	case a.literal != nil && b.t.kind != kFloat, b.literal != nil && a.t.kind != kFloat:
		return x.number.Cmp(y.number)
	case ta.kind == kFloat && tb.soft, tb.kind == kFloat && ta.soft, ta.kind == kFloat && tb.kind == kFloat:
		f := rtype{kind: kFloat}
		p, q := convert(x, ta, f).float, convert(y, tb, f).float
		switch {
		case p < q:
			return -1
		case p > q:
			return 1
		}
		return 0
	case ta.kind == kFloat:
		return -cmpFloat(y.number, x.float)
	case tb.kind == kFloat:
		return cmpFloat(x.number, y.float)
	}
	return x.number.Cmp(y.number)
}

func cmpFloat(r *big.Rat, f float64) int {
	if math.IsInf(f, 0) {
		return -int(math.Copysign(1, f))
	}
	return r.Cmp(new(big.Rat).SetFloat64(f))
}

// The zone of zone-less moments in the tests.
var paris = func() *time.Location {
	loc, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		return time.FixedZone("CET", 3600)
	}
	return loc
}()

var perSecond = []int64{1, 1e3, 1e6, 1e9}

// wall is what a clock in paris shows at an instant.
func wall(nanos *big.Int) *big.Int {
	sec := new(big.Int).Div(nanos, big.NewInt(1e9)).Int64()
	_, offset := time.Unix(sec, 0).In(paris).Zone()
	return new(big.Int).Add(nanos, big.NewInt(int64(offset)*1e9))
}

// countable fails a time that does not fit int64 in its unit.
func countable(nanos *big.Int, unit int) rvalue {
	ticks := new(big.Int).Quo(nanos, big.NewInt(1e9/perSecond[unit]))
	if !ticks.IsInt64() {
		return rfailed
	}
	return rvalue{nanos: nanos}
}

// castTime takes a time to another unit, and an instant to a clock's reading.
func castTime(v rvalue, from, to rtype) rvalue {
	if v.null || v.failed || from == to {
		return v
	}
	if from.zoned && !to.zoned {
		v = countable(wall(v.nanos), from.unit)
	}
	if v.failed {
		return v
	}
	return countable(v.nanos, to.unit)
}

func meetMoments(a, b rtype) rtype {
	if a == b {
		return a
	}
	return rtype{kind: kMoment, unit: max(a.unit, b.unit), zoned: a.zoned && b.zoned}
}

func compareMoments(a, b *exp, x, y rvalue) int {
	p, q := x.nanos, y.nanos
	if a.t.zoned && !b.t.zoned {
		p = wall(p)
	}
	if b.t.zoned && !a.t.zoned {
		q = wall(q)
	}
	return p.Cmp(q)
}

// difference, shift and multiple are the arithmetic of times.
func difference(a, b *exp) *exp {
	common := meetMoments(a.t, b.t)
	common.date = false
	t := rtype{kind: kLapse, unit: common.unit}
	return &exp{text: "(" + a.text + " - " + b.text + ")", t: t, eval: strict(func(v []rvalue) rvalue {
		x, y := castTime(v[0], a.t, common), castTime(v[1], b.t, common)
		if x.failed || y.failed {
			return rfailed
		}
		return countable(new(big.Int).Sub(x.nanos, y.nanos), t.unit)
	}, a, b)}
}

func shift(o string, a, b *exp) *exp {
	t := a.t
	t.date, t.unit = false, max(a.t.unit, b.t.unit)
	by := rtype{kind: kLapse, unit: t.unit}
	return &exp{text: "(" + a.text + " " + o + " " + b.text + ")", t: t, eval: strict(func(v []rvalue) rvalue {
		x, y := castTime(v[0], a.t, t), castTime(v[1], b.t, by)
		if x.failed || y.failed {
			return rfailed
		}
		sum := new(big.Int).Add(x.nanos, y.nanos)
		if o == "-" {
			sum.Sub(x.nanos, y.nanos)
		}
		return countable(sum, t.unit)
	}, a, b)}
}

func multiple(a, b *exp) *exp {
	return &exp{text: "(" + a.text + " * " + b.text + ")", t: a.t, eval: strict(func(v []rvalue) rvalue {
		return countable(new(big.Int).Mul(v[0].nanos, v[1].number.Num()), a.t.unit)
	}, a, b)}
}

// common is the type of an expression that is one of two; ok is false where
// they have none.
func common(a, b *exp) (t rtype, ok bool) {
	switch {
	case a.t.kind >= kLiteral && a.t.kind <= kDecimal:
		return meet(a.number(), b.number()), true
	case a.t.kind == kMoment:
		return meetMoments(a.t, b.t), true
	case a.t.kind == kLapse:
		return rtype{kind: kLapse, unit: max(a.t.unit, b.t.unit)}, true
	}
	return a.t, true
}

func cast(v rvalue, e *exp, to rtype) rvalue {
	switch to.kind {
	case kInt, kUint, kFloat, kDecimal:
		return convert(v, e.number(), to)
	case kMoment, kLapse:
		return castTime(v, e.t, to)
	}
	return v
}

func ternary(c, a, b *exp) *exp {
	t, _ := common(a, b)
	return &exp{text: "(" + c.text + " ? " + a.text + " : " + b.text + ")", t: t, eval: func(row int) rvalue {
		v := c.eval(row)
		switch {
		case v.failed:
			return rfailed
		case !v.null && v.truth:
			return cast(a.eval(row), a, t)
		}
		return cast(b.eval(row), b, t)
	}}
}

func coalesce(a, b *exp) *exp {
	t, _ := common(a, b)
	return &exp{text: "(" + a.text + " ?? " + b.text + ")", t: t, eval: func(row int) rvalue {
		if v := a.eval(row); v.failed || !v.null {
			return cast(v, a, t)
		}
		return cast(b.eval(row), b, t)
	}}
}

func extreme(name string, a, b *exp) *exp {
	t, _ := common(a, b)
	return &exp{text: name + "(" + a.text + ", " + b.text + ")", t: t, eval: strict(func(v []rvalue) rvalue {
		x, y := cast(v[0], a, t), cast(v[1], b, t)
		if x.failed || y.failed {
			return rfailed
		}
		var c int
		switch t.kind {
		case kMoment, kLapse:
			c = x.nanos.Cmp(y.nanos)
		case kFloat:
			c = big.NewFloat(x.float).Cmp(big.NewFloat(y.float))
		default:
			c = x.number.Cmp(y.number)
		}
		if c < 0 == (name == "max") {
			return y
		}
		return x
	}, a, b)}
}

// compare is a o b.
func compare(o string, a, b *exp) *exp {
	return &exp{text: "(" + a.text + " " + o + " " + b.text + ")", eval: strict(func(v []rvalue) rvalue {
		var c int
		switch a.t.kind {
		case kText:
			c = strings.Compare(v[0].text, v[1].text)
		case kMoment:
			c = compareMoments(a, b, v[0], v[1])
		case kLapse:
			c = v[0].nanos.Cmp(v[1].nanos)
		case kBool:
			c = 0
			if v[0].truth != v[1].truth {
				c = 1
			}
		default:
			c = compareNumbers(a, b, v[0], v[1])
		}
		return truth(map[string]bool{"==": c == 0, "!=": c != 0, "<": c < 0, "<=": c <= 0, ">": c > 0, ">=": c >= 0}[o])
	}, a, b)}
}

func and(a, b *exp) *exp {
	return &exp{text: "(" + a.text + " and " + b.text + ")", eval: func(row int) rvalue {
		x := a.eval(row)
		if x.failed || !x.null && !x.truth {
			return x
		}
		y := b.eval(row)
		if y.failed || !y.null && !y.truth {
			return y
		}
		if x.null {
			return x
		}
		return y
	}}
}

func or(a, b *exp) *exp {
	return &exp{text: "(" + a.text + " or " + b.text + ")", eval: func(row int) rvalue {
		x := a.eval(row)
		if x.failed || !x.null && x.truth {
			return x
		}
		y := b.eval(row)
		if y.failed || !y.null && y.truth {
			return y
		}
		if x.null {
			return x
		}
		return y
	}}
}

func not(a *exp) *exp {
	return &exp{text: "(not (" + a.text + "))", eval: strict(func(v []rvalue) rvalue { return truth(!v[0].truth) }, a)}
}

func nilTest(o string, a *exp) *exp {
	return &exp{text: "(" + a.text + " " + o + " nil)", eval: func(row int) rvalue {
		v := a.eval(row)
		if v.failed {
			return v
		}
		return truth(v.null == (o == "=="))
	}}
}

// in looks x up among literals, then compares it with the other elements.
func in(x *exp, literals, others []*exp) *exp {
	var texts []string
	var found *exp
	either := func(e *exp) {
		if found == nil {
			found = e
		} else {
			found = or(found, e)
		}
	}
	for _, e := range append(literals, others...) {
		texts = append(texts, e.text)
		either(compare("==", x, e))
	}
	return &exp{text: "(" + x.text + " in [" + strings.Join(texts, ", ") + "])", eval: found.eval}
}

func between(x, a, b *exp) *exp {
	e := and(compare(">=", x, a), compare("<=", x, b))
	e.text = "(" + x.text + " in " + a.text + ".." + b.text + ")"
	return e
}

func textTest(o string, a, b *exp) *exp {
	test := map[string]func(s, t string) bool{"contains": strings.Contains, "startsWith": strings.HasPrefix, "endsWith": strings.HasSuffix}[o]
	return &exp{text: "(" + a.text + " " + o + " " + b.text + ")", eval: strict(func(v []rvalue) rvalue {
		return truth(test(v[0].text, v[1].text))
	}, a, b)}
}

func concat(a, b *exp) *exp {
	return &exp{text: "(" + a.text + " + " + b.text + ")", t: rtype{kind: kText}, eval: strict(func(v []rvalue) rvalue {
		return rvalue{text: v[0].text + v[1].text}
	}, a, b)}
}

func mapText(name string, a *exp) *exp {
	f := map[string]func(string) string{"trim": strings.TrimSpace, "lower": func(s string) string { return mapRunes(s, unicode.ToLower) },
		"upper": func(s string) string { return mapRunes(s, unicode.ToUpper) }}[name]
	return &exp{text: name + "(" + a.text + ")", t: rtype{kind: kText}, eval: strict(func(v []rvalue) rvalue {
		return rvalue{text: f(v[0].text)}
	}, a)}
}

func mapRunes(s string, f func(rune) rune) string {
	var b strings.Builder
	for i, r := range s {
		if r == utf8.RuneError && s[i] >= 0x80 && !strings.HasPrefix(s[i:], "\uFFFD") {
			b.WriteByte(s[i])
			continue
		}
		b.WriteRune(f(r))
	}
	return b.String()
}

func length(a *exp) *exp {
	return &exp{text: "len(" + a.text + ")", t: rtype{kind: kInt}, eval: strict(func(v []rvalue) rvalue {
		return rvalue{number: big.NewRat(int64(len([]rune(v[0].text))), 1)}
	}, a)}
}
