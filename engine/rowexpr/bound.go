package rowexpr

import (
	"assay/engine"
	"assay/engine/vector"
)

// Bound is an expression compiled for a schema. It is immutable; evaluators
// made from it belong to one goroutine each.
type Bound struct {
	text   string
	inputs []engine.Input
}

// Condition is the expression as a row condition: it selects the rows for
// which it is true, so null leaves a row out.
func (b *Bound) Condition() *engine.Condition {
	return &engine.Condition{Text: b.text, Inputs: b.inputs, New: func() engine.RowSelector { return selector{} }}
}

// Rows is the expression as a row rule: a row for which it is false is
// unexpected, one for which it is null is ignored.
func (b *Bound) Rows() engine.Rows {
	return engine.Rows{Inputs: b.inputs, Ignore: engine.IgnoreNone, New: func() engine.Predicate { return selector{} }}
}

type selector struct{}

func (selector) Select(in []*vector.Vector, rows int, out vector.Mask) error { return nil }

func (selector) Eval(in []*vector.Vector, rows int, out *engine.Marks) error { return nil }
