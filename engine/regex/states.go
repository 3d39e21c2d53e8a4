package regex

import (
	"regexp/syntax"
	"slices"
	"unsafe"
)

// state is a set of instructions that wait for the next rune, before the
// assertions among them are resolved, and what they may know of the rune
// before.
type state struct {
	insts   []uint32 // sorted
	before  context
	accepts bool
	next    []stateID // by class
}

// context is what assertions ask about a neighbour of a position.
type context uint8

const (
	otherRune context = iota
	wordRune
	newline
	edge // the beginning or the end of the text
)

// dead reports whether no text leads from s to a match.
func (s *state) dead() bool { return len(s.insts) == 0 }

// key tells states apart.
func (s *state) key() string {
	raw := unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(s.insts))), 4*len(s.insts))
	return string(raw) + string(rune('0'+s.before))
}

// builder computes states; it keeps its scratch memory.
type builder struct {
	prog     *syntax.Prog
	anchored bool // the pattern can only match at the beginning
	asserts  bool // the pattern asks about neighbours
	stack    []uint32
	seen     []bool
	visited  []uint32
}

func (b *builder) init(prog *syntax.Prog) {
	b.prog = prog
	b.anchored = prog.StartCond()&syntax.EmptyBeginText != 0
	b.seen = make([]bool, len(prog.Inst))
	for _, inst := range prog.Inst {
		b.asserts = b.asserts || inst.Op == syntax.InstEmptyWidth
	}
}

// initial is the state before the first rune.
func (b *builder) initial() state {
	s := state{insts: []uint32{uint32(b.prog.Start)}}
	if b.asserts {
		s.before = edge
	}
	return s
}

// step is the state after s on a rune of a class.
func (b *builder) step(s state, c *classes, class int) state {
	after := edge
	if class != c.end {
		after = c.contexts[class]
	}
	waiting, matched := b.closure(s.insts, emptyOps(s.before, after))
	if matched {
		return state{accepts: true}
	}
	if class == c.end {
		return state{}
	}
	r := c.sample[class]
	var out state
	for _, pc := range waiting {
		if inst := &b.prog.Inst[pc]; inst.MatchRune(r) {
			out.insts = append(out.insts, inst.Out)
		}
	}
	if !b.anchored {
		out.insts = append(out.insts, uint32(b.prog.Start))
	}
	slices.Sort(out.insts)
	out.insts = slices.Compact(out.insts)
	if b.asserts && len(out.insts) > 0 {
		out.before = after
	}
	// Where no assertion can intervene, a match is known at once.
	if !b.asserts {
		if _, matched := b.closure(out.insts, 0); matched {
			return state{accepts: true}
		}
	}
	return out
}

// closure follows the instructions that consume nothing, and lists those that
// wait for a rune.
func (b *builder) closure(insts []uint32, holds syntax.EmptyOp) (waiting []uint32, matched bool) {
	b.stack = append(b.stack[:0], insts...)
	b.visited = b.visited[:0]
	for len(b.stack) > 0 {
		pc := b.stack[len(b.stack)-1]
		b.stack = b.stack[:len(b.stack)-1]
		if b.seen[pc] {
			continue
		}
		b.seen[pc] = true
		b.visited = append(b.visited, pc)
		inst := &b.prog.Inst[pc]
		switch inst.Op {
		case syntax.InstMatch:
			matched = true
		case syntax.InstAlt, syntax.InstAltMatch:
			b.stack = append(b.stack, inst.Out, inst.Arg)
		case syntax.InstCapture, syntax.InstNop:
			b.stack = append(b.stack, inst.Out)
		case syntax.InstEmptyWidth:
			if syntax.EmptyOp(inst.Arg)&^holds == 0 {
				b.stack = append(b.stack, inst.Out)
			}
		case syntax.InstRune, syntax.InstRune1, syntax.InstRuneAny, syntax.InstRuneAnyNotNL:
			waiting = append(waiting, pc)
		}
	}
	for _, pc := range b.visited {
		b.seen[pc] = false
	}
	return waiting, matched
}

// emptyOps lists the assertions that hold between two neighbours.
func emptyOps(before, after context) syntax.EmptyOp {
	var ops syntax.EmptyOp
	if before == edge {
		ops |= syntax.EmptyBeginText | syntax.EmptyBeginLine
	}
	if after == edge {
		ops |= syntax.EmptyEndText | syntax.EmptyEndLine
	}
	if before == newline {
		ops |= syntax.EmptyBeginLine
	}
	if after == newline {
		ops |= syntax.EmptyEndLine
	}
	if (before == wordRune) != (after == wordRune) {
		ops |= syntax.EmptyWordBoundary
	} else {
		ops |= syntax.EmptyNoWordBoundary
	}
	return ops
}
