package sqlwhere

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// maxDepth bounds how deep a condition may be nested.
const maxDepth = 200

// Translate is the condition of a query as a row expression; a query without
// WHERE selects every row. Errors are of type *Error.
func Translate(query string) (string, error) {
	tokens, err := scan(query)
	if err != nil {
		return "", err
	}
	p := &parser{tokens: tokens}
	p.selection()
	condition := "true"
	if p.accept("WHERE") {
		condition = p.or()
	}
	p.accept(";")
	if p.err == nil && p.peek().kind != ended {
		p.unexpected()
	}
	return condition, p.err
}

type parser struct {
	tokens []token
	at     int
	depth  int
	err    error
}

func (p *parser) peek() token { return p.tokens[p.at] }

func (p *parser) take() token {
	t := p.tokens[p.at]
	if t.kind != ended {
		p.at++
	}
	return t
}

func (p *parser) accept(words ...string) bool {
	if !p.peek().is(words...) {
		return false
	}
	p.at++
	return true
}

func (p *parser) expect(word string) {
	if !p.accept(word) {
		p.unexpected()
	}
}

func (p *parser) unexpected() {
	if p.err == nil {
		what := "its end"
		if t := p.peek(); t.kind != ended {
			what = strconv.Quote(t.text)
		}
		p.err = &Error{fmt.Sprintf("the query is beyond what is translated, at %s", what), hint}
	}
	p.at = len(p.tokens) - 1
}

// selection passes over SELECT * FROM {batch}; what is selected changes nothing
// of which rows are.
func (p *parser) selection() {
	p.expect("SELECT")
	for p.err == nil && !p.peek().is("FROM") {
		if t := p.take(); t.kind == ended || t.is("DISTINCT", "(", "SELECT", "COUNT") {
			p.at--
			p.unexpected()
		}
	}
	p.expect("FROM")
	p.expect("{batch}")
	if p.accept("AS") || p.peek().kind == name && !p.peek().is("WHERE", "JOIN", "GROUP", "ORDER", "LIMIT", "HAVING", "UNION", "LEFT", "INNER", "CROSS") {
		p.take()
	}
}

func (p *parser) or() string { return p.chain(p.and, "OR", " or ") }

func (p *parser) and() string { return p.chain(p.not, "AND", " and ") }

func (p *parser) chain(part func() string, word, operator string) string {
	out := part()
	for p.err == nil && p.accept(word) {
		out += operator + part()
	}
	return out
}

func (p *parser) not() string {
	if !p.accept("NOT") {
		return p.comparison()
	}
	if p.tooDeep() {
		return ""
	}
	defer func() { p.depth-- }()
	return "not (" + p.not() + ")"
}

func (p *parser) tooDeep() bool {
	if p.depth++; p.depth > maxDepth {
		p.unexpected()
	}
	return p.err != nil
}

var comparisons = map[string]string{"=": "==", "==": "==", "<>": "!=", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}

func (p *parser) comparison() string {
	left := p.sum()
	if op := comparisons[p.peek().text]; op != "" && p.peek().kind == sign {
		p.take()
		return left + " " + op + " " + p.sum()
	}
	if p.accept("IS") {
		negated := p.accept("NOT")
		p.expect("NULL")
		return left + map[bool]string{false: " == nil", true: " != nil"}[negated]
	}
	negated := p.accept("NOT")
	var out string
	switch {
	case p.accept("IN"):
		out = left + " in " + p.list()
	case p.accept("BETWEEN"):
		low := p.sum()
		p.expect("AND")
		out = left + " >= " + low + " and " + left + " <= " + p.sum()
	case p.accept("LIKE"):
		out = left + " matches " + p.like()
	case negated:
		p.unexpected()
	default:
		return left
	}
	if negated {
		return "not (" + out + ")"
	}
	return "(" + out + ")"
}

func (p *parser) list() string {
	p.expect("(")
	items := []string{p.sum()}
	for p.err == nil && p.accept(",") {
		items = append(items, p.sum())
	}
	p.expect(")")
	return "[" + strings.Join(items, ", ") + "]"
}

// like is a LIKE pattern as a regular expression.
func (p *parser) like() string {
	t := p.take()
	if t.kind != text {
		p.unexpected()
	}
	if p.peek().is("ESCAPE") {
		p.unexpected()
	}
	var b strings.Builder
	for _, r := range t.text {
		switch r {
		case '%':
			b.WriteString(".*")
		case '_':
			b.WriteString(".")
		default:
			b.WriteString(regexp.QuoteMeta(string(r)))
		}
	}
	return strconv.Quote("(?s)^" + b.String() + "$")
}

func (p *parser) sum() string { return p.arithmetic(p.product, "+", "-") }

func (p *parser) product() string { return p.arithmetic(p.operand, "*", "/", "%") }

func (p *parser) arithmetic(part func() string, signs ...string) string {
	out := part()
	for p.err == nil && p.peek().is(signs...) {
		out += " " + p.take().text + " " + part()
	}
	return out
}

var functions = map[string]string{"LENGTH": "len", "LEN": "len", "LOWER": "lower", "UPPER": "upper", "TRIM": "trim", "ABS": "abs", "ROUND": "round"}

// operand reads a column, a literal, a function or what stands in parentheses.
func (p *parser) operand() string {
	if p.tooDeep() {
		return ""
	}
	defer func() { p.depth-- }()
	t := p.peek()
	switch {
	case p.accept("-", "+"):
		return t.text + p.operand()
	case p.accept("("):
		out := p.or()
		p.expect(")")
		return "(" + out + ")"
	case p.accept("TRUE"), p.accept("FALSE"):
		return strings.ToLower(t.text)
	case t.is("NULL", "CASE", "CAST", "EXISTS", "SELECT", "AND", "OR", "WHERE") || t.kind == ended || t.kind == sign:
		p.unexpected()
		return ""
	}
	p.take()
	switch {
	case t.kind == number:
		return t.text
	case t.kind == text:
		return strconv.Quote(t.text)
	case t.kind == name && p.peek().is("("):
		return p.call(t)
	}
	return column(t)
}

func (p *parser) call(t token) string {
	function := functions[strings.ToUpper(t.text)]
	if function == "" {
		p.at--
		p.unexpected()
		return ""
	}
	p.expect("(")
	arg := p.sum()
	p.expect(")")
	return function + "(" + arg + ")"
}
