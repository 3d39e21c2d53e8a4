package engine

import (
	"assay/engine/vector"
)

// division is which rows of the data are set aside, and what for.
type division struct {
	marks []*rowMarks // of checks that found unexpected rows
	bases []splitBase // of every split
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
	base     splitBase
	sets     []rowSet // of the current split, as of.marks
	aside    rowSet
	rejected vector.Mask // of the current batch
	accepted vector.Mask
}

func newDivider(d *division) *divider {
	return &divider{of: d, sets: make([]rowSet, len(d.marks))}
}

// begin reads what is known of a split's rows.
func (d *divider) begin(split int) error {
	if split < len(d.of.bases) {
		d.base = d.of.bases[split]
	}
	d.aside = d.aside[:0]
	for i, m := range d.of.marks {
		var err error
		if d.sets[i], err = m.of(split, d.sets[i][:0]); err != nil {
			return err
		}
		if m.setsAside() {
			d.aside = d.aside.or(d.sets[i])
		}
	}
	return nil
}

// load divides rows of the split, from one on.
func (d *divider) load(first int64, rows int) {
	d.rejected = d.rejected.Grow(rows)
	d.aside.cut(first, d.rejected)
	d.rejected.Trim(rows)
	d.accepted = append(d.accepted[:0], d.rejected...)
	d.accepted.Not(rows)
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
