package rowexpr

import (
	"fmt"

	"assay/engine/vector"
)

// frame evaluates a program. It owns the scratch memory of one goroutine.
type frame struct {
	nodes  []*node  // of the program, those that the root needs, in order
	root   *node    //
	names  []string // of the inputs
	values []value  // by node id
	args   [][]*value
	runs   []kernel
	needs  []vector.Mask // by guard id
	fresh  []bool        // by guard id: needs is of this chunk
	all    vector.Mask   // every row of the chunk
	guards []*guard
}

// newFrame allocates for chunks of up to size rows.
func newFrame(p *program, names []string, size int) *frame {
	f := &frame{
		nodes: p.order(), root: p.root, names: names, guards: p.guards,
		values: make([]value, len(p.nodes)), args: make([][]*value, len(p.nodes)), runs: make([]kernel, len(p.nodes)),
		needs: make([]vector.Mask, len(p.guards)), fresh: make([]bool, len(p.guards)),
		all: vector.NewMask(size),
	}
	for _, n := range f.nodes {
		switch {
		case n.constant != nil:
			f.values[n.id] = broadcast(n, size)
		case n.column >= 0:
			f.values[n.id] = newLeaf(n.typ.lane(), size)
		default:
			f.values[n.id] = newValue(n.typ.lane(), size, n.canFail)
			f.runs[n.id] = n.kernel()
		}
		for _, arg := range n.args {
			f.args[n.id] = append(f.args[n.id], &f.values[arg.id])
		}
	}
	for i := range f.needs {
		f.needs[i] = vector.NewMask(size)
	}
	return f
}

// order is the nodes that the root needs, each behind its arguments.
func (p *program) order() []*node {
	used := make([]bool, len(p.nodes))
	used[p.root.id] = true
	for i := len(p.nodes) - 1; i >= 0; i-- {
		if !used[i] {
			continue
		}
		for _, arg := range p.nodes[i].args {
			used[arg.id] = true
		}
		for g := p.nodes[i].guard; g != nil; g = g.outer {
			used[g.left.id] = true
		}
	}
	var order []*node
	for i, n := range p.nodes {
		if used[i] {
			order = append(order, n)
		}
	}
	return order
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
	for _, node := range f.nodes {
		v := &f.values[node.id]
		switch {
		case node.column >= 0:
			if err := v.load(in[node.column], node.typ.lane(), first, n); err != nil {
				return fmt.Errorf("column %q: %w", f.names[node.column], err)
			}
		case node.constant == nil:
			v.resize(words)
			node.eval(f.runs[node.id], n, v, f.args[node.id], f.need(node.guard))
		}
	}
	return nil
}

// need is the rows in which nodes under a guard are needed.
func (f *frame) need(g *guard) vector.Mask {
	if g == nil {
		return f.all
	}
	need := f.needs[g.id][:len(f.all)]
	if !f.fresh[g.id] {
		copy(need, f.need(g.outer))
		g.when.need(need, &f.values[g.left.id])
		f.fresh[g.id] = true
		f.needs[g.id] = need
	}
	return need
}
