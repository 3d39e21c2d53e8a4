package engine

import (
	"cmp"
	"context"
	"fmt"
	"slices"
)

// The memory in which pieces of later splits wait for the earlier ones.
const (
	leastHeld = 4 << 20
	mostHeld  = 64 << 20
)

// dividing is the part of a run that sets bad rows aside, and judges the others
// again where they are to be the data.
type dividing struct {
	rt    *runtime
	plan  *Plan
	res   *Result
	first *pass       // over the data
	bases []splitBase // that it found
	rows  *writeTask
	again []rejudged

	// direct says that the first pass divides the rows; narrow, that the checks
	// which are not row-wise see the accepted ones alone in it.
	direct, narrow bool
}

func newDividing(rt *runtime, plan *Plan, res *Result) *dividing {
	d := &dividing{rt: rt, plan: plan, res: res}
	q := rt.opt.Quarantine
	if q == nil {
		return d
	}
	d.direct = !slices.ContainsFunc(plan.checks, func(c *Check) bool { return !c.judgesRowsAlone() }) && !(q.MaxRejected != nil && rt.opt.Profile)
	d.narrow = d.direct && q.MaxRejected != nil && slices.ContainsFunc(plan.checks, (*Check).isFold)
	rt.marks = plan.newMarks(rt.log)
	rt.keepMarks = !d.direct || d.narrow || slices.ContainsFunc(plan.checks, (*Check).mayMarkInVain)
	return d
}

// judgesRowsAlone reports whether what the check says of a row, if anything, is
// known when the row has been read.
func (c *Check) judgesRowsAlone() bool {
	_, rows := c.Kind.(Rows)
	return rows || c.isFold() || c.Err != nil
}

func (c *Check) isFold() bool {
	_, ok := c.Kind.(Fold)
	return ok
}

// mayMarkInVain reports whether the check may turn out to be impossible to
// evaluate when rows have been written with its id.
func (c *Check) mayMarkInVain() bool { return !c.isFold() && c.Severity != Critical }

// join has the first pass divide the rows, if that can be done at once: behind
// the checks that judge them, and ahead of all others. The second is told what
// the first found.
func (d *dividing) join(p *pass) error {
	switch {
	case !d.direct:
		return nil
	case p.number == secondPass:
		if d.narrow {
			p.division = d.kept()
		}
		return nil
	}
	p.tasks = append(p.tasks, divideTask{})
	slices.SortStableFunc(p.tasks, func(a, b task) int { return cmp.Compare(rank(a), rank(b)) })
	p.division = &division{marks: d.allMarks(), direct: true, narrow: d.narrow}
	d.rows = newWriteTask(d.rt, p.division)
	return d.rows.join(p, p)
}

// rank puts the tasks that mark rows before the division, and others behind it.
func rank(t task) int {
	switch t := t.(type) {
	case *rowTask, *structuralTask:
		return 0
	case *segmentTask:
		if !t.eval.check.isFold() {
			return 0
		}
	case divideTask:
		return 1
	}
	return 2
}

// allMarks are the marks of the run by their number.
func (d *dividing) allMarks() []*rowMarks {
	marks := make([]*rowMarks, len(d.rt.marks))
	for _, m := range d.rt.marks {
		marks[m.number] = m
	}
	return marks
}

// kept is the division by what earlier passes marked. A check that could not be
// evaluated has marked some rows or others, as chance would have it.
func (d *dividing) kept() *division {
	marks := slices.DeleteFunc(d.allMarks(), func(m *rowMarks) bool { return len(m.extents) == 0 })
	for _, o := range d.res.Outcomes {
		if o.Status == Error {
			marks = slices.DeleteFunc(marks, func(m *rowMarks) bool { return keyOf(m.check) == keyOf(o.Check) })
		}
	}
	return &division{marks: marks, narrow: true}
}

// finish divides the rows, unless that has been done, when the outcomes are known.
func (d *dividing) finish(ctx context.Context, src Source, judged []evaluation) error {
	q, res := d.rt.opt.Quarantine, d.res
	res.Quarantine = &QuarantineResult{AcceptedPath: q.AcceptedPath, RejectedPath: q.RejectedPath, MaxRejected: q.MaxRejected}
	if o := unjudgedRows(res); o != nil {
		res.Quarantine.Withheld = o.Check.ID + " could not be evaluated"
		if !d.narrow {
			return nil
		}
		// Which rows the folds have seen is chance.
		d.rejudge(judged)
		return d.passes(ctx, src, nil)
	}
	if d.rows == nil || d.markedInVain() {
		if err := d.later(ctx, src, judged); err != nil {
			return err
		}
	}
	if err := d.reconcile(); err != nil {
		return fmt.Errorf("internal error: %w", err)
	}
	res.Quarantine.Accepted, res.Quarantine.Rejected = d.rows.accepted, d.rows.rejected
	if q.MaxRejected != nil {
		d.judge()
	}
	return nil
}

// markedInVain reports whether rows were written with the id of a check that
// could not be evaluated in the end.
func (d *dividing) markedInVain() bool {
	return slices.ContainsFunc(d.res.Outcomes, func(o Outcome) bool {
		return o.Status == Error && o.Check.Err == nil && o.Check.mayMarkInVain()
	})
}

// later divides the rows in a pass of its own.
func (d *dividing) later(ctx context.Context, src Source, judged []evaluation) error {
	q := d.rt.opt.Quarantine
	if d.rows != nil {
		if err := q.Sink.Restart(); err != nil {
			return &sinkError{err}
		}
	}
	if q.MaxRejected != nil {
		d.rejudge(judged)
	}
	division := d.kept()
	d.rows = newWriteTask(d.rt, division)
	return d.passes(ctx, src, division)
}

// unjudgedRows is the first outcome that leaves open whether rows meet a
// critical check, nil where there is none. A check that could not be bound may
// be one about rows.
func unjudgedRows(res *Result) *Outcome {
	for i, o := range res.Outcomes {
		if o.Status == Error && o.Check.Severity == Critical && !o.Check.isFold() {
			return &res.Outcomes[i]
		}
	}
	return nil
}

// reconcile holds what was written against what was reported, row by row.
func (d *dividing) reconcile() error {
	w := d.rows
	if w.accepted+w.rejected != d.res.Rows {
		return fmt.Errorf("%d rows were accepted and %d rejected, of %d", w.accepted, w.rejected, d.res.Rows)
	}
	if accepted, rejected := d.rt.opt.Quarantine.Sink.Written(); accepted != w.accepted || rejected != w.rejected {
		return fmt.Errorf("%d and %d rows were written, of %d accepted and %d rejected ones", accepted, rejected, w.accepted, w.rejected)
	}
	marked := make(map[markKey]int64)
	for i, m := range w.division.marks {
		marked[keyOf(m.check)] = w.marked[i]
	}
	for _, list := range [][]Outcome{d.res.Findings, d.res.Outcomes} {
		for _, o := range list {
			if n := marked[keyOf(o.Check)]; o.Counts != nil && !o.reconciles(n) {
				return fmt.Errorf("%d rows were unexpected to %s, and %d are marked for it", o.Counts.Unexpected, o.Check.ID, n)
			}
		}
	}
	return nil
}

// reconciles reports whether the outcome may be that of so many unexpected rows.
// valid-cells counts cells, of which a row may have several.
func (o Outcome) reconciles(rows int64) bool {
	if o.Check.Kind == Kind(ValidCells) {
		return rows <= o.Counts.Unexpected && (rows > 0) == (o.Counts.Unexpected > 0)
	}
	return rows == o.Counts.Unexpected
}
