package rowexpr

import (
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"

	"github.com/expr-lang/expr/ast"
)

// Aggregate is a parsed expression over whole columns: arithmetic over sums,
// counts and other figures of row expressions. It is immutable.
type Aggregate struct {
	text    string
	root    *figure
	figures []*Figure
	columns []string
}

// Figure is one figure of an Aggregate: a function of a row expression.
type Figure struct {
	// Func is sum, mean, min, max, count, count_if, distinct, median,
	// stdev or variance.
	Func string
	// Of is the row expression, nil for a count of all rows.
	Of *Expr
	at span
}

// figure is a node of the arithmetic: a number, a figure, or an operation.
type figure struct {
	op     op
	number *big.Rat
	index  int // of opCall, in figures
	args   []*figure
}

// figureFuncs are the functions under all their names.
var figureFuncs = map[string]string{
	"sum": "sum", "mean": "mean", "avg": "mean", "min": "min", "max": "max", "count": "count",
	"count_if": "count_if", "distinct": "distinct", "median": "median",
	"stdev": "stdev", "variance": "variance",
}

const figureHint = "the functions are sum, mean, min, max, count, count_if, distinct, median, stdev and variance"

// ParseAggregate reads an expression over whole columns, such as
// sum(refund) / sum(revenue). The error is of type Errors.
func ParseAggregate(text string) (*Aggregate, error) {
	tokens, err := scan(text)
	if err != nil {
		return nil, Errors{err}
	}
	tree, err := tokens.parse(slices.Collect(maps.Keys(figureFuncs))...)
	if err != nil {
		return nil, Errors{err}
	}
	a := &aggregation{lowering: newLowering(tokens), out: &Aggregate{text: text}}
	a.out.root = a.lowerFigure(tree)
	if len(a.out.figures) == 0 && len(a.errs) == 0 {
		a.errs.add(span{0, len(text)}, CodeUnsupported, "the expression is about no column", "write a figure of one: sum(price)")
	}
	if err := a.errs.asError(); err != nil {
		return nil, err
	}
	return a.out, nil
}

// aggregation lowers the arithmetic; what stands inside a figure is a row
// expression.
type aggregation struct {
	*lowering
	out *Aggregate
}

func (a *aggregation) lowerFigure(node ast.Node) *figure {
	at := a.span(node.Location())
	switch n := node.(type) {
	case *ast.IntegerNode, *ast.FloatNode:
		return &figure{op: opNumber, number: a.number(at).number}
	case *ast.UnaryNode:
		if op := map[string]op{"-": opNegate, "+": opPlus}[n.Operator]; op != "" {
			return &figure{op: op, args: []*figure{a.lowerFigure(n.Node)}}
		}
	case *ast.BinaryNode:
		if slices.Contains([]string{"+", "-", "*", "/"}, n.Operator) {
			return &figure{op: op(n.Operator), args: []*figure{a.lowerFigure(n.Left), a.lowerFigure(n.Right)}}
		}
	case *ast.CallNode:
		if callee, ok := n.Callee.(*ast.IdentifierNode); ok {
			return a.lowerCall(callee.Value, n.Arguments, a.enclosed(n.Location()))
		}
	case *ast.IdentifierNode:
		a.refuse(at, CodeType, fmt.Sprintf("%s is a column, and each row has another value", quoted(n.Value)), fmt.Sprintf("write a figure of it, such as sum(%s)", n.Value))
		return &figure{}
	}
	a.refuse(at, CodeUnsupported, "only + - * / and figures of columns can be used here", figureHint)
	return &figure{}
}

func (a *aggregation) lowerCall(name string, args []ast.Node, at span) *figure {
	known, ok := figureFuncs[name]
	switch {
	case !ok:
		a.refuse(at, CodeUnsupported, fmt.Sprintf("%s is no figure of a column", quoted(name)), figureHint)
		return &figure{}
	case len(args) != 1 && (known != "count" || len(args) > 1):
		a.refuse(at, CodeType, fmt.Sprintf("%s takes one expression, and %d are given", name, len(args)), "")
		return &figure{}
	}
	f := &Figure{Func: known, at: at}
	if len(args) == 1 {
		f.Of = a.rowExpr(args[0])
	}
	a.out.figures = append(a.out.figures, f)
	return &figure{op: opCall, index: len(a.out.figures) - 1}
}

// rowExpr lowers the expression inside a figure, which has columns of its own.
func (a *aggregation) rowExpr(node ast.Node) *Expr {
	inner := &lowering{tokens: a.tokens, done: make(map[ast.Node]*term)}
	root := inner.lower(node)
	for _, err := range inner.errs {
		a.errs.add(span{err.Start, err.End}, err.Code, err.Msg, err.Hint)
	}
	if root != bad && len(inner.columns) == 0 {
		a.errs.add(root.at, CodeUnsupported, "the expression names no column", "count() counts the rows")
	}
	for _, column := range inner.columns {
		if !slices.Contains(a.out.columns, column) {
			a.out.columns = append(a.out.columns, column)
		}
	}
	return &Expr{text: a.text, root: root, columns: inner.columns}
}

// Text is the expression as written.
func (a *Aggregate) Text() string { return a.text }

// Columns are the names of the columns that the expression reads.
func (a *Aggregate) Columns() []string { return a.columns }

// Figures are the figures of columns, in the order in which they stand.
func (a *Aggregate) Figures() []*Figure { return a.figures }

// Source is the row expression as written, without space around it.
func (f *Figure) Source() string {
	if f.Of == nil {
		return ""
	}
	return strings.TrimSpace(f.Of.text[f.Of.root.wide.start:f.Of.root.wide.end])
}

// Column is the column that the figure is of, where it is of one as it is.
func (f *Figure) Column() (name string, ok bool) {
	if f.Of == nil || f.Of.root.op != opColumn {
		return "", false
	}
	return f.Of.root.name, true
}

// Compute is the value of the expression, given those of its figures; nil is
// null. What is computed of null, or divided by zero, is null.
func (a *Aggregate) Compute(figures []*big.Rat) *big.Rat { return a.root.compute(figures) }

func (f *figure) compute(figures []*big.Rat) *big.Rat {
	switch f.op {
	case opNumber:
		return f.number
	case opCall:
		return figures[f.index]
	}
	args := make([]*big.Rat, len(f.args))
	for i, arg := range f.args {
		if args[i] = arg.compute(figures); args[i] == nil {
			return nil
		}
	}
	out := new(big.Rat)
	switch f.op {
	case opNegate:
		return out.Neg(args[0])
	case opPlus:
		return args[0]
	case opAdd:
		return out.Add(args[0], args[1])
	case opSubtract:
		return out.Sub(args[0], args[1])
	case opMultiply:
		return out.Mul(args[0], args[1])
	}
	if args[1].Sign() == 0 {
		return nil
	}
	return out.Quo(args[0], args[1])
}
