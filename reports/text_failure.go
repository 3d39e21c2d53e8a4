package reports

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"assay/engine"
	"assay/engine/vector"
)

// labelWidth is the room for "expected", "observed" and their kind.
const (
	textIndent = 4
	labelWidth = 10
)

// failure is the block of an outcome that did not pass.
func (t *textReport) failure(o engine.Outcome) {
	t.title(o)
	c := o.Check
	t.labelled("expected", clip(clean(c.Expect)+tolerance(c), t.clipAt()))
	if c.Where != nil {
		t.labelled("where", clip(clean(c.Where.Text), t.clipAt()))
	}
	if e := failure(o); e != nil {
		t.wrapped("error", e.Msg)
		t.wrapped("hint", e.Hint)
	} else {
		t.observed(o)
		t.exampleTable(o)
	}
	t.wrapped("account", excused(t.r, o))
	for _, note := range c.Notes {
		t.wrapped("note", note)
	}
}

// clipAt is where one-line texts are cut: at the line's end, or never.
func (t *textReport) clipAt() int {
	if t.verbose {
		return 1 << 20
	}
	return t.room()
}

// room is the width of what stands beside a label.
func (t *textReport) room() int { return t.width - textIndent - labelWidth }

// title is the mark and id at the left, severity and position at the right.
func (t *textReport) title(o engine.Outcome) {
	c := o.Check
	mark, color, rank := "✗", t.paint.bad, c.Severity.String()
	switch {
	case o.Status == engine.Error:
		mark, rank = "!", "error"
	case c.Severity == engine.Warning:
		color = t.paint.warn
	case c.Severity == engine.Info:
		color = t.paint.mild
	}
	id, about := clean(c.ID), t.about(c)
	where := ""
	if c.At.Line > 0 {
		where = fmt.Sprintf(" · %s:%d", clean(c.At.File), c.At.Line)
	}
	gap := t.width - 2 - width(id) - width(about) - width(rank) - width(where)
	t.line(color(mark+" "), t.paint.strong(id), t.paint.dim(about),
		strings.Repeat(" ", max(gap, 2)), color(rank), t.paint.dim(where))
}

// about names the expectation and its columns where the id does not.
func (t *textReport) about(c *engine.Check) string {
	if strings.HasPrefix(c.ID, c.Name) {
		return ""
	}
	text := "  " + clean(c.Name)
	if len(c.Columns) > 0 {
		text += " of " + clean(strings.Join(c.Columns, ", "))
	}
	return clip(text, t.width/3)
}

func (t *textReport) labelled(label, text string) {
	t.line(strings.Repeat(" ", textIndent), t.paint.dim(pad(label, labelWidth)), text)
}

// wrapped is a labelled text over as many lines as it takes; nothing where
// there is no text.
func (t *textReport) wrapped(label, text string) {
	for _, line := range wrap(text, t.room()) {
		t.labelled(label, line)
		label = ""
	}
}

// tolerance says for which groups something is expected, and which share of rows
// may differ.
func tolerance(c *engine.Check) string {
	text := ""
	if len(c.Segments) > 0 {
		text = ", for each " + clean(strings.Join(c.Segments, ", "))
	}
	if c.MostlyGiven {
		text += fmt.Sprintf(", in at least %s%% of rows", decimal(c.Mostly*100))
	}
	if c.MaxUnexpected != nil {
		text += fmt.Sprintf(", with at most %s", plural(*c.MaxUnexpected, "exception"))
	}
	if c.WarnAt != nil {
		text += fmt.Sprintf(", a warning from %s on", limit(c.WarnAt))
	}
	if c.FailAt != nil {
		text += fmt.Sprintf(", a failure from %s on", limit(c.FailAt))
	}
	return text
}

// limit is a limit in words: "1%", "100 exceptions".
func limit(l *engine.Limit) string {
	if l.Share {
		return l.String()
	}
	return plural(int64(l.Value), "exception")
}

// observed is how much was unexpected, or what was observed.
func (t *textReport) observed(o engine.Outcome) {
	if o.Counts != nil {
		c := *o.Counts
		text := fmt.Sprintf("%s of %s unexpected (%s)", group(c.Unexpected), plural(c.Judged(), noun(o.Check)), share(c.Unexpected, c.Judged()))
		t.labelled("observed", t.bar(c)+" "+t.paint.bad(text)+t.paint.dim(leftOut(c)))
	}
	if o.Observed != nil {
		t.labelled("observed", clip(observedText(o), t.clipAt()))
	}
	for _, name := range sortedKeys(o.Details) {
		t.labelled("", clip(clean(name)+": "+display(o.Details[name]), t.clipAt()))
	}
	t.segments(o.Segments)
}

// observedText is what a check that has no counts observed.
func observedText(o engine.Outcome) string {
	if s, ok := o.Observed.(vector.Scalar); ok && o.Check.Kind == engine.NotEmpty {
		return plural(s.I, "row")
	}
	return display(o.Observed)
}

// noun is what is counted.
func noun(c *engine.Check) string {
	if c.Kind == engine.ValidCells {
		return "cell"
	}
	return "row"
}

// leftOut says how many rows were not judged.
func leftOut(c engine.RowCounts) string {
	if c.Missing == 0 || c.OfElements {
		return ""
	}
	return fmt.Sprintf(" · %s left out", plural(c.Missing, "null"))
}

// barCells is the width of a full bar.
const barCells = 12

// bar draws the share of unexpected rows in eighths of a cell. It is never
// empty where there are some, nor full where there are others.
func (t *textReport) bar(c engine.RowCounts) string {
	eighths := int64(0)
	if of := c.Judged(); of > 0 {
		eighths = int64(float64(c.Unexpected) / float64(of) * barCells * 8)
		if c.Unexpected > 0 {
			eighths = max(eighths, 1)
		}
		if c.Unexpected < of {
			eighths = min(eighths, barCells*8-1)
		}
	}
	filled := strings.Repeat("█", int(eighths/8))
	if rest := eighths % 8; rest > 0 {
		filled += string([]rune("▏▎▍▌▋▊▉")[rest-1])
	}
	return t.paint.bad(filled) + t.paint.dim(strings.Repeat("░", barCells-width(filled)))
}

// exampleTable lists the first unexpected rows: address, record, values.
func (t *textReport) exampleTable(o engine.Outcome) {
	if o.Counts == nil || t.examples == 0 || len(o.Examples) == 0 {
		return
	}
	shown := o.Examples[:min(t.examples, len(o.Examples))]
	rows := make([][]string, len(shown))
	for i, e := range shown {
		rows[i] = t.exampleCells(o.Check, e)
	}
	widths := columnWidths(rows)
	indent := strings.Repeat(" ", textIndent+labelWidth)
	for _, row := range rows {
		line := ""
		for i, cell := range row {
			line += pad(cell, widths[i]+2)
		}
		address := widths[0] + 2 + widths[1] + 2
		cut := clip(strings.TrimRight(line, " "), t.room())
		head, tail := splitAt(cut, address)
		t.line(indent, t.paint.dim(head), tail)
	}
	if more := o.Counts.Unexpected - int64(len(shown)); more > 0 {
		t.line(indent, t.paint.dim("… and "+group(more)+" more"))
	}
}

func (t *textReport) exampleCells(c *engine.Check, e engine.Example) []string {
	place := clipLeft(clean(fileName(t.r, e.At.File)), t.room()/2) + lineSuffix(e.At)
	cells := []string{place, fmt.Sprintf("record %d", e.At.Record)}
	room := t.room() / max(1, min(len(e.Values), 3)) / 2
	for i, v := range e.Values {
		text := clip(scalarText(v), max(room, 12))
		if len(e.Values) == len(c.Columns) {
			text = clip(clean(c.Columns[i]), max(room, 12)) + " = " + text
		}
		cells = append(cells, text)
	}
	if e.Reason != "" {
		cells = append(cells, clean(e.Reason))
	}
	return cells
}

// rowPlace is where a row stands: "data/orders.csv:14 record 13".
func rowPlace(r *engine.Result, at engine.Address) string {
	return fmt.Sprintf("%s%s record %d", clean(fileName(r, at.File)), lineSuffix(at), at.Record)
}

// lineSuffix is the line in the form that editors follow.
func lineSuffix(at engine.Address) string {
	if at.Line <= 0 {
		return ""
	}
	return fmt.Sprintf(":%d", at.Line)
}

func columnWidths(rows [][]string) []int {
	var widths []int
	for _, row := range rows {
		for i, cell := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], width(cell))
		}
	}
	return widths
}

func sortedKeys(m map[string]any) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, cmp.Compare)
	return keys
}
