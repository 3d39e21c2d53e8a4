// Package gxcond translates Great Expectations' row conditions, pandas queries
// among them, into row expressions.
//
// pandas knows two truth values: a comparison with a missing value is false,
// but for != and not in, which are true. Row expressions know three. A Cond
// therefore holds a comparison and its opposite, each an expression that is true
// for just the rows that pandas selects; negation swaps the two.
package gxcond

import (
	"strings"

	"assay/engine/rowexpr"
)

// Cond is a condition. Its zero value is not one.
type Cond struct {
	yes, no clause
}

// clause is an expression and how loosely it binds.
type clause struct {
	text string
	bind binding
}

type binding uint8

const (
	tight binding = iota // a comparison
	and
	or
)

// within is the clause as an operand of an operator.
func (c clause) within(b binding) string {
	if c.bind > b {
		return "(" + c.text + ")"
	}
	return c.text
}

func join(b binding, word string, parts ...clause) clause {
	if len(parts) == 1 {
		return parts[0]
	}
	texts := make([]string, len(parts))
	for i, p := range parts {
		texts[i] = p.within(b)
	}
	return clause{strings.Join(texts, " "+word+" "), b}
}

func allOf(parts ...clause) clause { return join(and, "and", parts...) }

func anyOf(parts ...clause) clause { return join(or, "or", parts...) }

// Expression is the condition as a row expression.
func (c Cond) Expression() string { return c.yes.text }

// And holds where all of list hold.
func And(list ...Cond) Cond { return combine(list, allOf, anyOf) }

// Or holds where one of list holds.
func Or(list ...Cond) Cond { return combine(list, anyOf, allOf) }

func combine(list []Cond, yes, no func(...clause) clause) Cond {
	var forIt, against []clause
	for _, c := range list {
		forIt, against = append(forIt, c.yes), append(against, c.no)
	}
	return Cond{yes(forIt...), no(against...)}
}

// Not holds where c does not.
func Not(c Cond) Cond { return Cond{yes: c.no, no: c.yes} }

// IsNull holds where a column has no value.
func IsNull(column string) Cond {
	ref := rowexpr.ColumnRef(column)
	return Cond{clause{ref + " == nil", tight}, clause{ref + " != nil", tight}}
}

// never holds for no row.
func never() Cond { return Cond{clause{"false", tight}, clause{"true", tight}} }

// opposites are the comparisons that hold where others do not.
var opposites = map[string]string{
	"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">",
	"in": "not in", "not in": "in",
	"startsWith": "", "endsWith": "", "contains": "", "matches": "",
}

// Compare is a comparison of two operands; a missing value makes it false, or
// true where op is != or not in.
func Compare(left Operand, op string, right Operand) Cond {
	if op == "!=" || op == "not in" {
		return Not(Compare(left, opposites[op], right))
	}
	holds := clause{left.text + " " + op + " " + right.text, tight}
	opposite := clause{left.text + " " + opposites[op] + " " + right.text, tight}
	if opposites[op] == "" {
		opposite = clause{"not (" + holds.text + ")", tight}
	}
	fails := []clause{opposite}
	for _, column := range union(left.columns, right.columns) {
		fails = append(fails, IsNull(column).yes)
	}
	return Cond{holds, anyOf(fails...)}
}

func union(a, b []string) []string {
	var out []string
	seen := make(map[string]bool)
	for _, list := range [][]string{a, b} {
		for _, name := range list {
			if !seen[name] {
				out = append(out, name)
			}
			seen[name] = true
		}
	}
	return out
}
