package engine

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// segmentSum gathers the answers for groups into one.
type segmentSum struct {
	eval     *segmentsEval
	out      Outcome
	segments *Segments
	counted  bool
	counts   RowCounts
	failing  []Segment
	severity Severity // the greatest of those that failed
	logs     []*FailureLog
}

func (s *segmentSum) add(g *segmentGroup) {
	o := g.eval.outcome()
	s.segments.Groups++
	if o.Counts != nil {
		s.counted = true
		s.counts.add(*o.Counts)
		s.counts.OfElements = o.Counts.OfElements
	}
	s.out.Examples = append(s.out.Examples, o.Examples...)
	if o.All != nil {
		s.logs = append(s.logs, o.All)
	}
	if g.rows < s.segments.MinGroupSize {
		s.segments.Small++
		return
	}
	switch o.Status {
	case Pass:
		return
	case Error:
		s.segments.Errors++
	case Fail:
		s.segments.Failed++
		s.severity = max(s.severity, o.Check.Severity)
	}
	s.failing = append(s.failing, Segment{
		Values: g.values, Rows: g.rows, Status: o.Status, Err: o.Err, Counts: o.Counts, Observed: o.Observed,
	})
}

func (s *segmentSum) outcome() Outcome {
	o := s.out
	slices.SortStableFunc(s.failing, worse)
	s.segments.Worst = s.failing[:min(len(s.failing), worstSegments)]
	o.Segments = s.segments
	if s.counted {
		o.Counts = &s.counts
	}
	slices.SortFunc(o.Examples, func(a, b Example) int { return cmp.Compare(a.At.Row, b.At.Row) })
	o.Examples = o.Examples[:min(len(o.Examples), s.eval.rt.opt.MaxExamples)]
	if s.eval.rt.opt.KeepAll && s.counted {
		o.All = mergeLogs(s.logs)
	}
	switch {
	case s.segments.Errors > 0:
		first := s.failing[0]
		o.Status = Error
		o.Err = &CheckError{Code: first.Err.Code, Msg: fmt.Sprintf("for %s, %s", s.name(first), first.Err.Msg), Hint: first.Err.Hint}
	case s.segments.Failed > 0:
		o.Status, o.Check = Fail, o.Check.atMost(s.severity)
	}
	return o
}

// name says which group a segment is: "country = FR".
func (s *segmentSum) name(g Segment) string {
	parts := make([]string, len(g.Values))
	for i, v := range g.Values {
		parts[i] = fmt.Sprintf("%s = %s", s.segments.Columns[i], v.AppendJSON(nil))
	}
	return strings.Join(parts, ", ")
}

// worse orders failing groups, worst first.
func worse(a, b Segment) int {
	return cmp.Or(
		-cmp.Compare(a.Status, b.Status),
		-cmp.Compare(a.share(), b.share()),
		-cmp.Compare(a.Rows, b.Rows),
	)
}

// share is the share of unexpected rows, 0 where rows are not judged.
func (g Segment) share() float64 {
	if g.Counts == nil || g.Counts.Judged() == 0 {
		return 0
	}
	return float64(g.Counts.Unexpected) / float64(g.Counts.Judged())
}
