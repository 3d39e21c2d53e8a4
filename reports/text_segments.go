package reports

import (
	"fmt"
	"strings"

	"assay/engine"
)

// shownSegments is how many failing groups the text report shows.
const shownSegments = 5

// segments says which groups of rows failed, worst first.
func (t *textReport) segments(s *engine.Segments) {
	if s == nil {
		return
	}
	failed := s.Failed + s.Errors
	text := fmt.Sprintf("%s of %s failed", group(int64(failed)), plural(int64(s.Groups-s.Small), "group"))
	if s.Small > 0 {
		text += t.paint.dim(fmt.Sprintf(" · %s below %s", plural(int64(s.Small), "group"), plural(s.MinGroupSize, "row")))
	}
	t.labelled("segments", text)
	shown := s.Worst
	if !t.verbose {
		shown = shown[:min(len(shown), shownSegments)]
	}
	for _, g := range shown {
		t.labelled("", clip(segmentName(s, g)+"  "+segmentFound(g), t.clipAt()))
	}
	if left := failed - len(shown); left > 0 {
		t.labelled("", t.paint.dim(fmt.Sprintf("… and %d more", left)))
	}
}

// segmentName says which group a segment is: country = "FR".
func segmentName(s *engine.Segments, g engine.Segment) string {
	parts := make([]string, len(g.Values))
	for i, v := range g.Values {
		parts[i] = clean(s.Columns[i]) + " = " + display(v)
	}
	return strings.Join(parts, ", ")
}

// segmentFound is what a group failed on.
func segmentFound(g engine.Segment) string {
	switch {
	case g.Err != nil:
		return clean(g.Err.Msg)
	case g.Counts != nil:
		return fmt.Sprintf("%s of %s unexpected (%s)", group(g.Counts.Unexpected), plural(g.Counts.Judged(), "row"), share(g.Counts.Unexpected, g.Counts.Judged()))
	}
	return fmt.Sprintf("%s, over %s", display(g.Observed), plural(g.Rows, "row"))
}
