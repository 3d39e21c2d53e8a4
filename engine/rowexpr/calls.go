package rowexpr

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/file"
)

// signature is how many arguments a function takes.
type signature struct{ min, max int }

// signatures are the functions of row expressions; those of expr that are
// missing here work on lists, or have no exact meaning.
var signatures = map[string]signature{
	"len": {1, 1}, "lower": {1, 1}, "upper": {1, 1}, "trim": {1, 1},
	"abs": {1, 1}, "floor": {1, 1}, "ceil": {1, 1}, "round": {1, 1},
	"min": {2, 100}, "max": {2, 100},
	"date": {1, 1}, "duration": {1, 1}, "now": {0, 0},
}

var functionsHint = "the functions are " + strings.Join(slices.Sorted(maps.Keys(signatures)), ", ")

// foreignCalls are the ways out for functions of other languages.
var foreignCalls = map[string]string{
	"length": "write len(x)", "size": "write len(x)", "char_length": "write len(x)",
	"isnull": "write x == nil", "isna": "write x == nil", "isnan": "write x == nil",
	"coalesce": "write a ?? b", "ifnull": "write a ?? b", "nvl": "write a ?? b",
	"hasprefix": "write x startsWith y", "hassuffix": "write x endsWith y", "startswith": "write x startsWith y",
	"endswith": "write x endsWith y", "indexof": "write x contains y", "contains": "write x contains y",
	"tolower": "write lower(x)", "toupper": "write upper(x)", "strip": "write trim(x)", "pow": "write x ** 2",
	"if": "write condition ? a : b", "iif": "write condition ? a : b",
	"timestamp": "write date(\"2024-01-31 10:00:00\")", "today": "write now()",
}

// call checks a function's name and the number of its arguments.
func (l *lowering) call(name string, nodes []ast.Node, loc file.Location) *term {
	at := l.enclosed(loc)
	sig, ok := signatures[name]
	if !ok {
		hint := foreignCalls[strings.ToLower(name)]
		if hint == "" {
			hint = functionsHint
		}
		return l.unsupported(at, fmt.Sprintf("the function %s()", name), hint)
	}
	if len(nodes) < sig.min || len(nodes) > sig.max {
		return l.refuse(at, CodeSyntax, fmt.Sprintf("%s() takes %s, not %d", name, sig, len(nodes)), "")
	}
	t := &term{op: opCall, name: name, at: at, sign: l.span(loc)}
	for _, node := range nodes {
		arg := l.lower(node)
		if arg == bad {
			t = bad
		}
		if t != bad {
			t.args = append(t.args, arg)
		}
	}
	if t == bad {
		return bad
	}
	return l.timeLiteral(t)
}

// String counts arguments in words.
func (s signature) String() string {
	switch {
	case s.max == 0:
		return "no argument"
	case s.min == 1:
		return "one argument"
	}
	return fmt.Sprintf("at least %d arguments", s.min)
}
