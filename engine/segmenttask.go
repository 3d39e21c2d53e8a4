package engine

import (
	"encoding/binary"
	"fmt"
	"slices"

	"assay/engine/vector"
)

// segmentTask deals the rows of every batch out to the groups.
type segmentTask struct {
	eval   *segmentsEval
	domain domain // the segments' columns and the row condition
	outer  *pass
	fault  *rowFault
}

// segmentWorker is one goroutine's share of the groups.
type segmentWorker struct {
	task   *segmentTask
	in     []*vector.Vector
	key    []byte
	shares map[string]*segmentShare
	// met are the groups of the current split, active those of the batch.
	met, active []*segmentShare
	byValue     []*segmentShare // of the batch's dictionary, where it is small
	fault       *rowFault
}

// segmentShare is what one worker does for one group.
type segmentShare struct {
	group *segmentGroup
	view  *batchView
	tasks []taskWorker
	rows  []int32 // of the current batch
	count int64
	met   bool
}

// segmentPart is what a worker made of a split.
type segmentPart struct {
	fault  *rowFault
	groups []groupPart
}

type groupPart struct {
	group *segmentGroup
	parts []any
}

func (t *segmentTask) newWorker() taskWorker {
	return &segmentWorker{task: t, shares: make(map[string]*segmentShare)}
}

func (t *segmentTask) merge(part any, at splitBase) error {
	p := part.(*segmentPart)
	t.fault = firstFault(t.fault, p.fault, at)
	for _, g := range p.groups {
		for i, inner := range g.group.pass.tasks {
			if err := inner.merge(g.parts[i], at); err != nil {
				return err
			}
		}
	}
	return nil
}

func (t *segmentTask) finish(workers []taskWorker) error {
	if t.eval.groups.full {
		return nil
	}
	for _, g := range t.eval.groups.sorted() {
		var shares []*segmentShare
		for _, w := range workers {
			if s := w.(*segmentWorker).shares[g.key]; s != nil {
				shares = append(shares, s)
				if t.outer.number == firstPass {
					g.rows += s.count
				}
			}
		}
		for i, inner := range g.pass.tasks {
			var own []taskWorker
			for _, s := range shares {
				own = append(own, s.tasks[i])
			}
			if err := inner.finish(own); err != nil {
				return err
			}
		}
	}
	return nil
}

func (w *segmentWorker) endSplit() any {
	p := &segmentPart{fault: w.fault}
	w.fault = nil
	for _, s := range w.met {
		part := groupPart{group: s.group}
		for _, t := range s.tasks {
			part.parts = append(part.parts, t.endSplit())
		}
		p.groups = append(p.groups, part)
		s.met = false
	}
	w.met = w.met[:0]
	return p
}

func (w *segmentWorker) batch(b *batchView) error {
	selected, fault := b.selection(w.task.domain.where)
	if fault != nil {
		if w.fault == nil {
			w.fault = fault
		}
		return nil
	}
	var err error
	if w.in, err = b.vectors(w.in[:0], w.task.domain); err != nil {
		return err
	}
	if full, err := w.deal(b, selected); full || err != nil {
		return err
	}
	for _, s := range w.active {
		if !s.met {
			s.met = true
			w.met = append(w.met, s)
		}
		if err := s.batch(b); err != nil {
			return err
		}
	}
	return nil
}

// deal lists the rows of each group; full says that there are too many groups.
func (w *segmentWorker) deal(b *batchView, selected vector.Mask) (full bool, err error) {
	for _, s := range w.active {
		s.rows = s.rows[:0]
	}
	w.active = w.active[:0]
	w.forget(b.rows)
	for row := range b.rows {
		if selected != nil && !selected.Get(row) {
			continue
		}
		s, err := w.share(row)
		if s == nil || err != nil {
			return s == nil, err
		}
		if len(s.rows) == 0 {
			w.active = append(w.active, s)
		}
		s.rows = append(s.rows, int32(row))
	}
	return false, nil
}

// share finds the group of a row. The values of a small dictionary are looked
// up once.
func (w *segmentWorker) share(row int) (*segmentShare, error) {
	v := w.in[0]
	if len(w.byValue) == 0 || !v.IsValid(row) {
		return w.lookup(row)
	}
	at := v.Index[row]
	if w.byValue[at] == nil {
		s, err := w.lookup(row)
		if s == nil || err != nil {
			return s, err
		}
		w.byValue[at] = s
	}
	return w.byValue[at], nil
}

// forget empties what is known of the last batch's dictionary.
func (w *segmentWorker) forget(rows int) {
	w.byValue = w.byValue[:0]
	if v := w.in[0]; len(w.in) == 1 && v.Dict != nil && v.Dict.Len <= rows {
		w.byValue = slices.Grow(w.byValue, v.Dict.Len)[:v.Dict.Len]
		clear(w.byValue)
	}
}

func (w *segmentWorker) lookup(row int) (*segmentShare, error) {
	w.key = w.key[:0]
	for _, v := range w.in {
		w.key = appendSegmentKey(w.key, v, row)
	}
	if s := w.shares[string(w.key)]; s != nil {
		return s, nil
	}
	g, err := w.task.group(w.key, w.in, row)
	if g == nil || err != nil {
		return nil, err
	}
	s := &segmentShare{group: g, view: newBatchView(g.pass)}
	s.view.outer = g.outer
	for _, t := range g.pass.tasks {
		s.tasks = append(s.tasks, t.newWorker())
	}
	w.shares[g.key] = s
	return s, nil
}

// batch hands the group's rows to its tasks.
func (s *segmentShare) batch(whole *batchView) error {
	s.count += int64(len(s.rows))
	s.view.segment(whole, s.rows)
	for _, t := range s.tasks {
		if err := t.batch(s.view); err != nil {
			return fmt.Errorf("segment: %w", err)
		}
	}
	return nil
}

// appendSegmentKey writes a value so that equal ones, and no others, are
// written alike. Cells that do not fit their type are told apart by their text.
func appendSegmentKey(key []byte, v *vector.Vector, row int) []byte {
	switch {
	case v.IsInvalid(row):
		text := v.InvalidText(row)
		return append(binary.AppendUvarint(append(key, 2), uint64(len(text))), text...)
	case v.Dict != nil && v.IsValid(row):
		v, row = v.Dict, int(v.Index[row])
	}
	return vector.AppendKey(key, v, row)
}
