// Package soak is a second validator, which is slow and easy to read: plain
// loops over rows of Go values. It shares no code with the engine, so that what
// both say of random suites and data is not wrong in the same way.
package soak

import (
	"cmp"
	"math/big"
	"strings"
)

// Table is a dataset: columns of equally many cells.
type Table struct {
	Columns []*Column
	Rows    int
	// Malformed marks the rows that are written with too few cells.
	Malformed []bool
}

// Type is what a column holds.
type Type int

// The types.
const (
	Int Type = iota
	Float
	Text
	Bool
	Date
	Decimal
)

// Column is one column of a table.
type Column struct {
	Name  string
	Type  Type
	Cells []Cell
	// Precision and Scale are those of decimals.
	Precision, Scale int
	// HasInvalid is set where a cell does not fit the type.
	HasInvalid bool
}

// One is 1 as a decimal of the column's scale, unscaled: 100 at scale 2.
func (c *Column) One() *big.Rat {
	one := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(max(c.Scale, -c.Scale))), nil))
	if c.Scale < 0 {
		one.Inv(one)
	}
	return one
}

// Cell is one value: a *big.Rat (numbers, and dates as days since 1970), a
// string, a bool, or nil where it is missing. One that does not fit its column's
// type has its text alone.
type Cell struct {
	Value   any
	Text    string // as it is written
	Invalid bool
}

// Missing reports whether there is no value. A cell that does not fit is one.
func (c Cell) Missing() bool { return c.Value == nil && !c.Invalid }

// Compare orders two values of one kind; false comes before true.
func Compare(a, b any) int {
	switch a := a.(type) {
	case *big.Rat:
		return a.Cmp(b.(*big.Rat))
	case string:
		return strings.Compare(a, b.(string))
	case bool:
		return cmp.Compare(number(a), number(b.(bool)))
	}
	panic("values of different kinds are compared")
}

func number(b bool) int {
	if b {
		return 1
	}
	return 0
}

// key tells values of one column apart; those that are missing are alike.
func key(c Cell) string {
	switch v := c.Value.(type) {
	case *big.Rat:
		return "n" + v.RatString()
	case string:
		return "s" + v
	case bool:
		return "b" + string(rune('0'+number(v)))
	}
	return ""
}

// All are the numbers of all rows.
func (t *Table) All() []int {
	rows := make([]int, t.Rows)
	for i := range rows {
		rows[i] = i
	}
	return rows
}
