package soak

import (
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// Mark is what becomes of a row.
type Mark int

// The marks.
const (
	Expected Mark = iota
	Unexpected
	Ignored
)

// RowJudge marks rows, which are judged together and in this order.
type RowJudge func(rows []int) []Mark

// eachRow judges rows one by one.
func eachRow(judge func(row int) Mark) RowJudge {
	return func(rows []int) []Mark {
		marks := make([]Mark, len(rows))
		for i, row := range rows {
			marks[i] = judge(row)
		}
		return marks
	}
}

func mark(expected bool) Mark {
	if expected {
		return Expected
	}
	return Unexpected
}

// EachValue judges the values of a column: those that are missing are passed
// over, and those that do not fit are unexpected.
func EachValue(c *Column, expected func(v any) bool) RowJudge {
	return eachRow(func(row int) Mark {
		switch cell := c.Cells[row]; {
		case cell.Missing():
			return Ignored
		case cell.Invalid:
			return Unexpected
		default:
			return mark(expected(cell.Value))
		}
	})
}

// Presence wants a column's values to be there, or to be missing.
func Presence(c *Column, there bool) RowJudge {
	return eachRow(func(row int) Mark { return mark(c.Cells[row].Missing() != there) })
}

// PresenceOf wants of the number of missing cells among columns what holds says.
func PresenceOf(columns []*Column, holds func(missing, of int) bool) RowJudge {
	return eachRow(func(row int) Mark {
		missing := 0
		for _, c := range columns {
			if c.Cells[row].Missing() {
				missing++
			}
		}
		return mark(holds(missing, len(columns)))
	})
}

// Bounds are a range; a nil end is open.
type Bounds struct {
	Min, Max             any
	StrictMin, StrictMax bool
}

// Hold reports whether a value is in the range.
func (b Bounds) Hold(v any) bool {
	if b.Min != nil {
		if order := Compare(v, b.Min); order < 0 || order == 0 && b.StrictMin {
			return false
		}
	}
	if b.Max != nil {
		if order := Compare(v, b.Max); order > 0 || order == 0 && b.StrictMax {
			return false
		}
	}
	return true
}

// Member reports whether a value is one of a list.
func Member(list []any, v any) bool {
	return slices.ContainsFunc(list, func(m any) bool { return Compare(m, v) == 0 })
}

// Matches reports whether a pattern is found in a text. A $ stands also before a
// line end that ends the text, as in Python.
func Matches(pattern string) func(v any) bool {
	re := regexp.MustCompile(strings.ReplaceAll(pattern, "$", `\n?\z`))
	return func(v any) bool { return re.MatchString(v.(string)) }
}

// Length is the number of characters of a text.
func Length(v any) int { return utf8.RuneCountInString(v.(string)) }

// Trimmed reports whether no white space is around a text.
func Trimmed(v any) bool { return strings.TrimSpace(v.(string)) == v }

// Pair compares two columns: a row in which both are missing is passed over, one
// with a single missing value is unexpected.
func Pair(a, b *Column, expected func(order int) bool) RowJudge {
	return eachRow(func(row int) Mark {
		x, y := a.Cells[row], b.Cells[row]
		switch {
		case x.Missing() && y.Missing():
			return Ignored
		case x.Value == nil || y.Value == nil:
			return Unexpected
		}
		return mark(expected(Compare(x.Value, y.Value)))
	})
}

// Rule wants a condition to be true of each row; where it is unknown the row is
// passed over.
func Rule(c Condition) RowJudge {
	return eachRow(func(row int) Mark {
		for _, column := range c.Reads {
			if column.Cells[row].Invalid {
				return Unexpected
			}
		}
		return [...]Mark{False: Unexpected, True: Expected, Unknown: Ignored}[c.Of(row)]
	})
}

// Unique wants every combination of values to be there once. Rows in which all
// the columns are missing are passed over.
func Unique(columns ...*Column) RowJudge {
	return func(rows []int) []Mark {
		marks := make([]Mark, len(rows))
		first := make(map[string]int)
		for i, row := range rows {
			id, missing := "", 0
			for _, c := range columns {
				cell := c.Cells[row]
				if cell.Invalid {
					marks[i] = Unexpected
				}
				if cell.Missing() {
					missing++
				}
				id += key(cell) + "\x00"
			}
			if missing == len(columns) {
				marks[i] = Ignored
			}
			if marks[i] != Expected {
				continue
			}
			if earlier, found := first[id]; found {
				marks[earlier], marks[i] = Unexpected, Unexpected
			} else {
				first[id] = i
			}
		}
		return marks
	}
}

// Ordered wants no value to be beyond the one before it: sign is 1 where values
// rise and -1 where they fall.
func Ordered(c *Column, sign int, strictly bool) RowJudge {
	return func(rows []int) []Mark {
		marks := make([]Mark, len(rows))
		var last any
		for i, row := range rows {
			v := c.Cells[row].Value
			if v == nil {
				marks[i] = Ignored
				continue
			}
			if last != nil {
				order := sign * Compare(v, last)
				marks[i] = mark(order > 0 || order == 0 && !strictly)
			}
			last = v
		}
		return marks
	}
}

// Outliers wants no value to lie farther outside the quartiles than so many times
// their distance.
func Outliers(c *Column, multiplier float64) RowJudge {
	return amongNumbers(c, func(list []any) func(x float64) bool {
		low, high := floatOf(Quantile(0.25, "linear")(list, 0)), floatOf(Quantile(0.75, "linear")(list, 0))
		reach := multiplier * (high - low)
		return func(x float64) bool { return low-reach <= x && x <= high+reach }
	})
}

// ZScores wants every value to be nearer to the mean than so many standard
// deviations.
func ZScores(c *Column, threshold float64) RowJudge {
	return amongNumbers(c, func(list []any) func(x float64) bool {
		deviation := Deviation(list, 0)
		if deviation == nil || deviation.Sign() == 0 {
			return func(float64) bool { return true }
		}
		mean, spread := floatOf(Mean(list, 0)), floatOf(deviation)
		return func(x float64) bool { return math.Abs((x-mean)/spread) < threshold }
	})
}

// amongNumbers judges each value of a column of numbers by all of them.
func amongNumbers(c *Column, judge func(list []any) func(x float64) bool) RowJudge {
	return func(rows []int) []Mark {
		var list []any
		for _, row := range rows {
			if v := c.Cells[row].Value; v != nil {
				list = append(list, v)
			}
		}
		if len(list) == 0 {
			return EachValue(c, nil)(rows)
		}
		expected := judge(list)
		return EachValue(c, func(v any) bool { return expected(floatOf(v)) })(rows)
	}
}
