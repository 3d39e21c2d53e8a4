package gxcond

import (
	"strconv"
	"strings"

	"assay/engine/rowexpr"
)

// Operand is one side of a comparison.
type Operand struct {
	text    string
	columns []string // that make it missing
	loose   bool     // an arithmetic expression, to be put in parentheses
	list    bool
	none    bool // Python's None
}

// Column is a column's value.
func Column(name string) Operand {
	return Operand{text: rowexpr.ColumnRef(name), columns: []string{name}}
}

// Text is a text.
func Text(s string) Operand { return Operand{text: strconv.Quote(s)} }

// Number is a number as it is written.
func Number(digits string) Operand { return Operand{text: digits} }

// Truth is true or false.
func Truth(b bool) Operand { return Operand{text: strconv.FormatBool(b)} }

// List is what in compares with.
func List(items []Operand) Operand {
	texts := make([]string, len(items))
	for i, item := range items {
		texts[i] = item.text
	}
	return Operand{text: "[" + strings.Join(texts, ", ") + "]", list: true}
}

func (o Operand) enclosed() string {
	if o.loose {
		return "(" + o.text + ")"
	}
	return o.text
}

// arithmetic combines numbers; the result is missing where one of them is.
func arithmetic(left Operand, op string, right Operand) Operand {
	return Operand{text: left.enclosed() + " " + op + " " + right.enclosed(), columns: union(left.columns, right.columns), loose: true}
}
