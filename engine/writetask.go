package engine

// writeTask hands the rows to the sink.
type writeTask struct {
	sink     RowSink
	pass     *pass
	division *division
	queue    *pieceQueue
	slots    []int // of what the sink asked for
	judged   []int // of what the findings are about

	accepted, rejected int64
	marked             []int64 // rows of each of the division's marks
}

func newWriteTask(rt *runtime, d *division) *writeTask {
	sink := rt.opt.Quarantine.Sink
	return &writeTask{
		sink: sink, division: d, marked: make([]int64, len(d.marks)),
		queue: newPieceQueue(writeTo(sink), min(max(rt.opt.Memory/4, leastHeld), mostHeld)),
	}
}

// sinkError is what the sink says, which stands for itself.
type sinkError struct{ error }

// Unwrap returns the sink's error.
func (e *sinkError) Unwrap() error { return e.error }

func writeTo(sink RowSink) func(Piece, Base) error {
	return func(p Piece, before Base) error {
		if err := sink.Write(p, before); err != nil {
			return &sinkError{err}
		}
		return nil
	}
}

// join adds the task to a pass. Where there may be malformed rows or cells that
// do not fit, it has the columns of the first pass, to say what is wrong.
func (t *writeTask) join(p, first *pass) error {
	if t.division.about(WellFormedRows) || t.division.about(ValidCells) {
		for _, req := range first.slots {
			if !req.Text && !req.Lenient {
				t.judged = append(t.judged, p.require(req))
			}
		}
	}
	for _, req := range t.sink.Columns() {
		in := Input{Column: p.schema.Field(req.Index).Name, Text: req.Text, lenient: true}
		slot, err := p.slot(in)
		if err != nil {
			return err
		}
		t.slots = append(t.slots, slot)
	}
	t.pass, p.writes = p, t
	p.tasks = append(p.tasks, t)
	return nil
}

func (t *writeTask) newWorker() taskWorker {
	return &writeWorker{task: t, encoder: t.sink.NewEncoder(), part: t.newPart()}
}

// writePart counts the rows of a split.
type writePart struct {
	accepted, rejected int64
	marked             []int64
}

func (t *writeTask) newPart() *writePart { return &writePart{marked: make([]int64, len(t.marked))} }

func (t *writeTask) merge(part any, _ splitBase) error {
	p := part.(*writePart)
	t.accepted += p.accepted
	t.rejected += p.rejected
	for i, n := range p.marked {
		t.marked[i] += n
	}
	return nil
}

func (t *writeTask) finish([]taskWorker) error { return nil }

type writeWorker struct {
	task    *writeTask
	encoder RowEncoder
	part    *writePart
	divided DividedBatch
	batched Batch
}

func (w *writeWorker) batch(b *batchView) error {
	d := b.division
	rejected := int64(d.rejected.Count())
	w.part.rejected += rejected
	w.part.accepted += int64(b.rows) - rejected
	for i, rows := range d.marked {
		w.part.marked[i] += int64(rows.Count())
	}
	columns := w.batched.Columns[:0]
	for _, slot := range w.task.slots {
		columns = append(columns, b.src.Columns[slot])
	}
	w.batched = *b.src
	w.batched.Columns = columns
	w.divided.Batch, w.divided.Rejected, w.divided.view, w.divided.task = &w.batched, d.rejected, b, w.task
	piece, err := w.encoder.Encode(&w.divided)
	if err != nil {
		return err
	}
	return w.task.queue.put(b.ordinal, b.file, piece)
}

// misfits says which cells of a row do not fit their types.
func (t *writeTask) misfits(b *batchView, row int) string {
	reason := ""
	for _, slot := range t.judged {
		if invalid := b.src.Columns[slot].Invalid; invalid != nil && invalid.Get(row) {
			reason = joinReasons(reason, misfit(t.pass.schema.Field(t.pass.slots[slot].Index)))
		}
	}
	return reason
}

func (w *writeWorker) endSplit() any {
	p := w.part
	w.part = w.task.newPart()
	return p
}
