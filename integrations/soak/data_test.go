package soak_test

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"time"

	"assay/integrations/soak"
)

func pick[T any](r *rand.Rand, from ...T) T { return from[r.IntN(len(from))] }

// chance is true in so many of a hundred cases.
func chance(r *rand.Rand, percent int) bool { return r.IntN(100) < percent }

// nullText stands for missing cells in CSV, so that empty texts are values.
const nullText = "NULL"

// types are those of columns. Decimals have the most to lose.
var types = []soak.Type{soak.Int, soak.Float, soak.Text, soak.Bool, soak.Date, soak.Decimal, soak.Decimal}

// randomTable draws a table of two to six columns. Values are few, so that equal
// ones meet. CSV has cells that do not fit, and rows that are too short, and only
// memory has decimals whose scale is below 0.
func randomTable(r *rand.Rand, how layout) *soak.Table {
	invalid := how == csvFiles
	t := &soak.Table{Rows: pick(r, 0, 1, 2, 10, 50, 200, 1000, r.IntN(3000))}
	for i := range 2 + r.IntN(5) {
		c := &soak.Column{Name: fmt.Sprintf("c%d", i), Type: pick(r, types...)}
		if c.Type == soak.Decimal {
			c.Precision = pick(r, 9, 18, 38, 76)
			if c.Scale = pick(r, 0, 1, 2, 4); how == batches && c.Precision < 76 && chance(r, 20) {
				c.Scale = -2 // rules have no more digits than 76 before the point
			}
		}
		draw, missing := drawer(r, c), gaps(r, t.Rows)
		wrong := pick(r, 0, 0, 0, 1)
		for row := range t.Rows {
			switch {
			case missing(row):
				c.Cells = append(c.Cells, soak.Cell{Text: nullText})
			case invalid && c.Type != soak.Text && wrong > 0 && chance(r, wrong):
				c.Cells = append(c.Cells, soak.Cell{Text: pick(r, "oops", "1;2", "--1", "\"", ""), Invalid: true})
				c.HasInvalid = true
			default:
				c.Cells = append(c.Cells, draw())
			}
		}
		t.Columns = append(t.Columns, c)
	}
	t.Malformed = make([]bool, t.Rows)
	if last := t.Columns[len(t.Columns)-1]; invalid && chance(r, 20) {
		first := t.Columns[0] // a row of this alone is a blank line where it is empty
		for row := range t.Rows {
			if last.Cells[row].Missing() && first.Cells[row].Text != "" && chance(r, 5) {
				t.Malformed[row] = true
			}
		}
	}
	return t
}

// gaps draws which cells of a column are missing: single ones, or runs that are
// longer than what one worker reads at a time, so that some see no value.
func gaps(r *rand.Rand, rows int) func(row int) bool {
	nulls := pick(r, 0, 0, 1, 10, 90, 100)
	single := func(int) bool { return chance(r, nulls) }
	if nulls == 100 || chance(r, 40) {
		return single
	}
	at := r.IntN(rows + 1)
	few, length := at+1+r.IntN(5), 1+r.IntN(rows/2+1)
	but := func(row int) bool { return row < at || row >= few }
	run := pick(r, but, but,
		func(row int) bool { return row < at },
		func(row int) bool { return row >= at },
		func(row int) bool { return row/length%2 == at%2 },
	)
	return func(row int) bool { return run(row) || single(row) }
}

// drawer draws values of a column's type: of few different ones, or of many, in
// any order or rising.
func drawer(r *rand.Rand, c *soak.Column) func() soak.Cell {
	many := pick(r, 3, 20, 5000)
	rising := chance(r, 20)
	next := 0
	draw := func() int {
		if next++; rising {
			return next * many / 3000
		}
		return r.IntN(many) - many/4
	}
	switch c.Type {
	case soak.Int:
		scale := pick(r, int64(1), 1, 1<<50)
		return func() soak.Cell {
			n := int64(draw()) * scale
			return soak.Cell{Value: big.NewRat(n, 1), Text: strconv.FormatInt(n, 10)}
		}
	case soak.Float:
		scale := pick(r, 1, 0.25, 0.1, 1e12)
		return func() soak.Cell {
			f := float64(draw()) * scale
			return soak.Cell{Value: new(big.Rat).SetFloat64(f), Text: strconv.FormatFloat(f, pick(r, byte('g'), 'f', 'e'), -1, 64)}
		}
	case soak.Decimal:
		return decimals(r, c, draw)
	case soak.Bool:
		return func() soak.Cell {
			b := draw()%2 == 0
			return soak.Cell{Value: b, Text: strconv.FormatBool(b)}
		}
	case soak.Date:
		return func() soak.Cell {
			day := 19_000 + draw()
			return soak.Cell{Value: big.NewRat(int64(day), 1), Text: dateText(day)}
		}
	}
	affix := pick(r, "", "", "a", "é", "日本", " ", "\"", ",", "\n", "\r\n", "x\ty", "'")
	return func() soak.Cell {
		s := affix
		if n := draw(); n != 0 {
			s += strconv.FormatInt(int64(n), 36)
		}
		return soak.Cell{Value: s, Text: s}
	}
}

// decimals draws numbers of a column's scale, some columns' of almost as many
// digits as it has.
func decimals(r *rand.Rand, c *soak.Column, draw func() int) func() soak.Cell {
	const drawn = 4 // digits
	factor := big.NewInt(1)
	if chance(r, 30) {
		factor.Exp(big.NewInt(10), big.NewInt(int64(c.Precision-drawn)), nil)
	}
	return func() soak.Cell {
		n := big.NewInt(int64(draw()))
		if chance(r, 80) {
			n.Mul(n, factor)
		}
		v := new(big.Rat).SetInt(n)
		v.Quo(v, c.One())
		return soak.Cell{Value: v, Text: v.FloatString(max(c.Scale, 0))}
	}
}

func dateText(day int) string {
	return time.Unix(int64(day)*86_400, 0).UTC().Format(time.DateOnly)
}

// randomFiles are the numbers of rows of the files that a table is cut into.
func randomFiles(r *rand.Rand, rows int) []int {
	cuts := []int{0, rows}
	for range pick(r, 0, 0, 1, 4) {
		cuts = append(cuts, r.IntN(rows+1))
	}
	slices.Sort(cuts)
	var files []int
	for i := range len(cuts) - 1 {
		files = append(files, cuts[i+1]-cuts[i])
	}
	return files
}

// csvText writes rows as CSV, and tells the line at which each begins.
func csvText(r *rand.Rand, t *soak.Table, from, to int) (text string, lines []int64) {
	var b strings.Builder
	end := pick(r, "\n", "\r\n")
	quotes := pick(r, 0, 10, 100)
	line := int64(1)
	record := func(cells []string) {
		lines = append(lines, line)
		for i, cell := range cells {
			if i > 0 {
				b.WriteByte(',')
			}
			if strings.ContainsAny(cell, ",\"\r\n") || chance(r, quotes) {
				cell = `"` + strings.ReplaceAll(cell, `"`, `""`) + `"`
			}
			line += int64(strings.Count(cell, "\n"))
			b.WriteString(cell)
		}
		b.WriteString(end)
		line++
	}
	var names []string
	for _, c := range t.Columns {
		names = append(names, c.Name)
	}
	record(names)
	for row := from; row < to; row++ {
		var cells []string
		for _, c := range t.Columns {
			cells = append(cells, c.Cells[row].Text)
		}
		if t.Malformed[row] {
			cells = cells[:len(cells)-1]
		}
		record(cells)
	}
	text = b.String()
	if chance(r, 20) {
		text = strings.TrimSuffix(text, end)
	}
	return text, lines[1:]
}
