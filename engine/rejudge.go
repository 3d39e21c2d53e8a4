package engine

import (
	"context"
	"fmt"
	"slices"

	"assay/engine/vector"
)

// rejudged is a check that is judged again, by other rows than before.
type rejudged struct {
	outcome int // in Result.Outcomes
	eval    evaluation
}

// rejudge makes evaluations anew for the checks that are not row-wise. What they
// compare with in other data is known already.
func (d *dividing) rejudge(judged []evaluation) {
	for i, c := range d.plan.checks {
		if !c.isFold() || c.Err != nil {
			continue
		}
		e := newEvaluation(c, d.rt)
		if f, ok := e.(*foldEval); ok {
			if before, ok := judged[i].(*foldEval); ok {
				f.other, f.err = before.other, before.err
			}
		}
		d.again = append(d.again, rejudged{outcome: i, eval: e})
	}
}

// passes reads the data once more, and a second time where checks that are
// judged again need it. They see the rows that a division accepts, nil for all of
// them, which are not written then.
func (d *dividing) passes(ctx context.Context, src Source, division *division) error {
	evals := make([]evaluation, len(d.again))
	for i, r := range d.again {
		evals[i] = r.eval
	}
	for n := firstPass; n <= secondPass; n++ {
		p, err := d.plan.layout(n, evals)
		if err != nil {
			return err
		}
		p.division, p.before = division, d.res.Timing.Passes
		if n == firstPass && division != nil {
			if err := d.rows.join(p, d.first); err != nil {
				return err
			}
		}
		if len(p.tasks) == 0 {
			break
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
	for _, r := range d.again {
		d.res.Outcomes[r.outcome] = r.eval.outcome()
	}
	return nil
}

// judge takes the rows that were set aside off the account, and adds whether they
// were too many.
func (d *dividing) judge() {
	res, q := d.res, d.res.Quarantine
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
