package gxcond

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/parser"
)

// Pandas writes a row expression as a query of pandas that selects the same rows.
// A null comparison selects no row in either, so that != and not in ask for a
// value besides.
func Pandas(expression string) (string, error) {
	tree, err := parser.Parse(expression)
	if err != nil {
		return "", fmt.Errorf("read the condition: %w", err)
	}
	c, err := export(tree.Node, false)
	return c.text, err
}

// export writes a condition, or its opposite.
func export(n ast.Node, negated bool) (clause, error) {
	switch n := n.(type) {
	case *ast.UnaryNode:
		if n.Operator == "not" || n.Operator == "!" {
			return export(n.Node, !negated)
		}
	case *ast.BinaryNode:
		switch n.Operator {
		case "and", "&&", "or", "||":
			return exportLogic(n, negated)
		}
		return exportComparison(n, negated)
	case *ast.IdentifierNode, *ast.MemberNode:
		column, err := exportTerm(n)
		return clause{fmt.Sprintf("%s == %s", column, pythonTruth(!negated)), tight}, err
	}
	return clause{}, untranslated(n)
}

func untranslated(n ast.Node) error {
	return fmt.Errorf("%s has no counterpart in a query of pandas", n)
}

func pythonTruth(b bool) string {
	if b {
		return "True"
	}
	return "False"
}

func exportLogic(n *ast.BinaryNode, negated bool) (clause, error) {
	left, err := export(n.Left, negated)
	if err != nil {
		return left, err
	}
	right, err := export(n.Right, negated)
	if both := n.Operator == "and" || n.Operator == "&&"; both != negated {
		return allOf(left, right), err
	}
	return anyOf(left, right), err
}

// textMethods are the methods of pandas for what row expressions ask of texts.
var textMethods = map[string]string{
	"startsWith": "startswith(%s, na=False)", "endsWith": "endswith(%s, na=False)",
	"contains": "contains(%s, regex=False, na=False)", "matches": "contains(%s, na=False)",
}

func exportComparison(n *ast.BinaryNode, negated bool) (clause, error) {
	left, err := exportTerm(n.Left)
	if err != nil {
		return clause{}, err
	}
	if _, isNil := n.Right.(*ast.NilNode); isNil {
		test := "isnull"
		if (n.Operator == "==") == negated {
			test = "notnull"
		}
		return clause{left + "." + test + "()", tight}, nil
	}
	right, err := exportTerm(n.Right)
	if err != nil {
		return clause{}, err
	}
	if method := textMethods[n.Operator]; method != "" {
		c := clause{left + ".str." + fmt.Sprintf(method, right), tight}
		if negated {
			c = allOf(clause{"not " + c.text, tight}, clause{left + ".notnull()", tight})
		}
		return c, nil
	}
	op := n.Operator
	if _, known := opposites[op]; !known {
		return clause{}, untranslated(n)
	}
	if negated {
		op = opposites[op]
	}
	c := clause{left + " " + op + " " + right, tight}
	if op != "!=" && op != "not in" {
		return c, nil
	}
	present := []clause{c}
	for _, column := range columnsOf(n) {
		present = append(present, clause{column + ".notnull()", tight})
	}
	return allOf(present...), nil
}

// columnsOf are the columns that an expression names, as pandas names them.
func columnsOf(n ast.Node) (columns []string) {
	switch n := n.(type) {
	case *ast.BinaryNode:
		columns = append(columnsOf(n.Left), columnsOf(n.Right)...)
	case *ast.UnaryNode:
		columns = columnsOf(n.Node)
	case *ast.IdentifierNode, *ast.MemberNode:
		column, _ := exportTerm(n)
		columns = []string{column}
	}
	slices.Sort(columns)
	return slices.Compact(columns)
}

// exportTerm writes a column, a literal, a list or arithmetic.
func exportTerm(n ast.Node) (string, error) {
	switch n := n.(type) {
	case *ast.IdentifierNode:
		return pandasName(n.Value), nil
	case *ast.MemberNode:
		if name, ok := n.Property.(*ast.StringNode); ok {
			return pandasName(name.Value), nil
		}
	case *ast.StringNode:
		return strconv.Quote(n.Value), nil
	case *ast.BoolNode:
		return pythonTruth(n.Value), nil
	case *ast.IntegerNode, *ast.FloatNode:
		return n.String(), nil
	case *ast.UnaryNode:
		inner, err := exportTerm(n.Node)
		return n.Operator + inner, err
	case *ast.ArrayNode:
		return exportList(n)
	case *ast.BuiltinNode:
		if n.Name == "date" && len(n.Arguments) == 1 {
			return exportTerm(n.Arguments[0])
		}
	case *ast.BinaryNode:
		if !strings.Contains("+ - * / % **", n.Operator) {
			break
		}
		left, err := exportTerm(n.Left)
		if err != nil {
			return "", err
		}
		right, err := exportTerm(n.Right)
		return "(" + left + " " + n.Operator + " " + right + ")", err
	}
	return "", untranslated(n)
}

func exportList(n *ast.ArrayNode) (string, error) {
	items := make([]string, len(n.Nodes))
	for i, item := range n.Nodes {
		var err error
		if items[i], err = exportTerm(item); err != nil {
			return "", err
		}
	}
	return "[" + strings.Join(items, ", ") + "]", nil
}

// pythonWords cannot name a column without backticks.
var pythonWords = []string{"and", "or", "not", "in", "is", "if", "else", "for", "from", "import", "class", "def", "lambda", "None", "True", "False", "index", "with", "as", "return", "global", "pass", "del", "try", "while", "yield"}

// pandasName is a column as a query names it.
func pandasName(name string) string {
	for i, r := range name {
		letter := r == '_' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
		if !letter && (i == 0 || r < '0' || r > '9') {
			return "`" + name + "`"
		}
	}
	if slices.Contains(pythonWords, name) {
		return "`" + name + "`"
	}
	return name
}
