package engine

import (
	"errors"
	"fmt"
	"slices"

	"assay/engine/vector"
)

// batchView is a batch as the tasks of one worker see it: columns become
// vectors when first asked for, and row conditions are evaluated once.
type batchView struct {
	src     *Batch
	rows    int
	ordinal int   // of the split
	file    int   // of the split
	first   int64 // row within the split
	batches int64 // loaded so far
	columns []columnView
	wheres  []whereView
	tallies []*tally
	// division, where set, divides the rows; narrowed says that tasks see the
	// accepted ones alone.
	division *divider
	narrowed bool

	// Of a segment's rows, these are in the whole batch; outer are its
	// columns there.
	whole *batchView
	index []int32
	outer []int
}

type columnView struct {
	decoder vector.Decoder
	decoded *vector.Vector
	flat    *vector.Vector
	part    vector.Vector // a segment's rows
}

type whereView struct {
	clause   whereClause
	selector RowSelector
	selected vector.Mask
	accepted vector.Mask // those of selected that are accepted, where narrowed
	fault    error
	in       []*vector.Vector
}

func newBatchView(p *pass) *batchView {
	b := &batchView{columns: make([]columnView, len(p.slots)), wheres: make([]whereView, len(p.wheres))}
	if p.division != nil {
		b.division = newDivider(p.division)
	}
	for i, w := range p.wheres {
		b.wheres[i] = whereView{clause: w, selector: w.condition.New()}
	}
	return b
}

func (b *batchView) beginSplit(ordinal, file int) error {
	b.ordinal, b.file, b.first, b.rows = ordinal, file, 0, 0
	if b.division == nil {
		return nil
	}
	return b.division.begin(ordinal)
}

// load makes src the current batch.
func (b *batchView) load(src *Batch) error {
	b.first += int64(b.rows)
	b.src, b.rows = src, src.Rows
	b.batches++
	for i := range b.columns {
		b.columns[i].decoded, b.columns[i].flat = nil, nil
	}
	for i := range b.wheres {
		if err := b.evaluate(&b.wheres[i]); err != nil {
			return err
		}
	}
	b.narrowed = false
	if b.division == nil {
		return nil
	}
	b.division.load(b.first, b.rows)
	if !b.division.of.direct {
		b.divide()
	}
	return nil
}

// divide divides the rows of the batch. Tasks that come later see the accepted
// ones alone where the division says so.
func (b *batchView) divide() {
	b.division.divide(b.rows)
	b.narrowed = b.division.of.narrow
	if !b.narrowed {
		return
	}
	for i := range b.wheres {
		w := &b.wheres[i]
		w.accepted = append(w.accepted[:0], w.selected...)
		w.accepted.And(b.division.accepted)
	}
}

// mark has the rows divided by what a check found of them, in a pass that divides
// them at once.
func (b *batchView) mark(m *rowMarks, unexpected vector.Mask) {
	if b.whole != nil {
		rows := vector.NewMask(b.whole.rows)
		unexpected.Each(func(row int) bool {
			rows.Set(int(b.index[row]))
			return true
		})
		b.whole.mark(m, rows)
		return
	}
	if b.division != nil && b.division.of.direct {
		b.division.marked[m.number].Or(unexpected)
	}
}

func (b *batchView) evaluate(w *whereView) error {
	in, err := b.vectors(w.in[:0], domain{inputs: w.clause.condition.Inputs, slots: w.clause.slots})
	if err != nil {
		return err
	}
	w.in = in
	w.selected = w.selected.Grow(b.rows)
	w.fault = w.selector.Select(in, b.rows, w.selected)
	return nil
}

// vectors appends the domain's columns to in.
func (b *batchView) vectors(in []*vector.Vector, d domain) ([]*vector.Vector, error) {
	for i, slot := range d.slots {
		v, err := b.column(slot, d.inputs[i].Dict)
		if err != nil {
			return in, err
		}
		in = append(in, v)
	}
	return in, nil
}

// column decodes one column, keeping a dictionary only where dict is set.
func (b *batchView) column(slot int, dict bool) (*vector.Vector, error) {
	c := &b.columns[slot]
	if b.whole != nil {
		return b.gathered(c, slot)
	}
	if c.decoded == nil {
		col := b.src.Columns[slot]
		v, err := c.decoder.Decode(col.Array, col.Invalid, col.InvalidText)
		if err != nil {
			return nil, fmt.Errorf("decode a column of type %s: %w", col.Array.DataType(), err)
		}
		if v.Len != b.rows {
			return nil, fmt.Errorf("a batch of %d rows has a column of %d", b.rows, v.Len)
		}
		c.decoded = v
	}
	if dict {
		return c.decoded, nil
	}
	if c.flat == nil {
		c.flat = c.decoder.Flat(c.decoded)
	}
	return c.flat, nil
}

// selection is the rows that a row condition selects; nil means all.
func (b *batchView) selection(where int) (vector.Mask, *rowFault) {
	switch {
	case where >= 0:
	case b.narrowed:
		return b.division.accepted, nil
	default:
		return nil, nil
	}
	w := &b.wheres[where]
	if w.fault != nil {
		return nil, b.faultOf(w.fault)
	}
	if b.narrowed {
		return w.accepted, nil
	}
	return w.selected, nil
}

// rowFault is an evaluation error that ends a check.
type rowFault struct {
	row int64 // within the split; -1 where unknown
	at  Address
	err error
}

// faultOf places an evaluation error in the split.
func (b *batchView) faultOf(err error) *rowFault {
	var re *RowError
	if errors.As(err, &re) {
		return &rowFault{row: b.position(re.Row), err: re.Err}
	}
	return &rowFault{row: -1, err: err}
}

// locate gives a row's line and byte offset relative to the split, -1 where
// the format has none.
func (b *batchView) locate(row int) (line, offset int64) {
	if b.whole != nil {
		return b.whole.locate(int(b.index[row]))
	}
	if b.src.Locate == nil {
		return -1, -1
	}
	return b.src.Locate(row)
}

// position is where a row of the batch stands in the split.
func (b *batchView) position(row int) int64 {
	if b.whole != nil {
		return b.whole.position(int(b.index[row]))
	}
	return b.first + int64(row)
}

// splitOrdinal is that of the split that the batch belongs to.
func (b *batchView) splitOrdinal() int {
	if b.whole != nil {
		return b.whole.splitOrdinal()
	}
	return b.ordinal
}

// rowAt is the row of the batch that stands at a position of the split,
// negative where that was before the batch.
func (b *batchView) rowAt(position int64) int64 {
	if b.whole == nil {
		return position - b.first
	}
	at, found := slices.BinarySearch(b.index, int32(max(b.whole.rowAt(position), -1)))
	if !found {
		return -1
	}
	return int64(at)
}

// segment makes some rows of whole the current batch.
func (b *batchView) segment(whole *batchView, rows []int32) {
	b.whole, b.index, b.rows = whole, rows, len(rows)
	for i := range b.columns {
		b.columns[i].flat = nil
	}
}

// gathered is a segment's column.
func (b *batchView) gathered(c *columnView, slot int) (*vector.Vector, error) {
	if c.flat == nil {
		v, err := b.whole.column(b.outer[slot], false)
		if err != nil {
			return nil, err
		}
		c.flat = vector.GatherRows(&c.part, v, b.index)
	}
	return c.flat, nil
}
