package engine

import (
	"assay/engine/vector"
)

// orderedEval carries a check that compares each value with the one before.
type orderedEval struct {
	check   *Check
	ordered Ordered
	rt      *runtime
	task    *orderedTask
}

func (e *orderedEval) again() bool { return false }

func (e *orderedEval) join(p *pass) error {
	if p.number != firstPass {
		return nil
	}
	d, err := p.domain([]Input{e.ordered.Input}, e.check.Where)
	if err != nil {
		return err
	}
	failures, err := p.failures(e.rt, e.check, d.types)
	if err != nil {
		return err
	}
	e.task = &orderedTask{domain: d, ordered: e.ordered, failures: failures}
	p.tasks = append(p.tasks, e.task)
	return nil
}

func (e *orderedEval) outcome() Outcome {
	if e.task.fault != nil {
		return faultOutcome(e.check, e.task.fault)
	}
	return rowOutcome(e.check, e.task.counts, e.task.failures)
}

// orderedTask compares neighbours within splits, and where splits meet.
type orderedTask struct {
	domain   domain
	ordered  Ordered
	counts   RowCounts
	fault    *rowFault
	failures *failureList
	last     *vector.Vector // the value that the next split follows; nil before the first
}

// orderedPart is a split: what it found inside, and its ends.
type orderedPart struct {
	rowPart
	before *failurePart // failures ahead of the first value: invalid cells
	first  *edge
	last   *vector.Vector
}

// edge is the first value of a split, judged when its predecessor is known.
type edge struct {
	value *vector.Vector
	at    failure
}

func (t *orderedTask) newWorker() taskWorker {
	w := &orderedWorker{task: t, predicate: t.ordered.New()}
	w.reset()
	return w
}

func (t *orderedTask) merge(part any, at splitBase) error {
	p := part.(*orderedPart)
	t.counts.add(p.counts)
	t.fault = firstFault(t.fault, p.fault, at)
	if err := t.failures.append(p.before, at); err != nil {
		return err
	}
	if p.first != nil && t.last != nil && t.fault == nil {
		broken, err := comparePair(t.ordered.New(), t.last, p.first.value)
		if err != nil {
			t.fault = firstFault(nil, &rowFault{row: p.first.at.row, err: err}, at)
			return nil
		}
		if broken {
			if err := t.mergeEdge(p.first.at, at); err != nil {
				return err
			}
		}
	}
	if p.last != nil {
		t.last = p.last
	}
	return t.failures.append(p.failures, at)
}

// mergeEdge records the split's first value as unexpected.
func (t *orderedTask) mergeEdge(f failure, at splitBase) error {
	t.counts.Unexpected++
	part := t.failures.newPart()
	part.mark(f.row)
	if err := part.keep(f); err != nil {
		return err
	}
	return t.failures.append(part, at)
}

func (t *orderedTask) finish([]taskWorker) error { return nil }

// comparePair judges two values that stand in different batches.
func comparePair(p Predicate, prev, cur *vector.Vector) (broken bool, err error) {
	marks := Marks{Unexpected: vector.NewMask(1), Ignored: vector.NewMask(1)}
	if err := p.Eval([]*vector.Vector{prev, cur}, 1, &marks); err != nil {
		return false, err
	}
	return marks.Unexpected.Get(0), nil
}

type orderedWorker struct {
	task      *orderedTask
	predicate Predicate
	part      *orderedPart
	in        []*vector.Vector
	ignored   vector.Mask
	present   vector.Mask
	marks     Marks
	rows      []int32
	dense     vector.Vector
	outcome   vector.Mask
	early     vector.Mask
}

func (w *orderedWorker) reset() {
	w.part = &orderedPart{
		rowPart: rowPart{failures: w.task.failures.newPart()},
		before:  w.task.failures.newPart(),
	}
}

func (w *orderedWorker) endSplit() any {
	p := w.part
	w.reset()
	return p
}

func (w *orderedWorker) batch(b *batchView) error {
	if w.part.fault != nil {
		return nil
	}
	selected, fault := b.selection(w.task.domain.where)
	if fault != nil {
		w.part.fault = fault
		return nil
	}
	var err error
	if w.in, err = b.vectors(w.in[:0], w.task.domain); err != nil {
		return err
	}
	v := w.in[0]
	w.count(v, selected)
	if err := w.compare(b, v); err != nil {
		w.part.fault = b.faultOf(err)
		return nil
	}
	if v.Invalid != nil {
		w.outcome.Or(v.Invalid)
		w.outcome.And(selected)
	}
	found := w.outcome.Count()
	if found == 0 {
		return nil
	}
	w.part.counts.Unexpected += int64(found)
	return w.keep(b)
}

// keep records the batch's failures on either side of the split's first value,
// whose own verdict comes with merge.
func (w *orderedWorker) keep(b *batchView) error {
	if w.part.first == nil {
		return w.part.before.add(b, w.outcome, w.in)
	}
	if edge := b.rowAt(w.part.first.at.row); edge >= 0 {
		w.early = append(w.early[:0], w.outcome...)
		w.early.Trim(b.rows)
		for i := range w.early {
			switch {
			case int64(i) > edge>>6:
				w.early[i] = 0
			case int64(i) == edge>>6:
				w.early[i] &= 1<<(uint(edge)&63) - 1
			}
		}
		if err := w.part.before.add(b, w.early, w.in); err != nil {
			return err
		}
		w.outcome.AndNot(w.early)
	}
	return w.part.failures.add(b, w.outcome, w.in)
}

// count adds the batch to the counts and lists the rows that hold values.
func (w *orderedWorker) count(v *vector.Vector, selected vector.Mask) {
	n := v.Len
	w.ignored = markIgnored(w.ignored, IgnoreAnyNull, w.in, n)
	w.present = w.present.Grow(n)
	w.present.Fill(n)
	w.present.And(selected)
	w.part.counts.Elements += int64(w.present.Count())
	w.ignored.And(selected)
	w.part.counts.Missing += int64(w.ignored.Count())
	w.present.AndNot(w.ignored)
	w.present.AndNot(v.Invalid)
	w.rows = w.rows[:0]
	w.present.Each(func(row int) bool {
		w.rows = append(w.rows, int32(row))
		return true
	})
}

// compare sets in outcome the rows that break the order, the first row of the
// split left for merge.
func (w *orderedWorker) compare(b *batchView, v *vector.Vector) error {
	w.outcome = w.outcome.Grow(b.rows)
	n := len(w.rows)
	if n == 0 {
		return nil
	}
	dense := v
	if n < v.Len || v.Lane == vector.Bool {
		dense = vector.Gather(&w.dense, v, w.rows)
	}
	if err := w.joinPrevious(b, v); err != nil {
		return err
	}
	if n > 1 {
		prev, cur := dense.Slice(0, n-1), dense.Slice(1, n)
		w.marks.Unexpected = w.marks.Unexpected.Grow(n - 1)
		w.marks.Ignored = w.marks.Ignored.Grow(n - 1)
		if err := w.predicate.Eval([]*vector.Vector{&prev, &cur}, n-1, &w.marks); err != nil {
			return err
		}
		w.marks.Unexpected.Each(func(pair int) bool {
			w.outcome.Set(int(w.rows[pair+1]))
			return true
		})
	}
	w.part.last = vector.Gather(new(vector.Vector), v, w.rows[n-1:])
	return nil
}

// joinPrevious compares the batch's first value with the last of the batch
// before, or keeps it for merge.
func (w *orderedWorker) joinPrevious(b *batchView, v *vector.Vector) error {
	first := vector.Gather(new(vector.Vector), v, w.rows[:1])
	row := int(w.rows[0])
	if w.part.last == nil {
		in, err := b.vectors([]*vector.Vector{v}, w.part.before.beside)
		if err != nil {
			return err
		}
		w.part.first = &edge{value: first, at: b.failure(row, in)}
		return nil
	}
	broken, err := comparePair(w.predicate, w.part.last, first)
	if broken {
		w.outcome.Set(row)
	}
	return err
}
