package soak_test

import (
	"fmt"
	"math"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"assay/integrations/soak"
)

// values judges each value of a column.
func values(c *soak.Column, text string, expected func(v any) bool) *soak.Check {
	return &soak.Check{Text: text, Rows: soak.EachValue(c, expected)}
}

// names are those of columns, as a list of the suite language.
func names(columns []*soak.Column) string {
	var list []string
	for _, c := range columns {
		list = append(list, c.Name)
	}
	return "[" + strings.Join(list, ", ") + "]"
}

// expectationsOfRows draw the expectations that judge rows; nil where the table
// has no column for one.
var expectationsOfRows = []func(suite) *soak.Check{
	func(s suite) *soak.Check {
		c := s.column()
		return &soak.Check{Text: "not-null: " + c.Name, Rows: soak.Presence(c, true), OfElements: true}
	},
	func(s suite) *soak.Check {
		c := s.column()
		return &soak.Check{Text: "null: " + c.Name, Rows: soak.Presence(c, false), OfElements: true}
	},
	func(s suite) *soak.Check {
		return presence(s, "rows-complete", func(missing, of int) bool { return missing == 0 })
	},
	func(s suite) *soak.Check {
		return presence(s, "any-complete", func(missing, of int) bool { return missing < of })
	},
	func(s suite) *soak.Check {
		return presence(s, "missing-together", func(missing, of int) bool { return missing == 0 || missing == of })
	},
	func(s suite) *soak.Check {
		c := s.column(soak.Int, soak.Float, soak.Decimal, soak.Text, soak.Date)
		if c == nil {
			return nil
		}
		b, text := s.bounds(c)
		return values(c, fmt.Sprintf("between: {column: %s%s}", c.Name, text), b.Hold)
	},
	func(s suite) *soak.Check {
		c := s.column()
		list, text := s.members(c)
		return values(c, fmt.Sprintf("in-set: {column: %s, values: %s}", c.Name, text), func(v any) bool { return soak.Member(list, v) })
	},
	func(s suite) *soak.Check {
		c := s.column()
		list, text := s.members(c)
		return values(c, fmt.Sprintf("not-in-set: {column: %s, values: %s}", c.Name, text), func(v any) bool { return !soak.Member(list, v) })
	},
	func(s suite) *soak.Check { return pattern(s, "matches-regex", true) },
	func(s suite) *soak.Check { return pattern(s, "not-matches-regex", false) },
	func(s suite) *soak.Check {
		c := s.column(soak.Text)
		if c == nil {
			return nil
		}
		n := s.r.IntN(5)
		return values(c, fmt.Sprintf("length-between: {column: %s, min: %d, max: %d}", c.Name, n, n+2), func(v any) bool {
			return n <= soak.Length(v) && soak.Length(v) <= n+2
		})
	},
	func(s suite) *soak.Check {
		c := s.column(soak.Text)
		if c == nil {
			return nil
		}
		return values(c, "trimmed: "+c.Name, soak.Trimmed)
	},
	func(s suite) *soak.Check {
		return pair(s, "pair-equal", "", func(order int) bool { return order == 0 })
	},
	func(s suite) *soak.Check {
		return pair(s, "pair-greater", "", func(order int) bool { return order > 0 })
	},
	func(s suite) *soak.Check {
		return pair(s, "pair-greater", ", or_equal: true", func(order int) bool { return order >= 0 })
	},
	func(s suite) *soak.Check {
		c, ok := s.condition(3, true)
		if !ok {
			return nil
		}
		return &soak.Check{Text: "satisfies: " + strconv.Quote(c.Text), Rows: soak.Rule(c)}
	},
	func(s suite) *soak.Check {
		c := s.column()
		return &soak.Check{Text: "unique: " + c.Name, Rows: soak.Unique(c)}
	},
	func(s suite) *soak.Check {
		list := s.some()
		return &soak.Check{Text: "compound-unique: " + names(list), Rows: soak.Unique(list...)}
	},
	func(s suite) *soak.Check {
		list := s.some()
		return &soak.Check{Text: "duplicate-rows: " + names(list), Rows: soak.Unique(list...)}
	},
	func(s suite) *soak.Check {
		return amongNumbers(s, "no-outliers: {column: %s, multiplier: %v}", pick(s.r, 0.5, 1.5, 3), soak.Outliers)
	},
	func(s suite) *soak.Check {
		return amongNumbers(s, "z-score-below: {column: %s, threshold: %v}", pick(s.r, 0.5, 1, 3), soak.ZScores)
	},
	func(s suite) *soak.Check { return ordered(s, "increasing", 1) },
	func(s suite) *soak.Check { return ordered(s, "decreasing", -1) },
}

// numbers are the types that have figures.
var numbers = []soak.Type{soak.Int, soak.Float, soak.Decimal}

// amongNumbers draws a column of numbers each of which is judged by all.
func amongNumbers(s suite, text string, distance float64, judge func(*soak.Column, float64) soak.RowJudge) *soak.Check {
	c := s.column(numbers...)
	if c == nil {
		return nil
	}
	return &soak.Check{Text: fmt.Sprintf(text, c.Name, distance), Rows: judge(c, distance)}
}

func presence(s suite, name string, holds func(missing, of int) bool) *soak.Check {
	list := s.some()
	return &soak.Check{Text: name + ": " + names(list), Rows: soak.PresenceOf(list, holds), OfElements: true}
}

func pattern(s suite, name string, found bool) *soak.Check {
	c := s.column(soak.Text)
	if c == nil {
		return nil
	}
	p := pick(s.r, "^a", "[0-9]", "1.*2", "(a|é)", "^[a-z0-9]+$", "日", `\d\d`, "^$")
	re := soak.Matches(p)
	return values(c, fmt.Sprintf("%s: {column: %s, regex: '%s'}", name, c.Name, p), func(v any) bool { return re(v) == found })
}

// pair compares two columns of one type, or two of numbers.
func pair(s suite, name, more string, expected func(order int) bool) *soak.Check {
	a := s.column(soak.Int, soak.Float, soak.Decimal, soak.Text, soak.Date)
	if a == nil {
		return nil
	}
	types := []soak.Type{a.Type}
	if slices.Contains(numbers, a.Type) {
		types = numbers
	}
	b := s.column(types...)
	if a == b {
		return nil
	}
	return &soak.Check{Text: fmt.Sprintf("%s: {a: %s, b: %s%s}", name, a.Name, b.Name, more), Rows: soak.Pair(a, b, expected)}
}

// ordered draws a column whose cells all fit: what comes after one that does not
// is compared with nothing that is documented.
func ordered(s suite, name string, sign int) *soak.Check {
	c := s.column(soak.Int, soak.Float, soak.Decimal, soak.Text, soak.Date)
	if c == nil || c.HasInvalid {
		return nil
	}
	strictly := chance(s.r, 50)
	return &soak.Check{Text: fmt.Sprintf("%s: {column: %s, strictly: %t}", name, c.Name, strictly), Rows: soak.Ordered(c, sign, strictly)}
}

// expectationsOfFigures draw those that judge a column as a whole.
var expectationsOfFigures = []func(suite) *soak.Check{
	func(s suite) *soak.Check { return figure(s, "min-between", soak.Least) },
	func(s suite) *soak.Check { return figure(s, "max-between", soak.Greatest) },
	func(s suite) *soak.Check { return figure(s, "range-between", soak.Range) },
	func(s suite) *soak.Check {
		c := s.column(numbers...)
		if c == nil {
			return nil
		}
		b, text := s.numberBounds(observed(s, soak.FigureBetween(c, soak.Sum, soak.Bounds{}, true)))
		return &soak.Check{Text: fmt.Sprintf("sum-between: {column: %s%s}", c.Name, text), Total: soak.SumBetween(c, b)}
	},
	func(s suite) *soak.Check { return figure(s, "mean-between", soak.Mean) },
	func(s suite) *soak.Check { return figure(s, "median-between", soak.Median) },
	func(s suite) *soak.Check { return figure(s, "iqr-between", soak.Quartiles) },
	quantile,
	func(s suite) *soak.Check { return figure(s, "variance-between", soak.Variance) },
	func(s suite) *soak.Check { return figure(s, "stdev-between", soak.Deviation) },
	func(s suite) *soak.Check { return figure(s, "skewness-between", soak.Skewness) },
	func(s suite) *soak.Check { return figure(s, "kurtosis-between", soak.Kurtosis) },
	entropy,
	correlation,
	divergence,
	func(s suite) *soak.Check { return figure(s, "zeros-fraction-between", soak.Zeros) },
	func(s suite) *soak.Check { return figure(s, "distinct-count-between", soak.Distinct) },
	func(s suite) *soak.Check { return figure(s, "distinct-fraction-between", soak.DistinctShare) },
	func(s suite) *soak.Check { return figure(s, "not-null-fraction-between", soak.There) },
	func(s suite) *soak.Check {
		b, text := s.numberBounds(big.NewRat(int64(s.table.Rows), 1))
		if strings.ContainsAny(text, "-.") {
			return nil // a count is none of these
		}
		return &soak.Check{Text: "row-count-between: {" + strings.TrimPrefix(text, ", ") + "}", Total: soak.RowCount(b)}
	},
	func(s suite) *soak.Check {
		return distinct(s, "distinct-in-set", func(strangers, absent, n int) bool { return strangers == 0 })
	},
	func(s suite) *soak.Check {
		return distinct(s, "distinct-contains", func(strangers, absent, n int) bool { return absent == 0 && n > 0 })
	},
	func(s suite) *soak.Check {
		return distinct(s, "distinct-equals", func(strangers, absent, n int) bool { return strangers+absent == 0 && n > 0 })
	},
	func(s suite) *soak.Check {
		c, ties := s.column(), chance(s.r, 50)
		list, text := s.members(c)
		return &soak.Check{Text: fmt.Sprintf("most-common-in-set: {column: %s, values: %s, ties_okay: %t}", c.Name, text, ties), Total: soak.MostCommon(c, list, ties)}
	},
	func(s suite) *soak.Check {
		list := s.some()
		b, text := s.numberBounds(new(big.Rat))
		if refused("fraction", b) {
			return nil
		}
		return &soak.Check{Text: fmt.Sprintf("unique-value-ratio: {columns: %s%s}", names(list), text), Total: soak.OnceShare(list, b)}
	},
	func(s suite) *soak.Check {
		list := s.some()
		return &soak.Check{Text: fmt.Sprintf("functional-dependency: {determinant: %s, dependent: %s}", list[0].Name, names(list[1:])), Total: soak.Dependency(list[0], list[1:])}
	},
}

func figure(s suite, name string, f soak.Figure) *soak.Check {
	c := s.column(numbers...)
	if c == nil {
		return nil
	}
	b, text := s.numberBounds(observed(s, soak.FigureBetween(c, f, soak.Bounds{}, true)))
	// Floats and what is divided are rounded; other numbers are not.
	exact := c.Type != soak.Float && slices.Contains([]string{"min-between", "max-between"}, name)
	if refused(name, b) {
		return nil
	}
	return &soak.Check{Text: fmt.Sprintf("%s: {column: %s%s}", name, c.Name, text), Total: soak.FigureBetween(c, f, b, exact)}
}

// observed is the figure of all rows; nil where there is none.
func observed(s suite, of func(rows []int) soak.Total) *big.Rat { return of(s.table.All()).Observed }

// refused reports whether a figure can never lie in a range, which a suite that
// asks for it is told.
func refused(name string, b soak.Bounds) bool {
	beyond := func(end any, least, most int64) bool {
		return end != nil && (soak.Compare(end, big.NewRat(least, 1)) < 0 || soak.Compare(end, big.NewRat(most, 1)) > 0)
	}
	switch {
	case strings.Contains(name, "fraction"):
		return beyond(b.Min, 0, 1) || beyond(b.Max, 0, 1)
	case name == "distinct-count-between":
		whole := func(end any) bool { return end == nil || end.(*big.Rat).IsInt() }
		return !whole(b.Min) || !whole(b.Max) || beyond(b.Min, 0, math.MaxInt64) || beyond(b.Max, 0, math.MaxInt64)
	case name == "variance-between", name == "stdev-between", name == "range-between":
		return beyond(b.Min, 0, math.MaxInt64) || beyond(b.Max, 0, math.MaxInt64)
	}
	return false
}

func distinct(s suite, name string, holds func(strangers, absent, n int) bool) *soak.Check {
	c := s.column()
	list, text := s.members(c)
	return &soak.Check{Text: fmt.Sprintf("%s: {column: %s, values: %s}", name, c.Name, text), Total: soak.DistinctMembers(c, list, holds)}
}
