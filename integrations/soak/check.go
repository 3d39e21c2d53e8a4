package soak

import (
	"math/big"
	"slices"
)

// Status is what becomes of a check.
type Status int

// The statuses, in the order of the severity that they have.
const (
	Pass Status = iota
	Fail
	Error
)

// Severity is that of a check, or the one from which failures reject.
type Severity int

// The severities.
const (
	Info Severity = iota
	Warning
	Critical
)

// Check is one expectation with its options. Rows or Total judges.
type Check struct {
	Text  string // of the expectation, in the suite language
	Rows  RowJudge
	Total func(rows []int) Total
	// OfElements is set where shares are of all rows, and none is missing.
	OfElements    bool
	Where         *Condition
	Mostly        *float64
	MaxUnexpected *int
	Segments      *Column
	MinGroup      int
	Severity      Severity
}

// Total is the answer of a check about a column as a whole.
type Total struct {
	Status Status
	// Observed is the figure, nil where there is none or it is not compared.
	Observed *big.Rat
}

// Outcome is the answer to a check.
type Outcome struct {
	Total
	Elements, Missing int
	Unexpected        []int // rows
	Groups            Groups
}

// Groups are the answers of segments, counted.
type Groups struct{ All, Small, Failed, Errors int }

// FigureBetween judges a figure of a column by bounds: exactly, or after the
// figure and the bounds were rounded to 64-bit floats.
func FigureBetween(c *Column, figure Figure, b Bounds, exact bool) func(rows []int) Total {
	if !exact {
		b.Min, b.Max = rounded(b.Min), rounded(b.Max)
	}
	return func(rows []int) Total {
		list, ok := values(c, rows)
		if !ok {
			return Total{Status: Error}
		}
		observed := figure(list, len(rows))
		if observed == nil {
			return Total{Status: Fail}
		}
		judged := any(observed)
		if !exact {
			judged = rounded(observed)
		}
		return Total{failUnless(b.Hold(judged)), observed}
	}
}

// SumBetween judges the sum of a column: exactly, unless they are floats or have
// more digits than a decimal.
func SumBetween(c *Column, b Bounds) func(rows []int) Total {
	const decimalBits = 255
	exactly, roundly := FigureBetween(c, Sum, b, true), FigureBetween(c, Sum, b, false)
	return func(rows []int) Total {
		total := exactly(rows)
		if total.Observed == nil || c.Type != Float && new(big.Rat).Mul(total.Observed, c.One()).Num().BitLen() <= decimalBits {
			return total
		}
		return roundly(rows)
	}
}

// rounded is the float next to a number; nil stays nil.
func rounded(v any) any {
	if v == nil {
		return nil
	}
	f, _ := v.(*big.Rat).Float64()
	return new(big.Rat).SetFloat64(f)
}

// DistinctMembers judges the different values of a column by a list.
func DistinctMembers(c *Column, list []any, holds func(strangers, absent, values int) bool) func(rows []int) Total {
	return func(rows []int) Total {
		found, ok := values(c, rows)
		if !ok {
			return Total{Status: Error}
		}
		strangers, absent := 0, 0
		for _, v := range found {
			if !Member(list, v) {
				strangers++
			}
		}
		for _, m := range list {
			if !Member(found, m) {
				absent++
			}
		}
		return Total{Status: failUnless(holds(strangers, absent, len(found)))}
	}
}

// RowCount judges the number of rows.
func RowCount(b Bounds) func(rows []int) Total {
	return func(rows []int) Total {
		n := big.NewRat(int64(len(rows)), 1)
		return Total{failUnless(b.Hold(n)), n}
	}
}

func failUnless(ok bool) Status {
	if ok {
		return Pass
	}
	return Fail
}

// mostGroups is how many groups a check may have.
const mostGroups = 1000

// Evaluate judges a table.
func (c *Check) Evaluate(t *Table) Outcome {
	var rows []int
	for _, row := range t.All() {
		if c.Where == nil || c.Where.Of(row) == True {
			rows = append(rows, row)
		}
	}
	if c.Segments == nil {
		return c.judge(rows)
	}
	return c.judgeGroups(rows)
}

func (c *Check) judge(rows []int) Outcome {
	if c.Total != nil {
		return Outcome{Total: c.Total(rows)}
	}
	o := Outcome{Elements: len(rows)}
	for i, m := range c.Rows(rows) {
		switch m {
		case Ignored:
			o.Missing++
		case Unexpected:
			o.Unexpected = append(o.Unexpected, rows[i])
		}
	}
	o.Status = failUnless(c.tolerates(len(o.Unexpected), o.Elements-o.Missing))
	return o
}

// tolerates applies mostly and max_unexpected: each where it is given, and all
// must be as expected where neither is.
func (c *Check) tolerates(unexpected, judged int) bool {
	if c.MaxUnexpected != nil && unexpected > *c.MaxUnexpected {
		return false
	}
	switch {
	case judged == 0:
		return true
	case c.Mostly != nil:
		return float64(judged-unexpected)/float64(judged) >= *c.Mostly
	}
	return c.MaxUnexpected != nil || unexpected == 0
}

func (c *Check) judgeGroups(rows []int) Outcome {
	groups := make(map[string][]int)
	for _, row := range rows {
		k := key(c.Segments.Cells[row])
		groups[k] = append(groups[k], row)
	}
	if len(groups) > mostGroups {
		return Outcome{Total: Total{Status: Error}}
	}
	o := Outcome{Groups: Groups{All: len(groups)}}
	for _, group := range groups {
		one := c.judge(group)
		o.Elements += one.Elements
		o.Missing += one.Missing
		o.Unexpected = append(o.Unexpected, one.Unexpected...)
		if len(group) < c.MinGroup {
			o.Groups.Small++
			continue
		}
		switch one.Status {
		case Fail:
			o.Groups.Failed++
		case Error:
			o.Groups.Errors++
		}
	}
	slices.Sort(o.Unexpected)
	switch {
	case o.Groups.Errors > 0:
		o.Status = Error
	case o.Groups.Failed > 0:
		o.Status = Fail
	}
	return o
}

// Rejects reports whether an outcome of a severity rejects the data, where
// failures from a level on do. What cannot be judged is critical.
func Rejects(s Status, of, level Severity) bool {
	return s == Error || s == Fail && of >= level
}
