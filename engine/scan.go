package engine

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"runtime/debug"
	"slices"
	"sync"
)

// passTotals is what a pass learnt of the data's shape.
type passTotals struct {
	files []fileTotals
	rows  int64
	bytes int64
	bases []splitBase // of every split, where the run has a quarantine
}

type fileTotals struct {
	records, lines, blank int64
}

// splitResult is what a worker made of one split: a part for each task.
type splitResult struct {
	ordinal int
	file    int
	totals  SplitTotals
	parts   []any
	err     error
}

// runPass scans the data once. Workers take splits as they come; this
// goroutine merges what they make of them in split order, so that neither
// results nor addresses depend on who was first.
func (rt *runtime) runPass(ctx context.Context, p *pass, src Source, again bool) (passTotals, error) {
	scan, err := src.Scan(ctx, ScanRequest{
		Columns: p.slots, BatchRows: rt.opt.BatchRows, Again: again,
		Audit: rt.opt.NoStatistics && p.number == firstPass,
	})
	if err != nil {
		return passTotals{}, err
	}
	for _, f := range p.folds {
		f.env = rt.env
	}
	ps := &passRun{
		rt: rt, pass: p, scan: scan,
		results: make(chan splitResult),
		// A split's parts wait for those before it; this bounds how many.
		tokens: make(chan struct{}, 4*rt.opt.Workers),
		quit:   make(chan struct{}),
		totals: passTotals{files: make([]fileTotals, len(src.Files()))},
	}
	if p.writes != nil {
		p.writes.queue.quit = ps.quit
	}
	ps.progress.Pass = p.before + p.number
	ps.progress.totals(src)
	workers := ps.start(ctx)
	err = ps.merge()
	if cerr := scan.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return ps.totals, passError(p.before+p.number, err)
	}
	for i, t := range p.tasks {
		share := make([]taskWorker, len(workers))
		for w := range workers {
			share[w] = workers[w].tasks[i]
		}
		if err := t.finish(share); err != nil {
			return ps.totals, passError(p.before+p.number, err)
		}
	}
	return ps.totals, nil
}

type passRun struct {
	rt      *runtime
	pass    *pass
	scan    Scan
	results chan splitResult
	tokens  chan struct{}
	quit    chan struct{} // closed when no further split is to be taken
	totals  passTotals

	progress Progress
}

// passWorker is one goroutine's share of a pass.
type passWorker struct {
	view  *batchView
	tasks []taskWorker
}

func (ps *passRun) start(ctx context.Context) []*passWorker {
	workers := make([]*passWorker, ps.rt.opt.Workers)
	var wg sync.WaitGroup
	for i := range workers {
		w := &passWorker{view: newBatchView(ps.pass)}
		for _, t := range ps.pass.tasks {
			w.tasks = append(w.tasks, t.newWorker())
		}
		workers[i] = w
		wg.Go(func() { ps.work(ctx, w) })
	}
	go func() {
		wg.Wait()
		close(ps.results)
	}()
	return workers
}

// work takes splits until there are none or something failed.
func (ps *passRun) work(ctx context.Context, w *passWorker) {
	for {
		select {
		case ps.tokens <- struct{}{}:
		case <-ps.quit:
			return
		case <-ctx.Done():
			ps.results <- splitResult{ordinal: -1, err: ctx.Err()}
			return
		}
		split, err := ps.scan.Next(ctx)
		if err == io.EOF {
			return
		}
		if err != nil {
			ps.results <- splitResult{ordinal: -1, err: err}
			return
		}
		res := w.split(ctx, split)
		ps.results <- res
		if res.err != nil {
			return
		}
	}
}

// split evaluates every task on one split. A panic of a kernel or reader ends
// the run, not the process: no verdict comes of it.
func (w *passWorker) split(ctx context.Context, s Split) (res splitResult) {
	res = splitResult{ordinal: s.Ordinal(), file: s.File()}
	defer func() {
		if p := recover(); p != nil {
			res.err = fmt.Errorf("internal error: %v\n%s", p, debug.Stack())
		}
		if err := s.Close(); res.err == nil {
			res.err = err
		}
	}()
	if res.err = w.view.beginSplit(s.Ordinal(), s.File()); res.err != nil {
		return res
	}
	for {
		b, err := s.Next(ctx)
		if err == io.EOF {
			break
		}
		if err == nil {
			err = w.batch(b)
		}
		if err != nil {
			res.err = err
			return res
		}
	}
	if res.err = w.view.endSplit(); res.err != nil {
		return res
	}
	res.totals = s.Totals()
	for _, t := range w.tasks {
		res.parts = append(res.parts, t.endSplit())
	}
	return res
}

func (w *passWorker) batch(b *Batch) error {
	if err := w.view.load(b); err != nil {
		return err
	}
	for _, t := range w.tasks {
		if err := t.batch(w.view); err != nil {
			return err
		}
	}
	return nil
}

// merge drains the workers. After an error no further split is taken, but those
// under way are finished: of several errors it returns that of the earliest
// split, so that the same data gives the same message.
func (ps *passRun) merge() error {
	waiting := make(map[int]splitResult)
	var failed []splitResult
	fail := func(r splitResult) {
		if failed = append(failed, r); len(failed) == 1 {
			close(ps.quit)
		}
	}
	next := 0
	var base splitBase
	for r := range ps.results {
		if r.err != nil {
			fail(r)
			continue
		}
		if len(failed) > 0 {
			continue
		}
		waiting[r.ordinal] = r
		for {
			ready, ok := waiting[next]
			if !ok {
				break
			}
			delete(waiting, next)
			next++
			if err := ps.mergeSplit(ready, &base); err != nil {
				fail(splitResult{ordinal: ready.ordinal, err: err})
			}
			<-ps.tokens
		}
	}
	if len(failed) > 0 {
		return earliest(failed)
	}
	if len(waiting) > 0 {
		return fmt.Errorf("internal error: split %d is missing", next)
	}
	return nil
}

// earliest picks the error to report: a cause rather than the cancellation that
// it brought about, and among causes the one that comes first in the data.
func earliest(failed []splitResult) error {
	slices.SortStableFunc(failed, func(a, b splitResult) int {
		if ca, cb := errors.Is(a.err, context.Canceled), errors.Is(b.err, context.Canceled); ca != cb {
			if ca {
				return 1
			}
			return -1
		}
		return cmp.Compare(uint(a.ordinal), uint(b.ordinal)) // -1, unknown, is last
	})
	return failed[0].err
}

// mergeSplit hands a split's parts to the tasks, and moves base past it.
func (ps *passRun) mergeSplit(r splitResult, base *splitBase) error {
	if r.ordinal == 0 || r.file != base.file {
		*base = splitBase{file: r.file, rows: base.rows}
	}
	base.ordinal, base.offset = r.ordinal, r.totals.Offset
	if ps.rt.opt.Quarantine != nil {
		ps.totals.bases = append(ps.totals.bases, *base)
	}
	for i, t := range ps.pass.tasks {
		if err := t.merge(r.parts[i], *base); err != nil {
			return err
		}
	}
	base.records += r.totals.Records
	base.rows += r.totals.Records
	base.lines += r.totals.Lines
	if w := ps.pass.writes; w != nil {
		if err := w.queue.end(*base); err != nil {
			return err
		}
	}
	f := &ps.totals.files[r.file]
	f.records += r.totals.Records
	f.lines += r.totals.Lines
	f.blank += r.totals.BlankLines
	ps.totals.rows += r.totals.Records
	ps.totals.bytes += r.totals.Bytes
	if report := ps.rt.opt.Progress; report != nil {
		ps.progress.Rows, ps.progress.Bytes = ps.totals.rows, ps.totals.bytes
		report(ps.progress)
	}
	return nil
}
