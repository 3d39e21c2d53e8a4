package rowexpr

import "assay/engine/vector"

// lift is a condition on one text column. Where the column comes with a
// dictionary, the condition is evaluated on its entries instead of on rows, and
// remembered for as long as batches share the dictionary.
type lift struct {
	root   *node
	column int
	frame  *frame // made when first used

	dict        *vector.Vector // whose entries were evaluated
	valid, yes  vector.Mask    // by entry: has a value, is true
	nullValid   bool           // what null comes to
	nullTrue    bool
	emptyInputs []*vector.Vector
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
		if column >= 0 && len(n.args) > 0 && n.typ.class == classBool && !n.canFail {
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
		l.emptyInputs = make([]*vector.Vector, len(in))
	}
	l.dict = nil
	entries := l.emptyInputs
	result := &l.frame.values[l.root.id]
	entries[l.column] = &vector.Vector{Lane: vector.Null, Len: 1}
	if err := l.frame.run(entries, 0, 1); err != nil {
		return err
	}
	l.nullValid, l.nullTrue = result.valid.Get(0), result.bools.Get(0)
	entries[l.column] = dict
	l.valid, l.yes = l.valid.Grow(dict.Len), l.yes.Grow(dict.Len)
	for first := 0; first < dict.Len; first += l.frame.chunk {
		if err := l.frame.run(entries, first, min(l.frame.chunk, dict.Len-first)); err != nil {
			return err
		}
		for w, all := range l.frame.all {
			l.valid[first>>6+w] = result.valid[w] & all
			l.yes[first>>6+w] = result.bools[w] & all
		}
	}
	l.dict = dict
	return nil
}

// gather looks the rows of a chunk up by their dictionary index.
func (l *lift) gather(out *value, in []*vector.Vector, first, n int) {
	col := in[l.column]
	index := col.Index[first : first+n]
	for w := range out.valid {
		var valid, yes uint64
		for j, at := range index[w<<6 : min(w<<6+64, n)] {
			word, bit := uint32(at)>>6, uint32(at)&63
			valid |= l.valid[word] >> bit & 1 << j
			yes |= l.yes[word] >> bit & 1 << j
		}
		if col.Valid != nil {
			has := col.Valid[first>>6+w]
			valid, yes = l.unlessNull(valid, has, l.nullValid), l.unlessNull(yes, has, l.nullTrue)
		}
		out.valid[w], out.bools[w] = valid, yes
	}
}

// unlessNull is rows where has is set, and what null comes to elsewhere.
func (l *lift) unlessNull(rows, has uint64, null bool) uint64 {
	rows &= has
	if null {
		rows |= ^has
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
	v.data, v.from, v.to = col.Dict.Data, v.ownFrom[:n], v.ownTo[:n]
	for i, at := range col.Index[first : first+n] {
		v.from[i], v.to[i] = offsets[at], offsets[at+1]
	}
}
