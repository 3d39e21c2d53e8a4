package soak_test

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"

	"assay/integrations/soak"
)

func integer(v any) int64 { return v.(*big.Rat).Num().Int64() }

func float(v any) float64 {
	f, _ := v.(*big.Rat).Float64()
	return f
}

// suite draws checks of a table.
type suite struct {
	r     *rand.Rand
	table *soak.Table
}

// column draws a column of one of the types, any where none is given, nil where
// there is none.
func (s suite) column(types ...soak.Type) *soak.Column {
	var fit []*soak.Column
	for _, c := range s.table.Columns {
		if len(types) == 0 || slices.Contains(types, c.Type) {
			fit = append(fit, c)
		}
	}
	if len(fit) == 0 {
		return nil
	}
	return pick(s.r, fit...)
}

// some draws one or more different columns.
func (s suite) some() []*soak.Column {
	list := slices.Clone(s.table.Columns)
	s.r.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	return list[:2+s.r.IntN(len(list)-1)]
}

// value draws a value of a column's type, often one that occurs, and how it is
// written in a suite and in a row expression.
func (s suite) value(c *soak.Column) (v any, inSuite, inExpression string) {
	cell := drawer(s.r, c)()
	if s.table.Rows > 0 && chance(s.r, 70) {
		if there := c.Cells[s.r.IntN(s.table.Rows)]; there.Value != nil {
			cell = there
		}
	}
	switch c.Type {
	case soak.Text:
		return cell.Value, strconv.Quote(cell.Text), strconv.Quote(cell.Text)
	case soak.Date:
		return cell.Value, cell.Text, `date("` + cell.Text + `")`
	case soak.Float:
		text := strconv.FormatFloat(float(cell.Value), 'f', -1, 64)
		return cell.Value, text, text
	}
	return cell.Value, cell.Text, cell.Text
}

// condition draws a row expression over columns without cells that do not fit,
// unless invalid permits them; ok is false where there is no such column.
func (s suite) condition(depth int, invalid bool) (c soak.Condition, ok bool) {
	if depth > 0 && chance(s.r, 50) {
		a, ok := s.condition(depth-1, invalid)
		b, ok2 := s.condition(depth-1, invalid)
		switch {
		case !ok || !ok2:
			return c, false
		case chance(s.r, 30):
			return soak.Not(a), true
		case chance(s.r, 50):
			return soak.And(a, b), true
		}
		return soak.Or(a, b), true
	}
	column := s.column()
	if column.HasInvalid && !invalid {
		return c, false
	}
	if chance(s.r, 20) {
		return soak.IsMissing(column), true
	}
	v, _, text := s.value(column)
	op := pick(s.r, "==", "!=", "<", "<=", ">", ">=")
	if column.Type == soak.Bool {
		op = pick(s.r, "==", "!=")
	}
	return soak.Comparison(column, op, text, v), true
}

// bounds draws a range of values of a column.
func (s suite) bounds(c *soak.Column) (b soak.Bounds, text string) {
	low, lowText, _ := s.value(c)
	high, highText, _ := s.value(c)
	return s.orderedBounds(low, high, lowText, highText)
}

// numberBounds draws a range around a number.
func (s suite) numberBounds(near *big.Rat) (b soak.Bounds, text string) {
	if near == nil {
		near = new(big.Rat)
	}
	at := float(near)
	draw := func() (any, string) {
		text := strconv.FormatFloat(at+pick(s.r, 0, 0.5, 1, 1000)*float64(s.r.IntN(3)-1), 'f', -1, 64)
		exact, _ := new(big.Rat).SetString(text)
		return exact, text
	}
	low, lowText := draw()
	high, highText := draw()
	return s.orderedBounds(low, high, lowText, highText)
}

func (s suite) orderedBounds(low, high any, lowText, highText string) (b soak.Bounds, text string) {
	order := soak.Compare(low, high)
	if order > 0 {
		low, high, lowText, highText = high, low, highText, lowText
	}
	which := s.r.IntN(3)
	if which != 0 {
		b.Min, b.StrictMin = low, order != 0 && chance(s.r, 20)
		text += fmt.Sprintf(", min: %s, strict_min: %t", lowText, b.StrictMin)
	}
	if which != 1 {
		b.Max, b.StrictMax = high, order != 0 && chance(s.r, 20)
		text += fmt.Sprintf(", max: %s, strict_max: %t", highText, b.StrictMax)
	}
	return b, text
}

// members draws a list of values of a column.
func (s suite) members(c *soak.Column) (list []any, text string) {
	var texts []string
	for range 1 + s.r.IntN(6) {
		v, text, _ := s.value(c)
		list, texts = append(list, v), append(texts, text)
	}
	return list, "[" + strings.Join(texts, ", ") + "]"
}

// check draws an expectation with its options; ok is false where the table lacks
// what was drawn.
func (s suite) check() (c *soak.Check, ok bool) {
	if c = pick(s.r, expectationsOfRows...)(s); chance(s.r, 45) {
		c = pick(s.r, expectationsOfFigures...)(s)
	}
	if c == nil {
		return nil, false
	}
	if chance(s.r, 30) {
		if where, ok := s.condition(2, false); ok {
			c.Where = &where
		}
	}
	if by := s.column(soak.Text, soak.Bool, soak.Int, soak.Date); by != nil && !by.HasInvalid && chance(s.r, 15) {
		c.Segments, c.MinGroup = by, pick(s.r, 0, 0, 3)
	}
	if c.Rows != nil && chance(s.r, 30) {
		mostly := pick(s.r, 0, 0.5, 0.9, 0.95, 0.99, 1)
		c.Mostly = &mostly
	}
	if c.Rows != nil && chance(s.r, 20) {
		most := pick(s.r, 0, 1, 10, 500)
		c.MaxUnexpected = &most
	}
	c.Severity = pick(s.r, soak.Critical, soak.Critical, soak.Warning, soak.Info)
	return c, true
}

var severities = map[soak.Severity]string{soak.Info: "info", soak.Warning: "warning", soak.Critical: "critical"}

// item is a check in the suite language.
func item(c *soak.Check) string {
	text := "  - " + c.Text + "\n    severity: " + severities[c.Severity] + "\n"
	if c.Where != nil {
		text += "    where: " + strconv.Quote(c.Where.Text) + "\n"
	}
	if c.Segments != nil {
		text += fmt.Sprintf("    segments: %s\n", c.Segments.Name)
	}
	if c.MinGroup > 0 {
		text += fmt.Sprintf("    min_group_size: %d\n", c.MinGroup)
	}
	if c.Mostly != nil {
		text += fmt.Sprintf("    mostly: %v\n", *c.Mostly)
	}
	if c.MaxUnexpected != nil {
		text += fmt.Sprintf("    max_unexpected: %d\n", *c.MaxUnexpected)
	}
	return text
}
