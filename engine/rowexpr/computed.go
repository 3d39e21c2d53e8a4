package rowexpr

import (
	"fmt"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/fold"
	"assay/engine/vector"
)

// BindFigure types the row expression of a figure against a schema and compiles
// it. numbers says that its values must be numbers, conditions that they must be
// true or false. The error is of type Errors.
func (f *Figure) BindFigure(schema *arrow.Schema, opt Options) (*Bound, error) {
	e := f.Of
	b := &binder{expr: e, schema: schema, opt: opt, prog: newProgram(), done: make(map[*term]operand)}
	root := b.bind(e.root)
	if !root.refused {
		f.check(b, root)
	}
	if err := b.errs.asError(); err != nil {
		return nil, err
	}
	b.prog.root = root.node
	inputs := make([]engine.Input, len(e.columns))
	for i, name := range e.columns {
		inputs[i] = engine.Input{Column: name, Dict: b.isText(name)}
	}
	return &Bound{expr: e, inputs: inputs, prog: b.prog}, nil
}

// check refuses values that the figure's function does not take.
func (f *Figure) check(b *binder, root operand) {
	t := root.typ
	switch {
	case root.node == nil:
		b.mismatch(f.Of.root.at, fmt.Sprintf("%s is the same in every row", b.source(f.Of.root)), "")
	case t.class == classNull || f.Func == "count" || f.Func == "distinct":
	case f.Func == "count_if" && t.class != classBool:
		b.mismatch(f.Of.root.at, fmt.Sprintf("count_if takes a condition, and %s", b.describe(root)), "compare it with something")
	case f.Func != "count_if" && !t.isNumber():
		b.mismatch(f.Of.root.at, fmt.Sprintf("%s takes numbers, and %s", f.Func, b.describe(root)), "")
	}
}

// Inputs are the columns that the expression reads.
func (b *Bound) Inputs() []engine.Input { return b.inputs }

// Over makes accumulators that observe what the expression comes to instead of
// a column: those that inner makes, with the values behind them.
func (b *Bound) Over(inner func(*fold.Env) fold.Accumulator) func(*fold.Env) fold.Accumulator {
	return func(env *fold.Env) fold.Accumulator {
		return &Computed{Inner: inner(env), eval: b.newEvaluator()}
	}
}

// Computed is an accumulator over the values of a row expression.
type Computed struct {
	Inner fold.Accumulator
	eval  *evaluator
	out   vector.Vector
	skip  vector.Mask
}

// Update evaluates the expression in the selected rows, and hands its values on.
// Where it fails for one of them, the error is an *engine.RowError.
func (c *Computed) Update(in []*vector.Vector, n int, rows vector.Mask) error {
	c.skip = c.skip.Grow(n)
	if rows != nil {
		copy(c.skip, rows)
		c.skip.Not(n)
	}
	c.begin(n)
	if err := c.eval.chunks(in, n, c.skip, c.take); err != nil {
		return err
	}
	return c.Inner.Update([]*vector.Vector{&c.out}, n, rows)
}

// begin makes room for the values of n rows.
func (c *Computed) begin(n int) {
	t := c.eval.frame.root.typ
	old := c.out
	c.out = vector.Vector{Type: t.arrow(), Lane: t.lane(), Len: n, Valid: old.Valid.Grow(n)}
	switch c.out.Lane {
	case vector.Int:
		c.out.Ints = old.Ints[:0]
	case vector.Uint:
		c.out.Uints = old.Uints[:0]
	case vector.Float:
		c.out.Floats = old.Floats[:0]
	case vector.Decimal:
		c.out.Decimals = old.Decimals[:0]
	case vector.Bool:
		c.out.Bools = old.Bools.Grow(n)
	case vector.Bytes:
		c.out.Data, c.out.Offsets = old.Data[:0], append(old.Offsets[:0], 0)
	}
}

// take appends the values of a chunk that begins at first.
func (c *Computed) take(first int, root *value) {
	rows := min(c.eval.frame.chunk, c.out.Len-first)
	for w, all := range c.eval.frame.all {
		c.out.Valid[first>>6+w] = root.valid[w] & all
		if c.out.Lane == vector.Bool {
			c.out.Bools[first>>6+w] = root.bools[w] & all
		}
	}
	switch c.out.Lane {
	case vector.Int:
		c.out.Ints = append(c.out.Ints, root.ints[:rows]...)
	case vector.Uint:
		c.out.Uints = append(c.out.Uints, root.uints[:rows]...)
	case vector.Float:
		c.out.Floats = append(c.out.Floats, root.floats[:rows]...)
		c.dropNaN(first, rows)
	case vector.Decimal:
		c.out.Decimals = append(c.out.Decimals, numsOf(root.decimals[:rows])...)
	case vector.Bytes:
		for i := range rows {
			if root.valid.Get(i) {
				c.out.Data = append(c.out.Data, root.bytes(i)...)
			}
			c.out.Offsets = append(c.out.Offsets, int32(len(c.out.Data)))
		}
	}
}

// dropNaN makes NaN what it is everywhere: no value.
func (c *Computed) dropNaN(first, rows int) {
	for i, f := range c.out.Floats[first : first+rows] {
		if f != f {
			c.out.Valid.Clear(first + i)
		}
	}
}

// Merge takes in what other has observed.
func (c *Computed) Merge(other fold.Accumulator) error {
	return c.Inner.Merge(other.(*Computed).Inner)
}

// Finish finishes what observes the values.
func (c *Computed) Finish() error {
	if f, ok := c.Inner.(fold.Finisher); ok {
		return f.Finish()
	}
	return nil
}
