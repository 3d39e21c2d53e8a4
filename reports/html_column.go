package reports

import (
	"fmt"
	"math"
	"slices"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/profile"
	"assay/engine/vector"
)

// htmlColumn is the card of one column.
type htmlColumn struct {
	Name, Type, Nulls string
	Stats             []htmlFact
	Chart             *htmlChart
	Tops              []htmlTop
	Links             string // how many expectations are about it
	Bad               bool   // and whether any was not met
	Index             int    // into htmlPage.Names
}

// htmlTop is one of the most frequent values.
type htmlTop struct{ Text, Percent, Share string }

// columns lays out a card for each column.
func (m *htmlMaker) columns(profiled bool) {
	if len(m.r.Profile) < len(m.r.Columns) || !profiled {
		return
	}
	shown := m.r.Columns[:min(len(m.r.Columns), htmlColumns)]
	if len(shown) < len(m.r.Columns) {
		m.page.ColumnsNote = fmt.Sprintf("the first %s of %s", group(int64(len(shown))), group(int64(len(m.r.Columns))))
	}
	about, failing := m.outcomesOf()
	for i, c := range shown {
		card := newHTMLColumn(c, m.r.Profile[i])
		if n := about[c.Name]; n > 0 {
			card.Index = m.column[c.Name]
			card.Links = plural(int64(n), "expectation")
			if bad := failing[c.Name]; bad > 0 {
				card.Bad = true
				card.Links += fmt.Sprintf(", %s not met", group(int64(bad)))
			}
		}
		m.page.Columns = append(m.page.Columns, card)
	}
}

// outcomesOf counts the expectations about each column, and those not met.
func (m *htmlMaker) outcomesOf() (about, failing map[string]int) {
	about, failing = make(map[string]int), make(map[string]int)
	for _, o := range m.r.Outcomes {
		for _, c := range o.Check.Columns {
			about[c]++
			if o.Status != engine.Pass {
				failing[c]++
			}
		}
	}
	return about, failing
}

func newHTMLColumn(c engine.ColumnInfo, s profile.Summary) htmlColumn {
	card := htmlColumn{Name: clean(c.Name), Type: clean(c.Type)}
	values := s.Rows - s.Nulls - s.Invalid
	if s.Rows == 0 {
		return card
	}
	card.Nulls = "no nulls"
	if s.Nulls > 0 {
		card.Nulls = fmt.Sprintf("%s (%s)", plural(s.Nulls, "null"), share(s.Nulls, s.Rows))
	}
	if s.Invalid > 0 {
		card.Nulls += fmt.Sprintf(" · %s of another type", plural(s.Invalid, "cell"))
	}
	if values == 0 {
		return card
	}
	if repeats(s) && isCategory(s) {
		card.Tops = tops(s, values)
	} else {
		card.Chart = newHTMLChart(s)
	}
	card.Stats = columnStats(s, card.Chart != nil && !isCategory(s))
	return card
}

// columnStats are the figures of a card; where the chart has them at its axis,
// the extremes are left out.
func columnStats(s profile.Summary, axis bool) []htmlFact {
	distinct := htmlFact{"Distinct", group(s.Distinct)}
	if s.DistinctError > 0 {
		distinct.Value = fmt.Sprintf("≈ %s ± %.1f%%", group(roundTo3(s.Distinct)), s.DistinctError*100)
	}
	stats := []htmlFact{distinct}
	if s.Mean != nil {
		stats = append(stats, htmlFact{"Mean", figure(*s.Mean)})
	}
	if !s.Min.IsNull() && s.Min.Lane != vector.Bool && !axis {
		stats = append(stats, htmlFact{"Min", shortScalar(s.Min)}, htmlFact{"Max", shortScalar(s.Max)})
	}
	return stats
}

// roundTo3 keeps the digits that an estimate deserves.
func roundTo3(n int64) int64 {
	unit := int64(1)
	for n/unit >= 1000 {
		unit *= 10
	}
	return (n + unit/2) / unit * unit
}

// shortScalar is a value as a card has room for it.
func shortScalar(v vector.Scalar) string {
	if v.Lane == vector.Float {
		return figure(v.F)
	}
	if v.Lane == vector.Bytes {
		return clip(clean(head(v.S)), 18)
	}
	return clip(scalarText(v), 32)
}

// figure is a number of at most six digits, which is what an eye takes in.
func figure(x float64) string {
	if x == math.Trunc(x) && math.Abs(x) < 1e15 {
		return group(int64(x))
	}
	if math.Abs(x) >= 1000 && math.Abs(x) < 1e15 {
		return group(int64(math.Round(x)))
	}
	return fmt.Sprintf("%.6g", x)
}

// isCategory reports whether the values say more than their distribution.
func isCategory(s profile.Summary) bool {
	return s.Min.Lane == vector.Bytes || s.Min.Lane == vector.Bool
}

// repeats reports whether the values were counted and any occurs twice.
func repeats(s profile.Summary) bool { return len(s.Values) > 0 && s.Values[0].Count > 1 }

func tops(s profile.Summary, values int64) []htmlTop {
	var out []htmlTop
	for _, v := range s.Values {
		text := clip(scalarText(v.Value), 60)
		if v.Cut {
			text += "…"
		}
		out = append(out, htmlTop{
			Text: text, Share: share(v.Count, values),
			Percent: coordinate(max(float64(v.Count)/float64(s.Values[0].Count)*100, 1)),
		})
	}
	return out
}

// htmlChart is a histogram.
type htmlChart struct {
	Label, Low, High string
	Width            int
	Bars             []htmlBar
}

// htmlBar is a bar of the height that Y leaves of 100.
type htmlBar struct {
	X, Y  int
	Title string
}

// chartUnit is the room of a bar with the gap behind it; the style sheet has
// the bar.
const chartUnit = 10

func newHTMLChart(s profile.Summary) *htmlChart {
	h := s.Histogram
	if h == nil || len(h.Counts) < 2 {
		return nil
	}
	edge := edgeText(s)
	most := slices.Max(h.Counts)
	c := &htmlChart{Low: "min " + shortScalar(s.Min), High: "max " + shortScalar(s.Max), Width: chartUnit*len(h.Counts) - 1}
	c.Label = fmt.Sprintf("Histogram, %s, %s", c.Low, c.High)
	if s.Min.Lane == vector.Bytes {
		c.Low, c.High = edge(h.Low)+" characters", edge(h.Low+h.Width*float64(len(h.Counts)))
		c.Label = fmt.Sprintf("Histogram of lengths, from %s to %s", c.Low, c.High)
	}
	for i, n := range h.Counts {
		if n == 0 {
			continue
		}
		low := h.Low + h.Width*float64(i)
		c.Bars = append(c.Bars, htmlBar{
			X: i * chartUnit, Y: 100 - max(int(float64(n)/float64(most)*100), 2),
			Title: fmt.Sprintf("%s to %s: %s", edge(low), edge(low+h.Width), group(n)),
		})
	}
	return c
}

// edgeText writes the edges of a histogram's bins as values of the column.
func edgeText(s profile.Summary) func(float64) string {
	t := s.Min.Type
	switch t.(type) {
	case *arrow.Date32Type, *arrow.Date64Type, arrow.TemporalWithUnit:
		return func(x float64) string { return vector.Scalar{Type: t, Lane: vector.Int, I: int64(x)}.Text() }
	}
	return figure
}
