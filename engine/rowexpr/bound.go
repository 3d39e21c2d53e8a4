package rowexpr

import (
	"fmt"
	"math/bits"

	"assay/engine"
	"assay/engine/vector"
)

// Bound is an expression compiled for a schema. It is immutable; evaluators
// made from it belong to one goroutine each.
type Bound struct {
	expr   *Expr
	inputs []engine.Input
	prog   *program
}

// Condition is the expression as a row condition: it selects the rows for
// which it is true, so null leaves a row out. A row for which it fails ends
// the check with an *engine.RowError.
func (b *Bound) Condition() *engine.Condition {
	return &engine.Condition{
		Text: b.expr.text, Inputs: b.inputs,
		New: func() engine.RowSelector { return b.newEvaluator() },
	}
}

// Rows is the expression as a row rule: a row for which it is false is
// unexpected, one for which it is null is ignored. A row for which it fails
// ends the check with an *engine.RowError, unless it is ignored already.
func (b *Bound) Rows() engine.Rows {
	return engine.Rows{
		Inputs: b.inputs, Ignore: engine.IgnoreNone,
		New: func() engine.Predicate { return b.newEvaluator() },
	}
}

// evaluator runs the program over batches, a chunk at a time.
type evaluator struct {
	bound *Bound
	frame *frame
}

func (b *Bound) newEvaluator() *evaluator {
	e := &evaluator{bound: b, frame: newFrame(b.prog, b.prog.root, b.expr.columns, true)}
	e.frame.lifts = b.prog.findLifts(b.prog.root)
	return e
}

// Select sets in out the rows for which the expression is true.
func (e *evaluator) Select(in []*vector.Vector, rows int, out vector.Mask) error {
	return e.chunks(in, rows, nil, func(first int, root *value) {
		for w, all := range e.frame.all {
			out[first>>6+w] |= root.bools[w] & all
		}
	})
}

// Eval marks the rows for which the expression is false as unexpected, and
// those for which it is null as ignored.
func (e *evaluator) Eval(in []*vector.Vector, rows int, out *engine.Marks) error {
	return e.chunks(in, rows, out.Ignored, func(first int, root *value) {
		for w, all := range e.frame.all {
			at := first>>6 + w
			out.Unexpected[at] |= root.valid[w] &^ root.bools[w] & all
			out.Ignored[at] |= all &^ root.valid[w]
		}
	})
}

// chunks evaluates chunk after chunk and hands the outcome to emit. Failures
// in the rows of skip do not count.
func (e *evaluator) chunks(in []*vector.Vector, rows int, skip vector.Mask, emit func(first int, root *value)) error {
	if err := e.frame.begin(e.bound.prog, in, rows); err != nil {
		return fmt.Errorf("evaluate %s: %w", shorten(e.bound.expr.text), err)
	}
	for first := 0; first < rows; first += e.frame.chunk {
		if err := e.frame.run(in, first, min(e.frame.chunk, rows-first)); err != nil {
			return fmt.Errorf("evaluate %s: %w", shorten(e.bound.expr.text), err)
		}
		if row := e.frame.failedRow(skip, first>>6); row >= 0 {
			return e.fail(in, rows, first, row)
		}
		emit(first, &e.frame.values[e.frame.root.id])
	}
	return nil
}

// fail says what failed in a row of the chunk that begins at first.
func (e *evaluator) fail(in []*vector.Vector, rows, first, row int) error {
	if e.frame.unlift() {
		if err := e.frame.run(in, first, min(e.frame.chunk, rows-first)); err != nil {
			return err
		}
	}
	return &engine.RowError{Row: first + row, Err: e.frame.failure(row, e.bound.expr)}
}

// failedRow is the first row of the chunk for which the expression fails, -1
// for none. word is where the chunk begins in skip.
func (f *frame) failedRow(skip vector.Mask, word int) int {
	for w, failed := range f.values[f.root.id].err {
		failed &= f.all[w]
		if skip != nil {
			failed &^= skip[word+w]
		}
		if failed != 0 {
			return w<<6 + bits.TrailingZeros64(failed)
		}
	}
	return -1
}

// failure says what failed in a row: from the root down, the first argument
// that failed did so first.
func (f *frame) failure(row int, e *Expr) error {
	n := f.root
	for {
		next := n.failedArgument(f, row)
		if next == nil {
			return fmt.Errorf("%s in %s", n.failure, shorten(e.text[n.at.start:n.at.end]))
		}
		n = next
	}
}

// failedArgument is the argument that made a node fail in a row, nil where
// the node failed by itself.
func (n *node) failedArgument(f *frame, row int) *node {
	for i, arg := range n.args {
		v := &f.values[arg.id]
		if v.err == nil || !v.err.Get(row) {
			continue
		}
		if n.picks && i == 1 && !f.values[n.args[0].id].bools.Get(row) {
			continue // the part of ?: that was not taken
		}
		return arg
	}
	return nil
}
