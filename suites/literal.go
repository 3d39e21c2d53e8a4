package suites

import (
	"fmt"
	"math/big"
	"regexp"
	"strings"
	"sync"

	"assay/engine/vector"
)

// scalarShapes are the texts of plain scalars that are not strings. Leading
// zeros are decimal, yes and no are strings (YAML 1.2).
var scalarShapes = sync.OnceValue(func() (s struct{ number, based, moment *regexp.Regexp }) {
	s.number = regexp.MustCompile(`^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$|^[-+]?\.(inf|Inf|INF)$|^\.(nan|NaN|NAN)$`)
	s.based = regexp.MustCompile(`^[-+]?0(x[0-9a-fA-F]+|o[0-7]+)$`)
	s.moment = regexp.MustCompile(`^[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt ].*)?$`)
	return s
})

// literal reads a scalar as it is written.
func literal(n *node) vector.Literal {
	shapes := scalarShapes()
	switch {
	case n.isNull():
		return vector.Literal{Kind: vector.LiteralNull}
	case !n.plain:
		return vector.Literal{Kind: vector.LiteralString, Text: n.text}
	case shapes.number.MatchString(n.text):
		return vector.Literal{Kind: vector.LiteralNumber, Text: n.text}
	case shapes.based.MatchString(n.text):
		whole, _ := new(big.Int).SetString(n.text, 0)
		return vector.Literal{Kind: vector.LiteralNumber, Text: whole.String()}
	case shapes.moment.MatchString(n.text):
		return vector.Literal{Kind: vector.LiteralTime, Text: n.text}
	}
	if truth, ok := boolean(n); ok {
		return vector.Literal{Kind: vector.LiteralBool, Text: fmt.Sprint(truth)}
	}
	return vector.Literal{Kind: vector.LiteralString, Text: n.text}
}

// boolean reads true and false, in the cases that YAML gives them.
func boolean(n *node) (value, ok bool) {
	if n.kind != scalarNode || !n.plain {
		return false, false
	}
	switch n.text {
	case "true", "True", "TRUE":
		return true, true
	case "false", "False", "FALSE":
		return false, true
	}
	return false, false
}

// checkLiteral says what is wrong with a literal in itself: NaN, 2024-02-30.
func checkLiteral(l vector.Literal) (code, msg string) {
	if l.Kind != vector.LiteralNumber && l.Kind != vector.LiteralTime {
		return "", ""
	}
	if _, ok := vector.CompareLiterals(l, l); ok {
		return "", ""
	}
	if l.Kind == vector.LiteralTime {
		return vector.CodeBadDate, fmt.Sprintf("%s is no date or timestamp", l.Text)
	}
	if strings.EqualFold(l.Text, ".nan") {
		return vector.CodeBadNumber, "NaN is no value to compare with; it counts as missing"
	}
	return vector.CodeBadNumber, fmt.Sprintf("%.40s is no number that can be worked with", l.Text)
}

// plainValue is a node as Go knows it, for meta: nil, bool, string, []any or
// map[string]any; numbers stay literals, which keep their digits.
func plainValue(n *node) any {
	switch n.kind {
	case mapNode:
		m := make(map[string]any, len(n.entries))
		for _, e := range n.entries {
			m[e.key.text] = plainValue(e.value)
		}
		return m
	case listNode:
		list := make([]any, len(n.items))
		for i, item := range n.items {
			list[i] = plainValue(item)
		}
		return list
	}
	l := literal(n)
	switch l.Kind {
	case vector.LiteralNull:
		return nil
	case vector.LiteralBool:
		return l.Text == "true"
	case vector.LiteralNumber:
		return l
	}
	return n.text
}
