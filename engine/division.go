package engine

import (
	"assay/engine/vector"
)

// division is which rows of the data are set aside, and what for.
type division struct {
	marks []*rowMarks // of the checks that may find rows unexpected
	// direct says that the checks of the same pass mark the rows, just before
	// they are divided; else marks were kept of an earlier pass.
	direct bool
	// narrow has the tasks behind the division see the accepted rows alone.
	narrow bool
}

// sets the row aside: a critical check, or a finding about the row's own bytes,
// which could not be written as what its columns say they are.
func (m *rowMarks) setsAside() bool {
	if _, finding := m.check.Kind.(Structural); finding {
		return true
	}
	return m.check.Severity == Critical
}

// about reports whether there are marks of a finding.
func (d *division) about(s Structural) bool {
	for _, m := range d.marks {
		if m.check.Kind == Kind(s) {
			return true
		}
	}
	return false
}

// divider is one worker's view of a division.
type divider struct {
	of       *division
	sets     []rowSet      // of the current split, as of.marks; none where direct
	marked   []vector.Mask // of the current batch, as of.marks
	rejected vector.Mask   // of the current batch
	accepted vector.Mask
}

func newDivider(d *division) *divider {
	return &divider{of: d, sets: make([]rowSet, len(d.marks)), marked: make([]vector.Mask, len(d.marks))}
}

// begin reads what is known of a split's rows.
func (d *divider) begin(split int) error {
	if d.of.direct {
		return nil
	}
	for i, m := range d.of.marks {
		var err error
		if d.sets[i], err = m.of(split, d.sets[i][:0]); err != nil {
			return err
		}
	}
	return nil
}

// load turns to rows of the split, from one on: to the marks that they have.
func (d *divider) load(first int64, rows int) {
	for i := range d.marked {
		d.marked[i] = d.marked[i].Grow(rows)
		d.sets[i].cut(first, d.marked[i])
		d.marked[i].Trim(rows)
	}
}

// divide divides the rows by their marks.
func (d *divider) divide(rows int) {
	d.rejected = d.rejected.Grow(rows)
	for i, m := range d.of.marks {
		if m.setsAside() {
			d.rejected.Or(d.marked[i])
		}
	}
	d.accepted = append(d.accepted[:0], d.rejected...)
	d.accepted.Not(rows)
}

// divideTask divides the rows of each batch by what the tasks before it marked.
type divideTask struct{}

func (divideTask) newWorker() taskWorker      { return divideTask{} }
func (divideTask) merge(any, splitBase) error { return nil }
func (divideTask) finish([]taskWorker) error  { return nil }
func (divideTask) endSplit() any              { return nil }

func (divideTask) batch(b *batchView) error {
	b.divide()
	return nil
}

// cut copies the bits from one on to out.
func (s rowSet) cut(first int64, out vector.Mask) {
	shift := uint(first & 63)
	for i := range out {
		at := int(first>>6) + i
		if at >= len(s) {
			return
		}
		out[i] = s[at] >> shift
		if shift > 0 && at+1 < len(s) {
			out[i] |= s[at+1] << (64 - shift)
		}
	}
}
