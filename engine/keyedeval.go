package engine

import (
	"fmt"

	"assay/engine/fold"
	"assay/engine/keyed"
	"assay/engine/vector"
)

// keyedEval carries a check over equal keys. The first pass finds which rows
// share a key; the second, needed only where there are any, shows them.
type keyedEval struct {
	check *Check
	keyed Keyed
	rt    *runtime
	keys  *keyedTask
	show  *duplicateTask
}

func (e *keyedEval) again() bool { return true }

func (e *keyedEval) join(p *pass) error {
	d, err := p.domain(e.keyed.Inputs, e.check.Where)
	if err != nil {
		return err
	}
	if p.number == firstPass {
		key := fmt.Sprintf("%d|%s", e.keyed.Ignore, d.key())
		if e.keyed.Other != nil {
			key = fmt.Sprintf("%p|%s", e.keyed.Other, key)
		}
		t, ok := p.keys[key]
		if !ok {
			t = &keyedTask{domain: d, ignore: e.keyed.Ignore, rt: e.rt, newTable: keyed.NewTable}
			if e.keyed.Other != nil {
				t.newTable, t.compared = keyed.NewLookup, true
			}
			p.keys[key] = t
			p.tasks = append(p.tasks, t)
		}
		e.keys = t
		return nil
	}
	if e.keys.settled() {
		return nil
	}
	failures, err := p.failures(e.rt, e.check, d.types)
	if err != nil {
		return err
	}
	e.show = &duplicateTask{domain: d, keys: e.keys, failures: failures}
	p.tasks = append(p.tasks, e.show)
	return nil
}

func (e *keyedEval) outcome() Outcome {
	if e.keys.fault != nil {
		return faultOutcome(e.check, e.keys.fault)
	}
	failures := newFailureList(e.rt, e.keys.domain.types)
	if e.show != nil {
		failures = e.show.failures
	}
	counts := e.keys.counts
	counts.Unexpected += e.keys.table.DuplicateRows()
	return rowOutcome(e.check, counts, failures)
}

// keyedTask gathers the keys of the rows that are not ignored.
type keyedTask struct {
	domain domain
	ignore Ignore
	rt     *runtime
	counts RowCounts // Unexpected holds the rows with invalid cells
	fault  *rowFault
	table  *keyed.Table

	newTable func(*fold.Env) *keyed.Table
	compared bool // with other keys, before anything is known
}

// settled reports whether no row needs showing.
func (t *keyedTask) settled() bool {
	return t.fault != nil || t.table != nil && t.counts.Unexpected+t.table.DuplicateRows() == 0
}

func (t *keyedTask) newWorker() taskWorker {
	return &keyedWorker{task: t, table: t.newTable(t.rt.env)}
}

func (t *keyedTask) merge(part any, at splitBase) error {
	t.fault = firstFault(t.fault, part.(*rowFault), at)
	return nil
}

func (t *keyedTask) finish(workers []taskWorker) error {
	for i, tw := range workers {
		w := tw.(*keyedWorker)
		t.counts.add(w.counts)
		if i == 0 {
			t.table = w.table
		} else if err := t.table.Merge(w.table); err != nil {
			return fmt.Errorf("merge keys: %w", err)
		}
	}
	if t.compared {
		return nil
	}
	if err := t.table.Finish(); err != nil {
		return fmt.Errorf("find equal keys: %w", err)
	}
	return nil
}

type keyedWorker struct {
	task   *keyedTask
	table  *keyed.Table
	counts RowCounts
	fault  *rowFault
	domain keyedRows
}

func (w *keyedWorker) endSplit() any {
	f := w.fault
	w.fault = nil
	return f
}

func (w *keyedWorker) batch(b *batchView) error {
	fault, err := w.domain.load(b, w.task.domain, w.task.ignore, 0)
	if fault != nil && w.fault == nil {
		w.fault = fault
	}
	if err != nil || fault != nil {
		return err
	}
	w.domain.count(&w.counts)
	return w.table.Add(w.domain.in, w.domain.keys)
}

// keyedRows sorts the rows of a batch into keys, invalid and ignored.
type keyedRows struct {
	in       []*vector.Vector
	selected vector.Mask // all rows where there is no condition
	ignored  vector.Mask
	invalid  vector.Mask // selected rows with an invalid cell, not ignored
	keys     vector.Mask // the remaining selected rows
	scratch  vector.Mask
}

// count adds the batch to counts; its invalid cells are unexpected.
func (d *keyedRows) count(counts *RowCounts) {
	counts.Elements += int64(d.selected.Count())
	d.scratch = append(d.scratch[:0], d.ignored...)
	d.scratch.And(d.selected)
	counts.Missing += int64(d.scratch.Count())
	counts.Unexpected += int64(d.invalid.Count())
}

// load sorts the rows of b. The rule of what is ignored is about the inputs from
// the given one on.
func (d *keyedRows) load(b *batchView, of domain, ignore Ignore, from int) (*rowFault, error) {
	selected, fault := b.selection(of.where)
	if fault != nil {
		return fault, nil
	}
	var err error
	if d.in, err = b.vectors(d.in[:0], of); err != nil {
		return nil, err
	}
	d.selected = d.selected.Grow(b.rows)
	d.selected.Fill(b.rows)
	d.selected.And(selected)
	d.ignored = markIgnored(d.ignored, ignore, d.in[from:], b.rows)
	d.invalid = markInvalid(d.invalid, d.in, b.rows)
	d.invalid.And(d.selected)
	d.invalid.AndNot(d.ignored)
	d.keys = append(d.keys[:0], d.selected...)
	d.keys.AndNot(d.ignored)
	d.keys.AndNot(d.invalid)
	return nil, nil
}

// duplicateTask shows the rows that share their key with another.
type duplicateTask struct {
	domain   domain
	keys     *keyedTask
	failures *failureList
}

func (t *duplicateTask) newWorker() taskWorker {
	w := &duplicateWorker{task: t, part: t.failures.newPart()}
	if t.keys.table != nil { // nil where only a plan is laid out
		w.marker = t.keys.table.NewMarker()
	}
	return w
}

func (t *duplicateTask) merge(part any, at splitBase) error {
	return t.failures.append(part.(*failurePart), at)
}

func (t *duplicateTask) finish([]taskWorker) error { return nil }

type duplicateWorker struct {
	task       *duplicateTask
	marker     *keyed.Marker
	part       *failurePart
	rows       keyedRows
	unexpected vector.Mask
}

func (w *duplicateWorker) endSplit() any {
	p := w.part
	w.part = w.task.failures.newPart()
	return p
}

func (w *duplicateWorker) batch(b *batchView) error {
	if w.part.done() {
		return nil
	}
	if fault, err := w.rows.load(b, w.task.domain, w.task.keys.ignore, 0); err != nil || fault != nil {
		return err
	}
	w.unexpected = w.unexpected.Grow(b.rows)
	w.marker.Mark(w.rows.in, w.rows.keys, w.unexpected)
	w.unexpected.Or(w.rows.invalid)
	if !w.unexpected.Any() {
		return nil
	}
	return w.part.add(b, w.unexpected, w.rows.in)
}
