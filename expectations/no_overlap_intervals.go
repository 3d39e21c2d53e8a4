package expectations

import (
	"fmt"
	"slices"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
)

type noOverlapIntervalsParams struct {
	Start   Column   `param:"start,required" doc:"the column with the beginnings"`
	End     Column   `param:"end,required" doc:"the column with the ends, of the same type"`
	GroupBy []Column `param:"group_by" doc:"columns; only intervals with equal values in them are compared with each other"`
	Closed  bool     `param:"closed" doc:"whether an interval includes its end, so that the next one may not begin there"`
}

var _ = register(Def[noOverlapIntervalsParams]{
	Name:  "no-overlap-intervals",
	Group: "order and time",
	Title: "No two intervals overlap",
	Doc: `Each row is an interval from start to end, and a row is unexpected where an interval that begins before it, or with it further up in the data, has not ended when it begins: bookings of one room, periods of one price. An end is the first moment that is no longer part of the interval, unless closed says that it is part of it; two days of which one ends a stay and begins the next are no overlap. A row whose end lies before its start is unexpected too. The order of the rows does not matter.

Rows in which start or end is missing are passed over; to have them judged, use a date far away for an open end. In the columns of group_by a missing value equals another. The intervals are sorted, in temporary files where they do not fit in memory; the rows that overlap are remembered by a bit for each row. The data is read a second time where there are any.`,
	Example:  `- no-overlap-intervals: {start: valid_from, end: valid_to, group_by: [product_id]}`,
	Since:    "0.1",
	Domain:   ColumnSet,
	RowWise:  true,
	Accepts:  AnyType,
	Validate: (*noOverlapIntervalsParams).problems,
	Expect: func(p *noOverlapIntervalsParams) string {
		text := fmt.Sprintf("no overlap from %s to %s", p.Start, p.End)
		if len(p.GroupBy) > 0 {
			text += " for equal " + enumerate(asNames(p.GroupBy))
		}
		return text
	},
	Build: func(p *noOverlapIntervalsParams, columns []arrow.Field, env *engine.Env) (engine.Kind, error) {
		for _, name := range []Column{p.Start, p.End} {
			if _, err := columnNamed(string(name), sortable, env.Schema); err != nil {
				return nil, err
			}
		}
		start, end := valueType(columns[0].Type), valueType(columns[1].Type)
		if !isNull(columns[0]) && !isNull(columns[1]) && !arrow.TypeEqual(start, end) {
			return nil, &engine.CheckError{Code: "wrong-type", Msg: fmt.Sprintf("start is %s and end is %s", start, end), Hint: "give them one type"}
		}
		return engine.Sorted{
			Keys:   columnSet{p.GroupBy}.inputs(),
			By:     engine.Input{Column: string(p.Start)},
			Values: []engine.Input{{Column: string(p.End)}},
			New:    func() engine.Sequence { return &intervals{closed: p.Closed} },
		}, nil
	},
})

func (p *noOverlapIntervalsParams) problems() []Problem {
	problems := repeated("group_by", p.GroupBy)
	if p.Start == p.End {
		problems = append(problems, Problem{Param: "end", Code: "bad-value", Msg: "start and end are the same column"})
	}
	for _, name := range []Column{p.Start, p.End} {
		if slices.Contains(p.GroupBy, name) {
			problems = append(problems, Problem{Param: "group_by", Code: "bad-value", Msg: fmt.Sprintf("group_by has the column %s, which is an end of the intervals", name)})
		}
	}
	return problems
}

// intervals is the sequence of intervals by their beginnings.
type intervals struct {
	closed bool
	begun  bool
	ended  uint64 // the latest end so far
}

func (s *intervals) Begin() { s.begun = false }

func (s *intervals) Next(start uint64, values []uint64) (unexpected bool) {
	end := values[0]
	unexpected = end < start || s.begun && (start < s.ended || s.closed && start == s.ended)
	if !s.begun || end > s.ended {
		s.ended = end
	}
	s.begun = true
	return unexpected
}
