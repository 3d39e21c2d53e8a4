package suites

import (
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"assay/engine/vector"
)

// formulaValue is a number, a moment or a length of time. The zero value is the
// number 0.
type formulaValue struct {
	number float64
	whole  bool // printed without a fraction, as Python's int
	moment time.Time
	length time.Duration
	timed  formulaKind
}

type formulaKind uint8

const (
	isNumber formulaKind = iota
	isMoment
	isLength
)

// maxExact is where a float64 ceases to hold every whole number.
const maxExact = 1 << 53

func (v formulaValue) apply(op byte, w formulaValue) (formulaValue, bool) {
	if v.timed != isNumber || w.timed != isNumber {
		return v.applyTime(op, w)
	}
	out := formulaValue{whole: v.whole && w.whole || v == formulaValue{} && w.whole}
	switch op {
	case '+':
		out.number = v.number + w.number
	case '-':
		out.number = v.number - w.number
	case '*':
		out.number = v.number * w.number
	case '/':
		out.number, out.whole = v.number/w.number, false
	case '^':
		out.number = math.Pow(v.number, w.number)
		out.whole = out.whole && w.number >= 0
	}
	exact := !out.whole || math.Abs(out.number) <= maxExact
	return out, exact && !math.IsNaN(out.number) && !math.IsInf(out.number, 0)
}

func (v formulaValue) applyTime(op byte, w formulaValue) (formulaValue, bool) {
	switch {
	case op == '+' && v.timed == isMoment && w.timed == isLength:
		return formulaValue{timed: isMoment, moment: v.moment.Add(w.length)}, true
	case op == '+' && v.timed == isLength && w.timed == isMoment:
		return w.applyTime('+', v)
	case op == '-' && v.timed == isMoment && w.timed == isLength:
		return formulaValue{timed: isMoment, moment: v.moment.Add(-w.length)}, true
	case op == '*' && v.timed == isLength && w.timed == isNumber:
		return formulaValue{timed: isLength, length: time.Duration(float64(v.length) * w.number)}, true
	case op == '*' && v.timed == isNumber:
		return w.applyTime('*', v)
	case op == '+' && v.timed == isLength && w.timed == isLength:
		return formulaValue{timed: isLength, length: v.length + w.length}, true
	case op == '-' && (v == formulaValue{} || v.timed == isLength) && w.timed == isLength:
		return formulaValue{timed: isLength, length: v.length - w.length}, true
	}
	return v, false
}

// node is the value as a suite writes it; a length of time has no such form.
func (v formulaValue) node(at Span) *node {
	switch {
	case v.timed == isMoment:
		return word(at, v.moment.Format("2006-01-02T15:04:05.999999"))
	case v.timed == isLength:
		return plainNode(at, strconv.FormatFloat(v.length.Seconds(), 'g', -1, 64))
	case v.whole:
		return plainNode(at, strconv.FormatFloat(v.number, 'f', -1, 64))
	}
	text := strconv.FormatFloat(v.number, 'g', -1, 64)
	if !strings.ContainsAny(text, ".e") {
		text += ".0"
	}
	return plainNode(at, text)
}

// formulaOf reads a parameter's value.
func formulaOf(n *node) (formulaValue, bool) {
	if n.kind != scalarNode {
		return formulaValue{}, false
	}
	if f, err := strconv.ParseFloat(n.text, 64); err == nil && literal(n).Kind != vector.LiteralBool {
		return formulaValue{number: f, whole: !strings.ContainsAny(n.text, ".eE")}, true
	}
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999", "2006-01-02 15:04:05.999999999", time.DateOnly} {
		if t, err := time.Parse(layout, n.text); err == nil {
			return formulaValue{timed: isMoment, moment: t}, true
		}
	}
	return formulaValue{}, false
}

var formulaConstants = map[string]float64{"pi": math.Pi, "e": math.E}

type formulaArgument struct {
	name  string
	value formulaValue
}

type formulaArguments []formulaArgument

// numbers are the arguments by name, or in the order of names; false where one
// has no place.
func (args formulaArguments) numbers(names ...string) (map[string]float64, bool) {
	out := make(map[string]float64)
	for i, a := range args {
		name := a.name
		if name == "" && i < len(names) {
			name = names[i]
		}
		if a.value.timed != isNumber || !slices.Contains(names, name) {
			return nil, false
		}
		out[name] = a.value.number
	}
	return out, true
}

type formulaFunction func(l *Loader, args formulaArguments) (formulaValue, bool)

var formulaFunctions = map[string]formulaFunction{
	"sin":   floatFunction(math.Sin),
	"cos":   floatFunction(math.Cos),
	"tan":   floatFunction(math.Tan),
	"exp":   floatFunction(math.Exp),
	"abs":   numberFunction(math.Abs, false),
	"trunc": numberFunction(math.Trunc, true),
	"round": numberFunction(math.RoundToEven, true),
	"sgn":   numberFunction(sign, true),
	"now": func(l *Loader, args formulaArguments) (formulaValue, bool) {
		return formulaValue{timed: isMoment, moment: l.now()}, len(args) == 0
	},
	"datetime":  moment,
	"timedelta": length,
}

func formulaFunctionNames() string {
	return strings.Join(slices.Sorted(maps.Keys(formulaFunctions)), ", ")
}

func floatFunction(f func(float64) float64) formulaFunction {
	return func(l *Loader, args formulaArguments) (formulaValue, bool) {
		v, ok := numberFunction(f, false)(l, args)
		v.whole = false
		return v, ok && !math.IsNaN(v.number) && !math.IsInf(v.number, 0)
	}
}

// numberFunction is a function of one number; its result is whole where the
// argument is, or always.
func numberFunction(f func(float64) float64, whole bool) formulaFunction {
	return func(_ *Loader, args formulaArguments) (formulaValue, bool) {
		if len(args) != 1 || args[0].name != "" || args[0].value.timed != isNumber {
			return formulaValue{}, false
		}
		v := args[0].value
		return formulaValue{number: f(v.number), whole: whole || v.whole}, true
	}
}

func sign(f float64) float64 {
	const epsilon = 1e-12
	switch {
	case f < -epsilon:
		return -1
	case f > epsilon:
		return 1
	}
	return 0
}

func moment(_ *Loader, args formulaArguments) (formulaValue, bool) {
	n, ok := args.numbers("year", "month", "day", "hour", "minute", "second", "microsecond")
	if !ok || n["year"] < 1 || n["month"] < 1 || n["day"] < 1 {
		return formulaValue{}, false
	}
	t := time.Date(int(n["year"]), time.Month(n["month"]), int(n["day"]), int(n["hour"]), int(n["minute"]), int(n["second"]), int(n["microsecond"])*1000, time.UTC)
	return formulaValue{timed: isMoment, moment: t}, t.Day() == int(n["day"])
}

func length(_ *Loader, args formulaArguments) (formulaValue, bool) {
	units := map[string]time.Duration{
		"days": 24 * time.Hour, "seconds": time.Second, "microseconds": time.Microsecond, "milliseconds": time.Millisecond,
		"minutes": time.Minute, "hours": time.Hour, "weeks": 7 * 24 * time.Hour,
	}
	n, ok := args.numbers("days", "seconds", "microseconds", "milliseconds", "minutes", "hours", "weeks")
	var total float64
	for unit, amount := range n {
		total += amount * float64(units[unit])
	}
	return formulaValue{timed: isLength, length: time.Duration(total)}, ok && math.Abs(total) < math.MaxInt64
}
