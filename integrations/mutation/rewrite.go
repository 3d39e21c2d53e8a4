package main

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"strings"
)

// becomes says what gremlins makes of an operator under a name. Whatever the
// name of a change of arithmetic, an operator has one other.
var becomes = map[string]map[token.Token]token.Token{
	"CONDITIONALS_BOUNDARY": {token.GEQ: token.GTR, token.GTR: token.GEQ, token.LEQ: token.LSS, token.LSS: token.LEQ},
	"CONDITIONALS_NEGATION": {
		token.EQL: token.NEQ, token.GEQ: token.LSS, token.GTR: token.LEQ,
		token.LEQ: token.GTR, token.LSS: token.GEQ, token.NEQ: token.EQL,
	},
	"ARITHMETIC_BASE":     {token.ADD: token.SUB, token.SUB: token.ADD, token.MUL: token.QUO, token.QUO: token.MUL, token.REM: token.MUL},
	"INVERT_NEGATIVES":    {token.SUB: token.ADD},
	"INCREMENT_DECREMENT": {token.INC: token.DEC, token.DEC: token.INC},
}

// functions of package variant that do what an operator does.
var functions = map[token.Token]string{
	token.ADD: "Add", token.SUB: "Sub", token.MUL: "Mul", token.QUO: "Quo", token.REM: "Rem", token.INC: "Add", token.DEC: "Sub",
}

// A site is one operator that is changed, in one way or in two.
type site struct {
	node    ast.Node
	from    token.Token
	changes map[token.Token]int // what it becomes, and the number of that change
}

// A rewriter writes the source of one file with all its changes in it.
type rewriter struct {
	files *token.FileSet
	pkg   *types.Package
	info  *types.Info
	text  string
	sites []site // in the order of the source, whole expressions before their parts
}

func (r *rewriter) offset(p token.Pos) int { return r.files.Position(p).Offset }

// source is the file, which gets another import on the line of its package
// clause.
func (r *rewriter) source(f *ast.File) string {
	head := r.offset(f.Name.End())
	return r.text[:head] + `; import variant "` + variantPackage + `"` + r.between(f.Name.End(), f.FileEnd)
}

// between is the source from one position to another.
func (r *rewriter) between(from, to token.Pos) string {
	var b strings.Builder
	at := from
	for _, s := range r.sites {
		if s.node.Pos() < at || s.node.End() > to {
			continue
		}
		b.WriteString(r.text[r.offset(at):r.offset(s.node.Pos())])
		b.WriteString(r.rewritten(s))
		at = s.node.End()
	}
	b.WriteString(r.text[r.offset(at):r.offset(to)])
	return b.String()
}

func (r *rewriter) of(n ast.Node) string { return r.between(n.Pos(), n.End()) }

// rewritten is an operation that is carried out with the operator that the
// program was started with.
func (r *rewriter) rewritten(s site) string {
	switch n := s.node.(type) {
	case *ast.IncDecStmt:
		return fmt.Sprintf("%s = %s", r.of(n.X), r.call(s, nil, r.of(n.X), "1"))
	case *ast.UnaryExpr:
		return r.call(s, n, r.of(n.X))
	case *ast.BinaryExpr:
		if functions[n.Op] != "" {
			return r.call(s, n, r.of(n.X), r.of(n.Y))
		}
		return r.truth(n) + r.condition(s, r.of(n.X), r.of(n.Y))
	}
	panic(fmt.Sprintf("%T is no operation", s.node))
}

// call hands the operands to package variant.
func (r *rewriter) call(s site, e ast.Expr, operands ...string) string {
	name := functions[s.from]
	if len(operands) == 1 {
		name = "Neg"
	}
	if t, ok := r.info.Types[e]; ok && t.Value != nil && t.Value.Kind() != constant.Unknown {
		name += "[" + r.typeName(types.Default(t.Type)) + "]"
	}
	id := 0
	for _, id = range s.changes {
	}
	return fmt.Sprintf("variant.%s(%d, %s)", name, id, strings.Join(operands, ", "))
}

// typeName is how the file names a type.
func (r *rewriter) typeName(t types.Type) string {
	return types.TypeString(t, func(p *types.Package) string {
		if p == r.pkg {
			return ""
		}
		return p.Name()
	})
}

// truth converts to the type that a comparison has, where that is not bool.
func (r *rewriter) truth(e ast.Expr) string {
	if t := types.Default(r.info.TypeOf(e)); !types.Identical(t, types.Typ[types.Bool]) {
		return r.typeName(t)
	}
	return ""
}

// condition evaluates the operands once, whichever the operator is.
func (r *rewriter) condition(s site, x, y string) string {
	var b strings.Builder
	as := fmt.Sprintf("(%s) %s (%s)", x, s.from, y)
	for to, id := range s.changes {
		fmt.Fprintf(&b, "variant.On(%d) && (%s) %s (%s) || ", id, x, to, y)
		as = fmt.Sprintf("!variant.On(%d) && %s", id, as)
	}
	return "(" + b.String() + as + ")"
}
