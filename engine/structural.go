package engine

import (
	"fmt"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine/vector"
)

// structuralEval carries one of the built-in findings, which come from the
// shape of the data rather than from its values.
type structuralEval struct {
	check    *Check
	kind     Structural
	alsoRead []int
	rt       *runtime
	task     *structuralTask
}

func newStructuralEval(c *Check, alsoRead []int, rt *runtime) *structuralEval {
	return &structuralEval{check: c, kind: c.Kind.(Structural), alsoRead: alsoRead, rt: rt}
}

func (e *structuralEval) again() bool { return false }

func (e *structuralEval) join(p *pass) error {
	if p.number != firstPass {
		return nil
	}
	if e.kind == ValidCells {
		for _, i := range e.alsoRead {
			if _, err := p.slot(Input{Column: p.schema.Field(i).Name}); err != nil {
				return err
			}
		}
	}
	e.task = &structuralTask{kind: e.kind, pass: p, failures: newFailureList(e.rt, []arrow.DataType{arrow.BinaryTypes.String})}
	e.task.failures.marks = e.rt.marksOf(e.check)
	p.tasks = append(p.tasks, e.task)
	return nil
}

func (e *structuralEval) outcome() Outcome {
	if e.kind != NotEmpty {
		return rowOutcome(e.check, e.task.counts, e.task.failures)
	}
	rows := e.task.counts.Elements
	o := Outcome{Check: e.check, Observed: vector.IntScalar(rows)}
	if rows == 0 && !e.rt.opt.AllowEmpty {
		o.Status = Fail
	}
	return o
}

// structuralTask counts rows, malformed rows, or invalid cells.
type structuralTask struct {
	kind     Structural
	pass     *pass
	counts   RowCounts
	failures *failureList
}

func (t *structuralTask) newWorker() taskWorker {
	return &structuralWorker{task: t, part: t.newPart(), unread: int64(len(t.pass.unread()))}
}

func (t *structuralTask) newPart() *rowPart { return &rowPart{failures: t.failures.newPart()} }

func (t *structuralTask) merge(part any, at splitBase) error {
	p := part.(*rowPart)
	t.counts.add(p.counts)
	return t.failures.append(p.failures, at)
}

func (t *structuralTask) finish([]taskWorker) error { return nil }

type structuralWorker struct {
	task   *structuralTask
	part   *rowPart
	unread int64 // columns whose cells are known to fit
}

func (w *structuralWorker) endSplit() any {
	p := w.part
	w.part = w.task.newPart()
	return p
}

func (w *structuralWorker) batch(b *batchView) error {
	switch w.task.kind {
	case WellFormedRows:
		return w.malformed(b)
	case ValidCells:
		return w.invalid(b)
	}
	w.part.counts.Elements += int64(b.rows)
	return nil
}

func (w *structuralWorker) malformed(b *batchView) error {
	w.part.counts.Elements += int64(b.rows)
	w.part.counts.Unexpected += int64(len(b.src.Malformed))
	if len(b.src.Malformed) > 0 && w.part.failures.marks != nil {
		rows := vector.NewMask(b.rows)
		for _, m := range b.src.Malformed {
			rows.Set(m.Row)
		}
		w.part.failures.markAll(b, rows)
	}
	for _, m := range b.src.Malformed {
		if w.part.failures.full() {
			break
		}
		f := failure{row: b.first + int64(m.Row), reason: m.Reason}
		f.line, f.offset = b.locate(m.Row)
		if err := w.part.failures.keep(f); err != nil {
			return err
		}
	}
	return nil
}

// invalid counts cells: the finding is about cells, and so are its shares.
func (w *structuralWorker) invalid(b *batchView) error {
	any := vector.Mask(nil)
	w.part.counts.Elements += int64(b.rows) * w.unread
	for i, req := range w.task.pass.slots {
		if req.Text || req.Lenient {
			continue
		}
		w.part.counts.Elements += int64(b.rows)
		if mask := b.src.Columns[i].Invalid; mask != nil && mask.Any() {
			w.part.counts.Unexpected += int64(mask.Count())
			if any == nil {
				any = vector.NewMask(b.rows)
			}
			any.Or(mask)
		}
	}
	if any == nil {
		return nil
	}
	w.part.failures.markAll(b, any)
	if w.part.failures.full() {
		return nil
	}
	var err error
	any.Each(func(row int) bool {
		err = w.invalidRow(b, row)
		return err == nil && !w.part.failures.full()
	})
	return err
}

// misfit is the reason why a cell of a column is invalid.
func misfit(f arrow.Field) string { return fmt.Sprintf("%s is not %s", f.Name, f.Type) }

// invalidRow keeps the invalid cells of one row, in the order of the schema.
func (w *structuralWorker) invalidRow(b *batchView, row int) error {
	for _, slot := range w.task.pass.bySchema() {
		col := b.src.Columns[slot]
		if req := w.task.pass.slots[slot]; req.Text || req.Lenient || col.Invalid == nil || !col.Invalid.Get(row) {
			continue
		}
		field := w.task.pass.schema.Field(w.task.pass.slots[slot].Index)
		text := vector.StringScalar(col.InvalidText(row))
		text.Invalid = true
		f := failure{
			row:    b.first + int64(row),
			values: []vector.Scalar{text},
			reason: misfit(field),
		}
		f.line, f.offset = b.locate(row)
		if err := w.part.failures.keep(f); err != nil {
			return err
		}
	}
	return nil
}
