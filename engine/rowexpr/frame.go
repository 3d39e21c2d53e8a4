package rowexpr

import (
	"fmt"

	"assay/engine/vector"
)

// frame evaluates a program. It owns the scratch memory of one goroutine.
type frame struct {
	root   *node
	names  []string // of the inputs
	chunk  int      // rows that are evaluated at a time, a multiple of 64
	nodes  []*node  // what the root needs, each behind its arguments
	live   []*node  // those of nodes that are evaluated in this batch
	values []value  // by node id
	args   [][]*value
	runs   []kernel
	lifts  []*lift
	lifted []*lift // by node id: evaluated on a dictionary in this batch

	all    vector.Mask // every row of the chunk
	needs  []vector.Mask
	fresh  []bool // by guard id: needs is of this chunk
	guards bool
}

// newFrame allocates what evaluating root takes. Without guards every node is
// evaluated in every row.
func newFrame(p *program, root *node, names []string, guards bool) *frame {
	f := &frame{
		root: root, names: names, nodes: order(root, len(p.nodes), guards), guards: guards,
		values: make([]value, len(p.nodes)), args: make([][]*value, len(p.nodes)), runs: make([]kernel, len(p.nodes)),
		lifted: make([]*lift, len(p.nodes)),
		needs:  make([]vector.Mask, len(p.guards)), fresh: make([]bool, len(p.guards)),
	}
	f.live = f.nodes
	f.chunk = chunkFor(f.nodes)
	f.all = vector.NewMask(f.chunk)
	for _, n := range f.nodes {
		f.allocate(n)
	}
	for i := range f.needs {
		f.needs[i] = vector.NewMask(f.chunk)
	}
	return f
}

func (f *frame) allocate(n *node) {
	switch lane := n.typ.lane(); {
	case n.constant != nil:
		f.values[n.id] = broadcast(n, f.chunk)
	case n.column >= 0:
		f.values[n.id] = newLeaf(lane, f.chunk)
	default:
		f.values[n.id] = newValue(lane, f.chunk, n.canFail)
		f.runs[n.id] = n.kernel()
	}
	for _, arg := range n.args {
		f.args[n.id] = append(f.args[n.id], &f.values[arg.id])
	}
}

// scratchBytes is about how much memory the values of a chunk may take, so
// that they stay in the cache and a huge expression in bounds.
const scratchBytes = 1 << 20

// chunkFor is the rows in a chunk of a program.
func chunkFor(nodes []*node) int {
	perRow := 0
	for _, n := range nodes {
		perRow += laneBytes[n.typ.lane()] + 1
	}
	rows := chunkRows
	for rows > 64 && rows*perRow > scratchBytes {
		rows /= 2
	}
	return rows
}

var laneBytes = map[vector.Lane]int{vector.Int: 8, vector.Uint: 8, vector.Float: 8, vector.Decimal: 32, vector.Bytes: 8}

// order is the nodes that root needs, each behind its arguments; with guards,
// also those whose outcome decides where a node is needed.
func order(root *node, nodes int, guards bool) []*node {
	byID := make([]*node, nodes)
	mark(root, byID, guards, nil)
	var order []*node
	for _, n := range byID {
		if n != nil {
			order = append(order, n)
		}
	}
	return order
}

// mark puts into byID what n needs; below the nodes of stop it does not look.
func mark(n *node, byID []*node, guards bool, stop []*lift) {
	if byID[n.id] != nil {
		return
	}
	byID[n.id] = n
	if stop != nil && stop[n.id] != nil {
		return
	}
	for _, arg := range n.args {
		mark(arg, byID, guards, stop)
	}
	for g := n.guard; guards && g != nil; g = g.outer {
		mark(g.left, byID, guards, stop)
	}
}

// broadcast repeats a constant in every row.
func broadcast(n *node, size int) value {
	one := n.constant
	v := newValue(n.typ.lane(), size, false)
	if one.valid[0] == 0 {
		return v
	}
	v.valid.Fill(size)
	switch n.typ.lane() {
	case vector.Bool:
		if one.bools[0] != 0 {
			v.bools.Fill(size)
		}
	case vector.Int:
		fill(v.ints, one.ints[0])
	case vector.Uint:
		fill(v.uints, one.uints[0])
	case vector.Float:
		fill(v.floats, one.floats[0])
	case vector.Decimal:
		fill(v.decimals, one.decimals[0])
	case vector.Bytes:
		v.data = one.bytes(0)
		fill(v.to, int32(len(v.data)))
	}
	return v
}

func fill[T any](out []T, with T) {
	for i := range out {
		out[i] = with
	}
}

// run evaluates n rows of the inputs from row first, a multiple of 64.
func (f *frame) run(in []*vector.Vector, first, n int) error {
	words := vector.MaskWords(n)
	f.all = f.all[:words]
	f.all.Fill(n)
	clear(f.fresh)
	for _, node := range f.live {
		v := &f.values[node.id]
		switch {
		case node.constant != nil:
		case f.lifted[node.id] != nil:
			v.resize(words)
			f.lifted[node.id].gather(v, in, first, n)
		case node.column >= 0:
			if err := v.load(in[node.column], node.typ.lane(), first, n); err != nil {
				return fmt.Errorf("column %q: %w", f.names[node.column], err)
			}
		default:
			v.resize(words)
			node.eval(f.runs[node.id], n, v, f.args[node.id], f.need(node.guard))
		}
	}
	return nil
}

// need is the rows in which nodes under a guard are needed.
func (f *frame) need(g *guard) vector.Mask {
	if g == nil || !f.guards {
		return f.all
	}
	if !f.fresh[g.id] {
		need := f.needs[g.id][:len(f.all)]
		copy(need, f.need(g.outer))
		g.when.need(need, &f.values[g.left.id])
		f.fresh[g.id], f.needs[g.id] = true, need
	}
	return f.needs[g.id]
}
