package engine

import "assay/engine/vector"

// outOfPlaceTask shows the rows that a sortedTask found unexpected.
type outOfPlaceTask struct {
	domain   domain
	of       *sortedTask
	failures *failureList
}

func (t *outOfPlaceTask) newWorker() taskWorker {
	return &outOfPlaceWorker{task: t, part: t.failures.newPart()}
}

func (t *outOfPlaceTask) merge(part any, at splitBase) error {
	return t.failures.append(part.(*failurePart), at)
}

func (t *outOfPlaceTask) finish([]taskWorker) error { return nil }

type outOfPlaceWorker struct {
	task       *outOfPlaceTask
	part       *failurePart
	rows       keyedRows
	unexpected vector.Mask
}

func (w *outOfPlaceWorker) endSplit() any {
	p := w.part
	w.part = w.task.failures.newPart()
	return p
}

func (w *outOfPlaceWorker) batch(b *batchView) error {
	if w.part.done() {
		return nil
	}
	of := w.task.of
	if fault, err := w.rows.load(b, w.task.domain, IgnoreAnyNull, len(of.sorted.Keys)); err != nil || fault != nil {
		return err
	}
	w.unexpected = append(w.unexpected[:0], w.rows.invalid...)
	if found := of.found[b.splitOrdinal()]; found != nil {
		for row := range b.rows {
			if found.has(b.position(row)) {
				w.unexpected.Set(row)
			}
		}
	}
	if !w.unexpected.Any() {
		return nil
	}
	return w.part.add(b, w.unexpected, w.rows.in)
}
