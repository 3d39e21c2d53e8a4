package engine

import (
	"slices"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine/vector"
)

// failureList gathers the unexpected rows of a check in row order: the first
// few as examples, and all of them in a file where a report asked for that.
type failureList struct {
	rt       *runtime
	types    []arrow.DataType // of the values and what stands beside them
	width    int              // number of values
	beside   domain           // the columns shown beside the values
	examples []Example
	extents  []logExtent
	total    int64
	marks    *rowMarks // nil where nobody asks which rows they are
}

// failurePart is the unexpected rows of one split.
type failurePart struct {
	rt     *runtime
	beside domain
	first  []failure
	log    *logWriter // nil unless all are kept
	marks  *rowMarks  // as of the list
	marked rowSet
}

// failure is an unexpected row, addressed within its split.
type failure struct {
	row          int64
	line, offset int64 // -1 where the format has none
	values       []vector.Scalar
	reason       string
}

func newFailureList(rt *runtime, types []arrow.DataType) *failureList {
	return &failureList{rt: rt, types: types, width: len(types)}
}

// failures is the list for a check that joins the pass.
func (p *pass) failures(rt *runtime, c *Check, types []arrow.DataType) (*failureList, error) {
	l := newFailureList(rt, types)
	l.marks = rt.marksOf(c)
	if len(c.Beside) == 0 {
		return l, nil
	}
	inputs := make([]Input, len(c.Beside))
	for i, name := range c.Beside {
		inputs[i] = Input{Column: name}
	}
	var err error
	l.beside, err = p.domain(inputs, nil)
	l.types = slices.Concat(types, l.beside.types)
	return l, err
}

func (l *failureList) newPart() *failurePart {
	p := &failurePart{rt: l.rt, beside: l.beside, marks: l.marks}
	if l.rt.opt.KeepAll {
		p.log = &logWriter{rt: l.rt}
	}
	return p
}

// add keeps the rows set in unexpected.
func (p *failurePart) add(b *batchView, unexpected vector.Mask, in []*vector.Vector) error {
	p.markAll(b, unexpected)
	if p.full() {
		return nil
	}
	in, err := b.vectors(slices.Clone(in), p.beside)
	if err != nil {
		return err
	}
	unexpected.Each(func(row int) bool {
		if p.full() {
			return false
		}
		err = p.keep(b.failure(row, in))
		return err == nil
	})
	return err
}

// failure is a row of the batch with the values of vectors.
func (b *batchView) failure(row int, in []*vector.Vector) failure {
	f := failure{row: b.position(row), values: make([]vector.Scalar, len(in))}
	f.line, f.offset = b.locate(row)
	for i, v := range in {
		f.values[i] = v.At(row)
	}
	return f
}

// mark remembers that a row of the split is unexpected, where a later pass asks.
func (p *failurePart) mark(row int64) {
	if p.marks != nil && p.rt.keepMarks {
		p.marked = p.marked.with(row)
	}
}

// markAll is mark for the rows set in unexpected, which are marked in the batch,
// too, where they are divided at once.
func (p *failurePart) markAll(b *batchView, unexpected vector.Mask) {
	if p.marks == nil {
		return
	}
	b.mark(p.marks, unexpected)
	if p.rt.keepMarks {
		unexpected.Each(func(row int) bool {
			p.mark(b.position(row))
			return true
		})
	}
}

// full reports whether nothing would be kept of a further row.
func (p *failurePart) full() bool {
	return p.log == nil && len(p.first) >= p.rt.opt.MaxExamples
}

// done reports whether a further row would change nothing.
func (p *failurePart) done() bool { return p.full() && p.marks == nil }

func (p *failurePart) keep(f failure) error {
	if len(p.first) < p.rt.opt.MaxExamples {
		p.first = append(p.first, f)
	}
	if p.log == nil {
		return nil
	}
	return p.log.write(f)
}

// append takes in the rows of the next split.
func (l *failureList) append(p *failurePart, at splitBase) error {
	for _, f := range p.first {
		if len(l.examples) >= l.rt.opt.MaxExamples {
			break
		}
		l.examples = append(l.examples, f.resolve(at, l.width))
	}
	if l.marks != nil {
		if err := l.marks.add(at.ordinal, p.marked); err != nil {
			return err
		}
	}
	if p.log == nil {
		return nil
	}
	extents, n, err := p.log.close()
	if err != nil {
		return err
	}
	for _, e := range extents {
		e.base = at
		l.extents = append(l.extents, e)
	}
	l.total += n
	return nil
}

// resolve turns a position within a split into one within the file. The first
// width values are the check's, the others stand beside them.
func (f failure) resolve(at splitBase, width int) Example {
	a := Address{File: at.file, Record: at.records + f.row + 1, Row: at.rows + f.row, Offset: -1}
	if f.line >= 0 && at.lines >= 0 {
		a.Line = at.lines + f.line + 1
	}
	if f.offset >= 0 && at.offset >= 0 {
		a.Offset = at.offset + f.offset
	}
	width = min(width, len(f.values))
	return Example{At: a, Values: f.values[:width:width], Beside: f.values[width:], Reason: f.reason}
}

// log is the list of all unexpected rows, nil unless they were kept.
func (l *failureList) log() *FailureLog {
	if !l.rt.opt.KeepAll {
		return nil
	}
	return &FailureLog{Len: l.total, each: func(visit func(Example) error) error {
		for _, e := range l.extents {
			if err := e.each(l, visit); err != nil {
				return err
			}
		}
		return nil
	}}
}
