package engine

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"assay/engine/fold"
	"assay/engine/vector"
)

// foldEval carries a check over accumulators.
type foldEval struct {
	check *Check
	fold  Fold
	rt    *runtime // nil where only a plan is laid out
	tasks []*foldTask
	other []fold.Accumulator
	err   *CheckError // of the other data
}

// again is asked of accumulators; they do with one pass where another would mean
// keeping all the data.
func (e *foldEval) again() bool {
	return (e.rt == nil || !e.rt.env.OneTime) && slices.ContainsFunc(e.fold.Needs, func(n Need) bool { return n.Again != nil })
}

func (e *foldEval) join(p *pass) error {
	if p.number != firstPass {
		return e.rejoin(p)
	}
	var err error
	e.tasks, err = p.needs(e.fold.Needs, e.check.Where)
	return err
}

// rejoin fills anew the accumulators for which one pass was not enough, or may
// not be where nothing was read yet.
func (e *foldEval) rejoin(p *pass) error {
	for i, t := range e.tasks {
		need := t.need
		if need.Again == nil {
			continue
		}
		if filled := t.server().filled; filled != nil {
			if need.New = need.Again(filled); need.New == nil {
				continue
			}
		}
		tasks, err := p.needs([]Need{need}, e.check.Where)
		if err != nil {
			return err
		}
		e.tasks[i] = tasks[0]
	}
	return nil
}

func (e *foldEval) outcome() Outcome {
	filled, oerr := filledAccumulators(e.tasks, false)
	if oerr = cmp.Or(oerr, e.err); oerr != nil {
		return Outcome{Check: e.check, Status: Error, Err: oerr}
	}
	return e.judged(append(filled, e.other...))
}

// judged is the outcome of filled accumulators.
func (e *foldEval) judged(filled []fold.Accumulator) Outcome {
	seen, err := e.fold.Judge(filled)
	if err != nil {
		return Outcome{Check: e.check, Status: Error, Err: asCheckError(err)}
	}
	o := Outcome{Check: e.check, Observed: seen.Value, Details: seen.Details}
	if !seen.Success {
		o.Status = Fail
	}
	return o
}

func asCheckError(err error) *CheckError {
	var ce *CheckError
	if errors.As(err, &ce) {
		return ce
	}
	return &CheckError{Code: "evaluation-error", Msg: err.Error()}
}

// filledAccumulators are the tasks' results, or why there are none.
func filledAccumulators(tasks []*foldTask, tolerateInvalid bool) ([]fold.Accumulator, *CheckError) {
	filled := make([]fold.Accumulator, len(tasks))
	for i, t := range tasks {
		t = t.server()
		if t.fault != nil {
			return nil, faultOutcome(nil, t.fault).Err
		}
		if t.invalid > 0 && !tolerateInvalid {
			return nil, t.invalidError()
		}
		filled[i] = t.filled
	}
	return filled, nil
}

// foldTask fills one accumulator, shared by all checks that need it.
type foldTask struct {
	domain  domain
	need    Need
	env     *fold.Env
	within  *foldTask // is filled in its place
	filled  fold.Accumulator
	invalid int64 // cells that do not fit their type
	fault   *rowFault
}

func (t *foldTask) invalidError() *CheckError {
	names := ""
	for i, in := range t.domain.inputs {
		if i > 0 {
			names += ", "
		}
		names += in.Column
	}
	cells := "1 cell of %s does"
	if t.invalid > 1 {
		cells = fmt.Sprintf("%d cells of %%s do", t.invalid)
	}
	return &CheckError{
		Code: "invalid-cells",
		Msg:  fmt.Sprintf(cells+" not fit the type %s, so nothing can be said of the whole column", names, t.domain.types[0]),
		Hint: "the finding valid-cells shows them; mend the data or declare another type",
	}
}

func (t *foldTask) newWorker() taskWorker {
	w := &foldWorker{task: t, acc: t.need.New(t.env)}
	if len(t.domain.slots) == 1 {
		w.weighted, _ = w.acc.(fold.Weighted)
	}
	return w
}

func (t *foldTask) merge(part any, at splitBase) error {
	t.fault = firstFault(t.fault, part.(*rowFault), at)
	return nil
}

func (t *foldTask) finish(workers []taskWorker) error {
	for i, tw := range workers {
		w := tw.(*foldWorker)
		t.invalid += w.invalid
		if i == 0 {
			t.filled = w.acc
		} else if err := t.filled.Merge(w.acc); err != nil {
			return fmt.Errorf("merge %s: %w", t.need.Key, err)
		}
	}
	if f, ok := t.filled.(fold.Finisher); ok {
		if err := f.Finish(); err != nil {
			return fmt.Errorf("finish %s: %w", t.need.Key, err)
		}
	}
	return nil
}

type foldWorker struct {
	task *foldTask
	acc  fold.Accumulator
	// weighted is acc where that can observe a value many times at once,
	// and tally what counts the values for it.
	weighted fold.Weighted
	tally    *tally
	in       []*vector.Vector
	scratch  vector.Mask
	invalid  int64
	fault    *rowFault
}

func (w *foldWorker) endSplit() any {
	f := w.fault
	w.fault = nil
	return f
}

func (w *foldWorker) batch(b *batchView) error {
	selected, fault := b.selection(w.task.domain.where)
	if fault != nil {
		if w.fault == nil {
			w.fault = fault
		}
		return nil
	}
	if w.weighted != nil {
		if done, err := w.count(b, selected); done || err != nil {
			return err
		}
	}
	var err error
	if w.in, err = b.vectors(w.in[:0], w.task.domain); err != nil {
		return err
	}
	for _, v := range w.in {
		w.invalid += w.countInvalid(v, selected)
	}
	err = w.acc.Update(w.in, b.rows, selected)
	var re *RowError
	if !errors.As(err, &re) {
		return err
	}
	if w.fault == nil {
		w.fault = b.faultOf(err)
	}
	return nil
}

// count has the values of a dictionary counted, and reports whether the column
// has one that is short enough.
func (w *foldWorker) count(b *batchView, selected vector.Mask) (bool, error) {
	d := w.task.domain
	v, err := b.column(d.slots[0], true)
	if err != nil || !countable(v) {
		return false, err
	}
	if w.tally == nil {
		w.tally = b.tallyFor(d.slots[0], d.where, w.weighted)
	}
	w.invalid += w.countInvalid(v, selected)
	return true, w.tally.observe(b, v, selected)
}

func (w *foldWorker) countInvalid(v *vector.Vector, selected vector.Mask) int64 {
	if v.Invalid == nil {
		return 0
	}
	w.scratch = append(w.scratch[:0], v.Invalid...)
	w.scratch.And(selected)
	return int64(w.scratch.Count())
}
