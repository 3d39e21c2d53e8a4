package rowexpr

import (
	"math/big"
	"regexp"
)

// op is what a term does.
type op string

// The operations. Those that expr spells in two ways have one here.
const (
	opColumn   op = "column"
	opNumber   op = "number"
	opText     op = "text"
	opBool     op = "bool"
	opNil      op = "nil"
	opTime     op = "time" // the result of date, duration or now
	opAnd      op = "and"
	opOr       op = "or"
	opNot      op = "not"
	opNegate   op = "negate"
	opPlus     op = "plus"
	opEqual    op = "=="
	opNotEqual op = "!="
	opLess     op = "<"
	opAtMost   op = "<="
	opMore     op = ">"
	opAtLeast  op = ">="
	opAdd      op = "+"
	opSubtract op = "-"
	opMultiply op = "*"
	opDivide   op = "/"
	opModulo   op = "%"
	opPower    op = "**"
	opIn       op = "in"
	opBetween  op = ".."
	opContains op = "contains"
	opStarts   op = "startsWith"
	opEnds     op = "endsWith"
	opMatches  op = "matches"
	opIf       op = "?:"
	opCoalesce op = "??"
	opCall     op = "call"
)

// term is a node of the expression: expr's syntax tree without its spellings,
// and with every literal read from the text. Terms that the parser shares
// (the middle of a < b < c) are shared here too.
type term struct {
	op   op
	args []*term
	at   span // the whole term
	wide span // with the parentheses around it
	sign span // the operator or name alone

	name   string         // of a column or function
	text   string         // of a literal; the pattern of matches
	truth  bool           // of a bool literal
	number *big.Rat       // of a number literal
	time   instant        // of a time literal
	regex  *regexp.Regexp // of matches
}
