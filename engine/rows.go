package engine

import (
	"sync/atomic"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"

	"assay/engine/vector"
)

// rowsEval carries a check that judges each row alone.
type rowsEval struct {
	check *Check
	rows  Rows
	rt    *runtime
	task  *rowTask
}

func (e *rowsEval) again() bool { return false }

func (e *rowsEval) join(p *pass) error {
	if p.number != firstPass {
		return nil
	}
	return e.add(p)
}

func (e *rowsEval) add(p *pass) error {
	inputs := e.rows.Inputs
	if e.singleValued() {
		inputs = []Input{{Column: inputs[0].Column, Text: inputs[0].Text, Dict: true}}
	}
	d, err := p.domain(inputs, e.check.Where)
	if err != nil {
		return err
	}
	shown := d
	if e.rows.Shown != nil {
		if shown, err = p.domain(e.rows.Shown, nil); err != nil {
			return err
		}
	}
	failures, err := p.failures(e.rt, e.check, shown.types)
	if err != nil {
		return err
	}
	e.task = &rowTask{domain: d, shown: shown, rows: e.rows, byValue: e.singleValued(), failures: failures}
	p.tasks = append(p.tasks, e.task)
	return nil
}

// singleValued reports whether the verdict on a row depends on one value
// alone, so that a dictionary may be judged instead of its rows.
func (e *rowsEval) singleValued() bool {
	return len(e.rows.Inputs) == 1 && e.rows.Ignore == IgnoreAnyNull && !e.rows.JudgesNull
}

func (e *rowsEval) outcome() Outcome {
	t := e.task
	if t.fault != nil {
		return faultOutcome(e.check, t.fault)
	}
	return e.judged(t.counts, t.failures)
}

// judged is the outcome of the counts.
func (e *rowsEval) judged(counts RowCounts, failures *failureList) Outcome {
	o := rowOutcome(e.check, counts, failures)
	if !e.rows.Observed.IsNull() {
		o.Observed = e.rows.Observed
	}
	return o
}

// rowTask applies one predicate to every batch.
type rowTask struct {
	domain   domain
	shown    domain // what examples are made of
	rows     Rows
	byValue  bool
	counts   RowCounts
	fault    *rowFault
	failures *failureList
	// faulty is the number of the first split, from 1, known to have a
	// fault; 0 while none is. The rows behind it no longer matter.
	faulty atomic.Int64
}

// rowPart is what a worker made of one split.
type rowPart struct {
	counts   RowCounts
	fault    *rowFault
	failures *failurePart
}

func (t *rowTask) newWorker() taskWorker {
	return &rowWorker{task: t, predicate: t.rows.New(), part: t.newPart()}
}

func (t *rowTask) newPart() *rowPart {
	return &rowPart{failures: t.failures.newPart()}
}

func (t *rowTask) merge(part any, at splitBase) error {
	p := part.(*rowPart)
	t.counts.add(p.counts)
	t.fault = firstFault(t.fault, p.fault, at)
	return t.failures.append(p.failures, at)
}

func (t *rowTask) finish([]taskWorker) error {
	t.counts.OfElements = t.rows.JudgesNull
	return nil
}

func (c *RowCounts) add(o RowCounts) {
	c.Elements += o.Elements
	c.Missing += o.Missing
	c.Unexpected += o.Unexpected
}

// firstFault keeps the fault that comes first in row order; splits are merged
// in that order.
func firstFault(have, next *rowFault, at splitBase) *rowFault {
	if have != nil || next == nil {
		return have
	}
	if next.row >= 0 {
		next.at = Address{File: at.file, Record: at.records + next.row + 1, Row: at.rows + next.row, Offset: -1}
	}
	return next
}

// rowWorker judges batches; its masks are reused.
type rowWorker struct {
	task      *rowTask
	predicate Predicate
	part      *rowPart
	in, shown []*vector.Vector
	marks     Marks
	ignored   vector.Mask // by the rule alone
	invalid   vector.Mask
	values    dictionaryVerdict
}

func (w *rowWorker) endSplit() any {
	p := w.part
	w.part = w.task.newPart()
	return p
}

func (w *rowWorker) batch(b *batchView) error {
	if w.part.fault != nil || w.task.behindFault(b.ordinal) {
		return nil
	}
	selected, fault := b.selection(w.task.domain.where)
	if fault != nil {
		w.fail(b, fault)
		return nil
	}
	var err error
	if w.in, err = b.vectors(w.in[:0], w.task.domain); err != nil {
		return err
	}
	if err := w.judge(b, selected); err != nil {
		w.fail(b, b.faultOf(err))
		return nil
	}
	return w.record(b, selected)
}

// fail ends the check: other workers need not judge what comes later in the
// data.
func (w *rowWorker) fail(b *batchView, fault *rowFault) {
	w.part.fault = fault
	at := int64(b.ordinal) + 1
	for {
		first := w.task.faulty.Load()
		if first != 0 && first <= at || w.task.faulty.CompareAndSwap(first, at) {
			return
		}
	}
}

// behindFault reports whether an earlier split than this one has a fault.
func (t *rowTask) behindFault(ordinal int) bool {
	first := t.faulty.Load()
	return first != 0 && int64(ordinal)+1 > first
}

// judge fills marks: what the predicate says, corrected for invalid cells.
func (w *rowWorker) judge(b *batchView, selected vector.Mask) error {
	rules := w.task.rows
	n := b.rows
	w.ignored = markIgnored(w.ignored, rules.Ignore, w.in, n)
	w.invalid = markInvalid(w.invalid, w.in, n)
	w.marks.Unexpected = w.marks.Unexpected.Grow(n)
	w.marks.Ignored = append(w.marks.Ignored[:0], w.ignored...)
	if selected != nil {
		for i := range w.marks.Ignored {
			w.marks.Ignored[i] |= ^selected[i]
		}
		w.marks.Ignored.Trim(n)
	}
	if err := w.predict(b); err != nil {
		return err
	}
	if rules.JudgesNull {
		return nil
	}
	// An invalid cell is unexpected whatever the predicate made of it,
	// unless the rule ignores the row.
	for i := range w.marks.Ignored {
		w.marks.Unexpected[i] |= w.invalid[i]
		w.marks.Ignored[i] = w.ignored[i] | w.marks.Ignored[i]&^w.invalid[i]
	}
	return nil
}

func (w *rowWorker) predict(b *batchView) error {
	if w.task.byValue {
		if w.in[0].Lane == vector.Null {
			return nil
		}
		if dict := w.in[0].Dict; dict != nil {
			if w.values.worth(dict, b.rows) {
				return w.values.judge(w, b)
			}
			flat, err := b.column(w.task.domain.slots[0], false)
			if err != nil {
				return err
			}
			w.in[0] = flat
		}
	}
	return w.predicate.Eval(w.in, b.rows, &w.marks)
}

// record counts the batch and keeps its unexpected rows.
func (w *rowWorker) record(b *batchView, selected vector.Mask) error {
	c := &w.part.counts
	unexpected, ignored := w.marks.Unexpected, w.marks.Ignored
	if selected == nil {
		c.Elements += int64(b.rows)
	} else {
		c.Elements += int64(selected.Count())
		ignored.And(selected)
		unexpected.And(selected)
	}
	unexpected.AndNot(ignored)
	c.Missing += int64(ignored.Count())
	found := unexpected.Count()
	if found == 0 {
		return nil
	}
	c.Unexpected += int64(found)
	return w.show(b, unexpected)
}

// show keeps the unexpected rows with the values that reports show.
func (w *rowWorker) show(b *batchView, unexpected vector.Mask) error {
	if w.task.rows.Shown == nil {
		return w.part.failures.add(b, unexpected, w.in)
	}
	if w.part.failures.full() {
		w.part.failures.markAll(b, unexpected)
		return nil
	}
	var err error
	if w.shown, err = b.vectors(w.shown[:0], w.task.shown); err != nil {
		return err
	}
	return w.part.failures.add(b, unexpected, w.shown)
}

// markIgnored applies an Ignore rule.
func markIgnored(out vector.Mask, rule Ignore, in []*vector.Vector, n int) vector.Mask {
	out = out.Grow(n)
	switch rule {
	case IgnoreAnyNull:
		vector.MarkAnyNull(out, in)
	case IgnoreAllNull:
		vector.MarkAllNull(out, in, n)
	}
	return out
}

func markInvalid(out vector.Mask, in []*vector.Vector, n int) vector.Mask {
	out = out.Grow(n)
	for _, v := range in {
		out.Or(v.Invalid)
	}
	return out
}

// dictionaryVerdict is a predicate's answer for each value of a dictionary,
// kept while batches share the dictionary.
type dictionaryVerdict struct {
	of         *vector.Vector
	data       arrow.ArrayData // keeps the dictionary's identity while it is remembered
	unexpected vector.Mask
	ignored    vector.Mask
}

// worth reports whether judging the dictionary costs less than judging rows.
func (d *dictionaryVerdict) worth(dict *vector.Vector, rows int) bool {
	return dict.Len <= max(rows/2, 1) || d.of == dict
}

func (d *dictionaryVerdict) judge(w *rowWorker, b *batchView) error {
	v := w.in[0]
	data := b.src.Columns[w.task.domain.slots[0]].Array.(*array.Dictionary).Dictionary().Data()
	if d.of != v.Dict || d.data != data {
		d.unexpected = d.unexpected.Grow(v.Dict.Len)
		d.ignored = d.ignored.Grow(v.Dict.Len)
		v.Dict.MarkNull(d.ignored)
		marks := Marks{Unexpected: d.unexpected, Ignored: d.ignored}
		if err := w.predicate.Eval([]*vector.Vector{v.Dict}, v.Dict.Len, &marks); err != nil {
			d.of = nil
			// Perhaps a value that no row has; the rows decide.
			w.in[0], err = b.column(w.task.domain.slots[0], false)
			if err != nil {
				return err
			}
			return w.predicate.Eval(w.in, b.rows, &w.marks)
		}
		d.of, d.data = v.Dict, data
	}
	gatherVerdict(v, d.unexpected, w.marks.Unexpected)
	gatherVerdict(v, d.ignored, w.marks.Ignored)
	return nil
}

// gatherVerdict sets in out the valid rows whose value is set in values.
func gatherVerdict(v *vector.Vector, values, out vector.Mask) {
	if !values.Any() {
		return
	}
	for w := range out {
		index := v.Index[w<<6 : min(w<<6+64, v.Len)]
		var word uint64
		for i, at := range index {
			if int(at) >= 0 && int(at)>>6 < len(values) {
				word |= (values[at>>6] >> (uint(at) & 63) & 1) << i
			}
		}
		if v.Valid != nil {
			word &= v.Valid[w]
		}
		out[w] |= word
	}
}
