package rowexpr

import (
	"fmt"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine/vector"
)

// program is a compiled expression: nodes in an order in which every node
// stands behind those that it reads. It is shared by all evaluators.
type program struct {
	nodes  []*node
	guards []*guard
	known  map[string]*node // by key: equal nodes are evaluated once
	root   *node
}

// kernel computes a node for the first n rows of a chunk. Before a strict
// node's kernel runs, out.valid holds the rows in which every argument has a
// value, out.err those in which one failed, and out.bools is clear.
type kernel func(n int, out *value, in []*value)

// node is one operation of a program.
type node struct {
	id   int
	typ  typ
	args []*node
	run  kernel
	// strict nodes are null where an argument is null.
	strict  bool
	canFail bool // here or in an argument
	// column is the input that a leaf reads, -1 for other nodes; constant
	// is the single value of a literal or of what was folded to one.
	column   int
	constant *value
	// arrow is the type of a column, nil for other nodes.
	arrow arrow.DataType
	// state, where set, makes the kernel of one goroutine instead of run.
	state func() kernel
	// guard, where set, says in which rows the node is needed at all.
	guard *guard
	// failure says what went wrong where this node itself fails; at is the
	// place of the operation in the text.
	failure string
	at      span
	// picks is set for ?:, of whose later arguments one does not count.
	picks bool
}

// guard is the part of the rows in which the later operands of a logical
// operator are evaluated.
type guard struct {
	id    int
	outer *guard
	left  *node // whose outcome decides
	when  outcome
	depth int
}

// outcome is what a left operand must come to for the right one to be needed.
type outcome uint8

const (
	notFalse outcome = iota // and
	notTrue                 // or, and the last part of ?:
	isTrue                  // the middle part of ?:
	isNull                  // ??
)

// need sets in out the rows of which outcome o is true.
func (o outcome) need(out vector.Mask, left *value) {
	for w := range out {
		var rows uint64
		switch o {
		case isTrue:
			rows = left.bools[w]
		case isNull:
			rows = ^left.valid[w]
		case notTrue:
			rows = ^left.bools[w]
		case notFalse:
			rows = ^left.valid[w] | left.bools[w]
		}
		if left.err != nil {
			rows &^= left.err[w]
		}
		out[w] &= rows
	}
}

func newProgram() *program { return &program{known: make(map[string]*node)} }

// add returns the node of an operation, the one that is there already if it
// was asked for before. The name tells operations with other kernels or
// parameters apart. An operation on constants is evaluated here and now.
func (p *program) add(n node, name string, g *guard) *node {
	key := n.key(name)
	if have, ok := p.known[key]; ok {
		have.allow(g)
		return have
	}
	n.guard = g
	n.canFail = n.failure != ""
	for _, arg := range n.args {
		n.canFail = n.canFail || arg.canFail
	}
	added := &n
	if constant := n.fold(); constant != nil {
		added = &node{typ: n.typ, column: -1, constant: constant}
	}
	added.id = len(p.nodes)
	p.nodes = append(p.nodes, added)
	p.known[key] = added
	return added
}

func (n *node) key(name string) string {
	var b strings.Builder
	t := n.typ
	fmt.Fprintf(&b, "%s:%d %d %t %d %t", name, t.class, t.unit, t.zoned, t.scale, t.soft)
	for _, arg := range n.args {
		fmt.Fprintf(&b, ",%d", arg.id)
	}
	return b.String()
}

// fold evaluates a node whose arguments are constants. It is nil where one is
// not, or where evaluation fails: that is an error of the rows that need it.
func (n *node) fold() *value {
	if n.column >= 0 || n.constant != nil || len(n.args) == 0 {
		return nil
	}
	in := make([]*value, len(n.args))
	for i, arg := range n.args {
		if arg.constant == nil {
			return nil
		}
		in[i] = arg.constant
	}
	out := newValue(n.typ.lane(), 1, n.canFail)
	one := vector.Mask{1}
	n.eval(n.kernel(), 1, &out, in, one)
	if n.canFail && out.err.Get(0) {
		return nil
	}
	out.err = nil
	out.valid.And(one)
	out.bools.And(one)
	return &out
}

// eval computes a node; need is the rows in which it is needed.
func (n *node) eval(run kernel, rows int, out *value, in []*value, need vector.Mask) {
	if !n.strict {
		run(rows, out, in)
		return
	}
	copy(out.valid, need)
	clear(out.bools)
	clear(out.err)
	for _, arg := range in {
		out.valid.And(arg.valid)
		if out.err != nil {
			out.err.Or(arg.err)
		}
	}
	if out.valid.Any() {
		run(rows, out, in)
	}
}

// kernel returns a kernel for one goroutine.
func (n *node) kernel() kernel {
	if n.state != nil {
		return n.state()
	}
	return n.run
}

// allow widens the rows in which a node is evaluated to those of g as well.
func (n *node) allow(g *guard) {
	wide := common(n.guard, g)
	if wide == n.guard {
		return
	}
	n.guard = wide
	for _, arg := range n.args {
		arg.allow(wide)
	}
}

// common is the innermost guard around both.
func common(a, b *guard) *guard {
	for a != b {
		if a == nil || b == nil {
			return nil
		}
		if a.depth >= b.depth {
			a = a.outer
		} else {
			b = b.outer
		}
	}
	return a
}

// guardOf returns a guard inside g.
func (p *program) guardOf(outer *guard, left *node, when outcome) *guard {
	g := &guard{id: len(p.guards), outer: outer, left: left, when: when, depth: 1}
	if outer != nil {
		g.depth = outer.depth + 1
	}
	p.guards = append(p.guards, g)
	return g
}
