package suites

import (
	"fmt"
	"strconv"
	"strings"
)

// formulaReader evaluates the arithmetic of {"$PARAMETER": "lo * 2 + 1"} by
// recursive descent, in the grammar of Great Expectations:
//
//	expr   = term { ("+" | "-") term }
//	term   = factor { ("*" | "/") factor }
//	factor = atom [ "^" factor ]
//	atom   = { "+" | "-" } (number | name | name "(" arguments ")" | "(" expr ")")
type formulaReader struct {
	g       *gxReader
	formula *node
	text    string
	at      int
	depth   int
}

// formulaError is a mistake in a formula, at bytes start to end.
type formulaError struct {
	start, end int
	msg, hint  string
}

func (f *formulaReader) evaluate() (formulaValue, *formulaError) {
	v, err := f.expr()
	if err == nil && f.peek() != 0 {
		err = f.unexpected()
	}
	return v, err
}

// peek is the next character that is no space, 0 at the end.
func (f *formulaReader) peek() byte {
	for f.at < len(f.text) && (f.text[f.at] == ' ' || f.text[f.at] == '\t') {
		f.at++
	}
	if f.at == len(f.text) {
		return 0
	}
	return f.text[f.at]
}

func (f *formulaReader) unexpected() *formulaError {
	if f.at >= len(f.text) {
		return &formulaError{f.at, f.at, "it ends too early", ""}
	}
	return &formulaError{f.at, f.at + 1, fmt.Sprintf("%q does not fit here", f.text[f.at]), "it is made of numbers, parameters, + - * / ^ and functions"}
}

func (f *formulaReader) expr() (formulaValue, *formulaError) {
	return f.chain("+-", f.term)
}

func (f *formulaReader) term() (formulaValue, *formulaError) {
	return f.chain("*/", f.factor)
}

func (f *formulaReader) chain(operators string, part func() (formulaValue, *formulaError)) (formulaValue, *formulaError) {
	start := f.at
	left, err := part()
	for err == nil {
		op := f.peek()
		if op == 0 || strings.IndexByte(operators, op) < 0 {
			break
		}
		f.at++
		var right formulaValue
		if right, err = part(); err == nil {
			left, err = f.apply(left, op, right, start)
		}
	}
	return left, err
}

func (f *formulaReader) factor() (formulaValue, *formulaError) {
	start := f.at
	base, err := f.atom()
	if err != nil || f.peek() != '^' {
		return base, err
	}
	f.at++
	exponent, err := f.factor()
	if err != nil {
		return base, err
	}
	return f.apply(base, '^', exponent, start)
}

func (f *formulaReader) apply(left formulaValue, op byte, right formulaValue, start int) (formulaValue, *formulaError) {
	v, ok := left.apply(op, right)
	if !ok {
		return v, &formulaError{start, f.at, fmt.Sprintf("%c has no result here", op), ""}
	}
	return v, nil
}

func (f *formulaReader) atom() (formulaValue, *formulaError) {
	if f.depth++; f.depth > maxDepth {
		return formulaValue{}, &formulaError{f.at, f.at, "it is nested too deep", ""}
	}
	defer func() { f.depth-- }()
	switch c := f.peek(); {
	case c == '-' || c == '+':
		f.at++
		v, err := f.atom()
		if err == nil && c == '-' {
			return f.apply(formulaValue{}, '-', v, f.at-1)
		}
		return v, err
	case c == '(':
		f.at++
		v, err := f.expr()
		if err == nil && f.peek() != ')' {
			err = f.unexpected()
		}
		f.at++
		return v, err
	case c >= '0' && c <= '9' || c == '.':
		return f.number()
	case isVariable(string(c)):
		return f.named()
	}
	return formulaValue{}, f.unexpected()
}

func (f *formulaReader) number() (formulaValue, *formulaError) {
	start := f.at
	for f.at < len(f.text) {
		c := f.text[f.at]
		signed := (c == '+' || c == '-') && f.at > start && strings.IndexByte("eE", f.text[f.at-1]) >= 0
		if !signed && strings.IndexByte("0123456789.eE", c) < 0 {
			break
		}
		f.at++
	}
	v, err := strconv.ParseFloat(f.text[start:f.at], 64)
	if err != nil {
		return formulaValue{}, &formulaError{start, f.at, fmt.Sprintf("%q is no number", f.text[start:f.at]), ""}
	}
	return formulaValue{number: v, whole: !strings.ContainsAny(f.text[start:f.at], ".eE")}, nil
}

// named reads a parameter, a constant or a call.
func (f *formulaReader) named() (formulaValue, *formulaError) {
	start := f.at
	for f.at < len(f.text) && isVariable(f.text[start:f.at+1]) {
		f.at++
	}
	name := f.text[start:f.at]
	if f.peek() == '(' {
		return f.call(name, start)
	}
	if v, ok := formulaConstants[strings.ToLower(name)]; ok {
		return formulaValue{number: v}, nil
	}
	n := f.g.value(name)
	if n == nil {
		return formulaValue{}, &formulaError{start, f.at, fmt.Sprintf("the parameter %q has no value", name), f.g.paramHint(name)}
	}
	v, ok := formulaOf(n)
	if !ok {
		return v, &formulaError{start, f.at, fmt.Sprintf("the parameter %s is %s, which cannot be calculated with", name, n.describe()), ""}
	}
	return v, nil
}

// call reads the arguments of a function, which may have names.
func (f *formulaReader) call(name string, start int) (formulaValue, *formulaError) {
	call, ok := formulaFunctions[name]
	if !ok {
		return formulaValue{}, &formulaError{start, f.at, fmt.Sprintf("there is no function %s", name), "the functions are " + formulaFunctionNames()}
	}
	f.at++
	var args formulaArguments
	for f.peek() != ')' {
		key := f.keyword()
		v, err := f.expr()
		if err != nil {
			return v, err
		}
		args = append(args, formulaArgument{key, v})
		if f.peek() != ',' {
			break
		}
		f.at++
	}
	if f.peek() != ')' {
		return formulaValue{}, f.unexpected()
	}
	f.at++
	v, ok := call(f.g.ld.loader, args)
	if !ok {
		return v, &formulaError{start, f.at, name + " does not take these arguments", ""}
	}
	return v, nil
}

// keyword reads the name in days=3, where there is one.
func (f *formulaReader) keyword() string {
	f.peek()
	name, _, ok := strings.Cut(f.text[f.at:], "=")
	if name = strings.TrimSpace(name); !ok || !isVariable(name) {
		return ""
	}
	f.at += strings.IndexByte(f.text[f.at:], '=') + 1
	return name
}
