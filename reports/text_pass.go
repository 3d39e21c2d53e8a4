package reports

import (
	"fmt"

	"assay/engine"
)

// passes is a line for each outcome that passed, or their number where they
// are many.
func (t *textReport) passes() {
	var passed []engine.Outcome
	for _, o := range t.r.Outcomes {
		if o.Status == engine.Pass {
			passed = append(passed, o)
		}
	}
	if t.verbose {
		for _, o := range t.r.Findings {
			if o.Status == engine.Pass {
				passed = append(passed, o)
			}
		}
	}
	switch {
	case len(passed) == 0:
		return
	case len(passed) > foldPassesAbove && !t.verbose:
		t.line()
		t.line(t.paint.good("✓ "), plural(int64(len(passed)), "expectation"), " passed", t.paint.dim(" (-v lists them)"))
		return
	}
	rows := make([][]string, len(passed))
	for i, o := range passed {
		c := o.Check
		rows[i] = []string{
			clip(clean(c.ID), t.width*2/5),
			clip(clean(c.Expect)+tolerance(c), t.width/2),
			found(o) + t.evidence(o),
		}
	}
	t.line()
	widths := columnWidths(rows)
	// What is expected gives way to what it is about and what was found,
	// as long as that is short.
	room := t.width - 2 - widths[0] - 2 - 2
	widths[1] = max(min(widths[1], room-min(widths[2], t.width*3/10)), 8)
	for _, row := range rows {
		t.line(t.paint.good("✓ "), pad(row[0], widths[0]+2),
			t.paint.dim(pad(clip(row[1], widths[1]), widths[1]+2)), clip(row[2], max(room-widths[1], 8)))
	}
}

// evidence tells those who want to know it that rows were not read.
func (t *textReport) evidence(o engine.Outcome) string {
	if !t.verbose || o.Evidence == engine.FromData {
		return ""
	}
	return ", by " + o.Evidence.String()
}

// found is what an expectation that passed was judged on.
func found(o engine.Outcome) string {
	c := o.Counts
	switch {
	case o.Segments != nil:
		return plural(int64(o.Segments.Groups-o.Segments.Small), "group")
	case o.Observed != nil:
		return observedText(o)
	case c == nil:
		return ""
	case c.Judged() == 0:
		return "nothing to judge"
	case c.Unexpected > 0:
		return fmt.Sprintf("%s of %s unexpected (%s)", group(c.Unexpected), group(c.Judged()), share(c.Unexpected, c.Judged()))
	}
	return plural(c.Judged(), noun(o.Check))
}
