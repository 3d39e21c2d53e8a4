package rowexpr

import "assay/engine/vector"

// lift is a condition on one text column. Where the column comes with a
// dictionary, the condition is evaluated on its entries instead of on rows, and
// remembered for as long as batches share the dictionary.
type lift struct {
	root   *node
	column int
	frame  *frame // made when first used

	dict    *vector.Vector // whose entries were evaluated
	entries outcomes       // by entry
	null    outcomes       // of one row, which is null
	inputs  []*vector.Vector
}

// findLifts returns the largest conditions on one column below a node.
func (p *program) findLifts(root *node) []*lift {
	seen := make([]bool, len(p.nodes))
	only := make(map[*node]int)
	var lifts []*lift
	var visit func(n *node)
	visit = func(n *node) {
		if seen[n.id] {
			return
		}
		seen[n.id] = true
		column := n.onlyColumn(only)
		if column >= 0 && len(n.args) > 0 && n.typ.class == classBool {
			lifts = append(lifts, &lift{root: n, column: column})
			return
		}
		for _, arg := range n.args {
			visit(arg)
		}
	}
	visit(root)
	return lifts
}

const (
	noColumn    = -1
	manyColumns = -2
)

// onlyColumn is the one text column that a node reads, noColumn where it reads
// none, and manyColumns where it reads another or more.
func (n *node) onlyColumn(known map[*node]int) int {
	if column, ok := known[n]; ok {
		return column
	}
	column := noColumn
	switch {
	case n.column >= 0 && n.typ.isText():
		column = n.column
	case n.column >= 0:
		column = manyColumns
	}
	for _, arg := range n.args {
		switch of := arg.onlyColumn(known); {
		case of == noColumn || of == column:
		case column == noColumn:
			column = of
		default:
			column = manyColumns
		}
	}
	known[n] = column
	return column
}

// unlift makes the coming chunks be evaluated row by row.
func (f *frame) unlift() (changed bool) {
	for id, l := range f.lifted {
		if l != nil {
			f.lifted[id] = nil
			changed = true
		}
	}
	f.live = f.nodes
	return changed
}

// begin prepares for a batch: what is evaluated on dictionaries, and what is
// left to do in the rows.
func (f *frame) begin(p *program, in []*vector.Vector, rows int) error {
	changed := false
	for _, l := range f.lifts {
		dict := in[l.column].Dict
		var active *lift
		if dict != nil && (dict == l.dict || dict.Len <= rows/2) {
			active = l
			if err := l.judge(p, f.names, in); err != nil {
				return err
			}
		}
		if f.lifted[l.root.id] != active {
			f.lifted[l.root.id] = active
			changed = true
		}
	}
	if !changed {
		return nil
	}
	byID := make([]*node, len(p.nodes))
	mark(f.root, byID, f.guards, f.lifted)
	f.live = nil
	for _, n := range byID {
		if n != nil {
			f.live = append(f.live, n)
		}
	}
	return nil
}

// judge evaluates the condition on the entries of a dictionary, and on null.
func (l *lift) judge(p *program, names []string, in []*vector.Vector) error {
	dict := in[l.column].Dict
	if dict == l.dict {
		return nil
	}
	if l.frame == nil {
		l.frame = newFrame(p, l.root, names, false)
		l.inputs = make([]*vector.Vector, len(in))
		if err := l.evaluate(&vector.Vector{Lane: vector.Null, Len: 1}, &l.null); err != nil {
			return err
		}
	}
	l.dict = nil
	if err := l.evaluate(dict, &l.entries); err != nil {
		return err
	}
	l.dict = dict
	return nil
}

// evaluate fills out with what the condition comes to in each row of a column.
func (l *lift) evaluate(col *vector.Vector, out *outcomes) error {
	l.inputs[l.column] = col
	out.grow(col.Len, l.root.canFail)
	result := &l.frame.values[l.root.id]
	for first := 0; first < col.Len; first += l.frame.chunk {
		if err := l.frame.run(l.inputs, first, min(l.frame.chunk, col.Len-first)); err != nil {
			return err
		}
		out.take(result, first>>6, l.frame.all)
	}
	return nil
}

// outcomes are what a condition comes to in the rows of a column.
type outcomes struct {
	valid, yes vector.Mask
	err        vector.Mask // nil where the condition cannot fail
	allValid   bool
}

func (o *outcomes) grow(rows int, canFail bool) {
	o.valid, o.yes = o.valid.Grow(rows), o.yes.Grow(rows)
	if canFail {
		o.err = o.err.Grow(rows)
	}
	o.allValid = true
}

// take copies the outcomes of a chunk, which begins at a word.
func (o *outcomes) take(v *value, word int, all vector.Mask) {
	for w, rows := range all {
		o.valid[word+w] = v.valid[w] & rows
		o.yes[word+w] = v.bools[w] & rows
		o.allValid = o.allValid && o.valid[word+w] == rows
		if o.err != nil {
			o.err[word+w] = v.err[w] & rows
		}
	}
}

// gather looks the rows of a chunk up by their dictionary index.
func (l *lift) gather(out *value, in []*vector.Vector, first, n int) {
	col := in[l.column]
	for w := range out.valid {
		index := wordOf(col.Index[first:], w, n)
		has := ^uint64(0)
		if col.Valid != nil {
			has = col.Valid[first>>6+w]
		}
		valid := has
		if !l.entries.allValid {
			valid = lookUpBits(l.entries.valid, index) & has
		}
		out.valid[w] = valid | l.null.spread(l.null.valid)&^has
		out.bools[w] = lookUpBits(l.entries.yes, index)&has | l.null.spread(l.null.yes)&^has
		if out.err != nil {
			out.err[w] = lookUpBits(l.entries.err, index)&has | l.null.spread(l.null.err)&^has
		}
	}
}

// spread is all rows where the one row of a mask is set.
func (o *outcomes) spread(m vector.Mask) uint64 { return -(m[0] & 1) }

// lookUpBits gathers the bits of a mask at up to 64 places.
func lookUpBits(m vector.Mask, index []int32) (rows uint64) {
	if len(m) == 1 {
		word := m[0]
		for j, at := range index {
			rows |= word >> (uint32(at) & 63) & 1 << j
		}
		return rows
	}
	for j, at := range index {
		rows |= m[uint32(at)>>6] >> (uint32(at) & 63) & 1 << j
	}
	return rows
}

// loadEntries makes v the texts of rows [first, first+n) of a column with a
// dictionary, without copying them.
func (v *value) loadEntries(col *vector.Vector, first, n int) {
	offsets := col.Dict.Offsets
	if v.ownFrom == nil {
		v.ownFrom, v.ownTo = make([]int32, chunkRows), make([]int32, chunkRows)
	}
	v.data, v.from, v.to, v.offsets = col.Dict.Data, v.ownFrom[:n], v.ownTo[:n], nil
	for i, at := range col.Index[first : first+n] {
		v.from[i], v.to[i] = offsets[at], offsets[at+1]
	}
}
