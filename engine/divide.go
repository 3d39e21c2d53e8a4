package engine

import (
	"context"
	"fmt"
	"slices"

	"assay/engine/vector"
)

// The memory in which pieces of later splits wait for the earlier ones.
const (
	leastHeld = 4 << 20
	mostHeld  = 64 << 20
)

// dividing is the last part of a run with a quarantine: the rows are divided
// and, where that changes what the data are, judged again.
type dividing struct {
	rt    *runtime
	plan  *Plan
	res   *Result
	first *pass       // over the data
	bases []splitBase // that it found
	rows  *writeTask
	again []rejudged
}

// rejudged is a check that is judged again by the accepted rows alone.
type rejudged struct {
	outcome int // in Result.Outcomes
	eval    evaluation
}

// quarantine divides the rows when the outcomes of res are known.
func (rt *runtime) quarantine(ctx context.Context, d *dividing, src Source, judged []evaluation) error {
	q := rt.opt.Quarantine
	res := d.res
	res.Quarantine = &QuarantineResult{AcceptedPath: q.AcceptedPath, RejectedPath: q.RejectedPath, MaxRejected: q.MaxRejected}
	if o := unjudgedRows(res); o != nil {
		res.Quarantine.Withheld = o.Check.ID + " could not be evaluated"
		return nil
	}
	if q.MaxRejected != nil {
		d.again = d.plan.rejudged(rt, judged)
	}
	d.rows = newWriteTask(rt, d.plan, d.bases)
	if err := d.passes(ctx, src); err != nil {
		return err
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

// unjudgedRows is the first outcome that leaves open whether rows meet a
// critical check, nil where there is none. A check that could not be bound may
// be one about rows.
func unjudgedRows(res *Result) *Outcome {
	for i, o := range res.Outcomes {
		if _, fold := o.Check.Kind.(Fold); o.Status == Error && o.Check.Severity == Critical && !fold {
			return &res.Outcomes[i]
		}
	}
	return nil
}

// rejudged makes evaluations anew for the checks that are not row-wise. What they
// compare with in other data is known already.
func (p *Plan) rejudged(rt *runtime, judged []evaluation) []rejudged {
	var again []rejudged
	for i, c := range p.checks {
		if _, ok := c.Kind.(Fold); !ok || c.Err != nil {
			continue
		}
		e := newEvaluation(c, rt)
		if f, ok := e.(*foldEval); ok {
			if before, ok := judged[i].(*foldEval); ok {
				f.other, f.err = before.other, before.err
			}
		}
		again = append(again, rejudged{outcome: i, eval: e})
	}
	return again
}

// passes reads the data once more, and a second time where checks that are
// judged again need it.
func (d *dividing) passes(ctx context.Context, src Source) error {
	evals := make([]evaluation, len(d.again))
	for i, r := range d.again {
		evals[i] = r.eval
	}
	for n := firstPass; n <= secondPass; n++ {
		p, err := d.plan.layout(n, evals)
		if err != nil {
			return err
		}
		p.division, p.before = d.rows.division, d.res.Timing.Passes
		if n == firstPass {
			if err := d.rows.join(p, d.first); err != nil {
				return err
			}
		}
		if len(p.tasks) == 0 {
			return nil
		}
		totals, err := d.rt.runPass(ctx, p, src, n == firstPass && mayNeedSecond(evals))
		if err != nil {
			return err
		}
		if totals.rows != d.res.Rows || !slices.Equal(totals.bases, d.bases) {
			return changed(src, d.res.Rows, totals.rows)
		}
		d.res.Timing.BytesRead += totals.bytes
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

// judge replaces the outcomes of what the accepted rows alone decide, takes the
// rows that were set aside off the account, and adds whether they were too many.
func (d *dividing) judge() {
	res, q := d.res, d.res.Quarantine
	for _, r := range d.again {
		res.Outcomes[r.outcome] = r.eval.outcome()
	}
	for _, list := range [][]Outcome{res.Outcomes, res.Findings} {
		for i := range list {
			marks := d.rt.marksOf(list[i].Check)
			list[i].SetAside = list[i].Status == Fail && list[i].Counts != nil && marks.setsAside()
		}
	}
	empty := &res.Findings[NotEmpty]
	empty.Observed, empty.Status = vector.IntScalar(q.Accepted), Pass
	if q.Accepted == 0 && !d.rt.opt.AllowEmpty {
		empty.Status = Fail
	}
	res.Findings = append(res.Findings, rejectedRows(q, res.Rows))
}

// rejectedRows is the finding about the number of rows that were set aside.
func rejectedRows(q *QuarantineResult, rows int64) Outcome {
	o := Outcome{
		Check: &Check{
			ID: RejectedRows, Name: RejectedRows, Severity: Critical, Mostly: 1,
			Expect: fmt.Sprintf("at most %s rejected", q.MaxRejected.ofRows()),
		},
		Counts: &RowCounts{Elements: rows, Unexpected: q.Rejected},
	}
	limit := q.MaxRejected.Value
	if q.MaxRejected.Share {
		limit *= float64(rows)
	}
	if float64(q.Rejected) > limit {
		o.Status = Fail
	}
	return o
}

// ofRows says how many rows the limit is: "1% of the rows", "100 rows".
func (l *Limit) ofRows() string {
	switch {
	case l.Share:
		return l.String() + " of the rows"
	case l.Value == 1:
		return "1 row"
	}
	return l.String() + " rows"
}
