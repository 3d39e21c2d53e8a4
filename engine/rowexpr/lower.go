package rowexpr

import (
	"fmt"
	"regexp"
	"slices"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/parser/lexer"
)

// lowering turns expr's syntax tree into terms and collects what it cannot.
type lowering struct {
	*tokens
	errs    Errors
	columns []string
	// done keeps shared nodes shared, and the work linear.
	done map[ast.Node]*term
}

// bad stands for a term that was refused; whoever gets it stays silent.
var bad = &term{op: "refused"}

func newLowering(t *tokens) *lowering {
	l := &lowering{tokens: t, done: make(map[ast.Node]*term)}
	for _, token := range t.list {
		if token.Is(lexer.Operator, "|") {
			l.unsupported(t.span(token.Location), "the pipe |", "write the call with its argument: len(name)")
		}
	}
	return l
}

// lower returns the term of a node, or bad after noting why there is none.
func (l *lowering) lower(node ast.Node) *term {
	if t, ok := l.done[node]; ok {
		return t
	}
	t := l.lowerNew(node)
	if t != bad {
		t.wide = l.parenthesized(t.at)
	}
	l.done[node] = t
	return t
}

func (l *lowering) lowerNew(node ast.Node) *term {
	at := l.span(node.Location())
	switch n := node.(type) {
	case *ast.NilNode:
		return &term{op: opNil, at: at}
	case *ast.BoolNode:
		return &term{op: opBool, truth: n.Value, at: at}
	case *ast.IntegerNode, *ast.FloatNode:
		return l.number(at)
	case *ast.StringNode:
		return &term{op: opText, text: n.Value, at: at}
	case *ast.IdentifierNode:
		return l.column(n.Value, at)
	case *ast.MemberNode:
		return l.member(n, at)
	case *ast.UnaryNode:
		return l.unary(n, at)
	case *ast.BinaryNode:
		return l.binary(n, at)
	case *ast.ConditionalNode:
		return l.conditional(n)
	case *ast.BuiltinNode:
		return l.call(n.Name, n.Arguments, n.Location())
	case *ast.CallNode:
		if callee, ok := n.Callee.(*ast.IdentifierNode); ok {
			return l.call(callee.Value, n.Arguments, n.Location())
		}
		return l.unsupported(l.enclosed(n.Location()), "a method call", functionsHint)
	}
	return l.unsupported(l.enclosed(node.Location()), construct(node), "")
}

// construct names what has no meaning on rows.
func construct(node ast.Node) string {
	switch node.(type) {
	case *ast.ArrayNode:
		return "a list outside of in"
	case *ast.MapNode:
		return "a map"
	case *ast.SliceNode:
		return "a slice"
	case *ast.ChainNode:
		return "optional chaining"
	case *ast.PredicateNode, *ast.PointerNode:
		return "a closure"
	case *ast.VariableDeclaratorNode:
		return "let"
	case *ast.SequenceNode:
		return "a sequence of expressions"
	case *ast.BytesNode:
		return "a bytes literal"
	}
	return "this construct"
}

func (l *lowering) unsupported(at span, what, hint string) *term {
	l.errs.add(at, CodeUnsupported, what+" is not supported in row expressions", hint)
	return bad
}

func (l *lowering) refuse(at span, code, msg, hint string) *term {
	l.errs.add(at, code, msg, hint)
	return bad
}

func (l *lowering) column(name string, at span) *term {
	if name == "$env" {
		return l.unsupported(at, "$env alone", `name a column: $env["order id"]`)
	}
	if !slices.Contains(l.columns, name) {
		l.columns = append(l.columns, name)
	}
	return &term{op: opColumn, name: name, at: at}
}

// member is a column by its quoted name; nothing else has members.
func (l *lowering) member(n *ast.MemberNode, at span) *term {
	base, ok := n.Node.(*ast.IdentifierNode)
	name, named := n.Property.(*ast.StringNode)
	switch {
	case !ok || !named:
		return l.unsupported(at, "an index", `a column with an odd name is $env["order id"]`)
	case base.Value != "$env":
		whole := l.span(file.Location{From: base.Location().From, To: name.Location().To})
		return l.unsupported(whole, "the member "+quoted(name.Value),
			fmt.Sprintf("the column %s.%s is written $env[%q]", base.Value, name.Value, base.Value+"."+name.Value))
	}
	return l.column(name.Value, l.span(base.Location()).union(l.enclosed(base.Location())))
}

func (l *lowering) unary(n *ast.UnaryNode, sign span) *term {
	ops := map[string]op{"not": opNot, "!": opNot, "-": opNegate, "+": opPlus}
	arg := l.lower(n.Node)
	if arg == bad {
		return bad
	}
	return &term{op: ops[n.Operator], args: []*term{arg}, at: sign.union(arg.wide), sign: sign}
}

func (l *lowering) binary(n *ast.BinaryNode, sign span) *term {
	switch n.Operator {
	case "in":
		return l.membership(n, sign)
	case "matches":
		return l.pattern(n, sign)
	case "..":
		return l.unsupported(sign, "a range outside of in", "write x in 1..5")
	}
	left, right := l.lower(n.Left), l.lower(n.Right)
	if left == bad || right == bad {
		return bad
	}
	o := op(n.Operator)
	switch o {
	case "&&":
		o = opAnd
	case "||":
		o = opOr
	case "^":
		o = opPower
	}
	return &term{op: o, args: []*term{left, right}, at: left.wide.union(right.wide), sign: sign}
}

// membership is x in [a, b] or x in a..b; the term's first argument is x.
func (l *lowering) membership(n *ast.BinaryNode, sign span) *term {
	t := &term{op: opIn, sign: sign, at: sign}
	nodes := []ast.Node{n.Left}
	switch right := n.Right.(type) {
	case *ast.ArrayNode:
		nodes = append(nodes, right.Nodes...)
		t.at = t.at.union(l.listSpan(right))
	case *ast.BinaryNode:
		if right.Operator != ".." {
			return l.unsupported(sign, "in without a list", "write x in [1, 2] or x in 1..5")
		}
		t.op = opBetween
		nodes = append(nodes, right.Left, right.Right)
	default:
		return l.unsupported(sign, "in without a list", "write x in [1, 2] or x in 1..5")
	}
	for _, node := range nodes {
		arg := l.lower(node)
		if arg == bad {
			t = bad
		}
		if t != bad {
			t.args = append(t.args, arg)
			t.at = t.at.union(arg.wide)
		}
	}
	return t
}

// listSpan is the place of a list with its brackets.
func (l *lowering) listSpan(n *ast.ArrayNode) span {
	s := l.span(n.Location())
	return s.union(l.span(l.list[l.closer[l.index[s.start]]].Location))
}

func (l *lowering) pattern(n *ast.BinaryNode, sign span) *term {
	left := l.lower(n.Left)
	literal, ok := n.Right.(*ast.StringNode)
	if !ok {
		return l.unsupported(sign, "a pattern that is not a quoted text", `write name matches "^[A-Z]"`)
	}
	at := l.span(literal.Location())
	regex, err := regexp.Compile(literal.Value)
	if err != nil {
		return l.refuse(at, CodeRegex, "the pattern is not a regular expression: "+err.Error(),
			"patterns are Go's (RE2): no look-around, no back-references")
	}
	if left == bad {
		return bad
	}
	return &term{op: opMatches, args: []*term{left}, at: left.wide.union(at), sign: sign, text: literal.Value, regex: regex}
}

func (l *lowering) conditional(n *ast.ConditionalNode) *term {
	c, a, b := l.lower(n.Cond), l.lower(n.Exp1), l.lower(n.Exp2)
	if c == bad || a == bad || b == bad {
		return bad
	}
	at := c.wide.union(a.wide).union(b.wide)
	if !n.Ternary {
		return l.unsupported(at, "if … else", "write condition ? a : b")
	}
	return &term{op: opIf, args: []*term{c, a, b}, at: at, sign: at}
}
