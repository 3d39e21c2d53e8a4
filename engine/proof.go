package engine

import (
	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine/fold"
)

// provable is an evaluation that statistics may answer. They only ever prove a
// pass: whatever they do not prove is read, and judged by its rows.
type provable interface {
	evaluation
	// prove returns the outcome that reading would have, without its
	// Evidence.
	prove(known *Statistics, schema *arrow.Schema) (Outcome, bool)
	inputs() []Input
}

// provenEval is a check that statistics have answered.
type provenEval struct {
	answer  Outcome
	columns []int
	known   *Statistics
}

func (e *provenEval) again() bool      { return false }
func (e *provenEval) outcome() Outcome { return e.answer }

// join reads a column all the same where its cells may be invalid or its text
// malformed, since the findings tell of that.
func (e *provenEval) join(p *pass) error {
	if p.number != firstPass {
		return nil
	}
	for _, c := range e.columns {
		if !e.known.Columns[c].Unverified {
			p.spare(c)
		} else if _, err := p.slot(Input{Column: p.schema.Field(c).Name}); err != nil {
			return err
		}
	}
	return nil
}

// statistics are the facts that a run may use.
func (rt *runtime) statistics(src Source) *Statistics {
	known, ok := src.(StatisticsSource)
	if !ok || rt.opt.NoStatistics {
		return nil
	}
	return known.Statistics()
}

// prove replaces the evaluations of checks that statistics show to pass, and
// reports whether there are any. Statistics are about all rows: they say nothing
// of folds that see some of them.
func prove(evals []evaluation, known *Statistics, schema *arrow.Schema, folds bool) bool {
	any := false
	if known == nil {
		return any
	}
	for i, e := range evals {
		p, ok := e.(provable)
		if _, fold := e.(*foldEval); !ok || fold && !folds {
			continue
		}
		answer, ok := p.prove(known, schema)
		if !ok {
			continue
		}
		answer.Evidence = FromStatistics
		proven := &provenEval{answer: answer, known: known}
		for _, in := range p.inputs() {
			c, _ := columnIndex(schema, in.Column)
			proven.columns = append(proven.columns, c)
		}
		evals[i], any = proven, true
	}
	return any
}

// of lists the facts about inputs. Nothing is known of columns read as text.
func (s *Statistics) of(inputs []Input, schema *arrow.Schema) ([]ColumnStatistics, bool) {
	facts := make([]ColumnStatistics, len(inputs))
	for i, in := range inputs {
		c, ok := columnIndex(schema, in.Column)
		if !ok || c >= len(s.Columns) || in.Text {
			return nil, false
		}
		facts[i] = s.Columns[c]
	}
	return facts, true
}

func (e *rowsEval) inputs() []Input { return e.rows.Inputs }

func (e *rowsEval) prove(known *Statistics, schema *arrow.Schema) (Outcome, bool) {
	if e.rows.Proven == nil || e.check.Where != nil || len(e.rows.Inputs) != 1 {
		return Outcome{}, false
	}
	facts, ok := known.of(e.rows.Inputs, schema)
	if !ok || !e.rows.Proven(facts[0]) {
		return Outcome{}, false
	}
	counts := RowCounts{Elements: known.Rows, OfElements: e.rows.JudgesNull}
	if e.rows.Ignore != IgnoreNone {
		if counts.Missing = facts[0].Nulls; counts.Missing < 0 {
			return Outcome{}, false
		}
	}
	return e.judged(counts, newFailureList(e.rt, nil)), true
}

func (e *foldEval) inputs() []Input {
	var inputs []Input
	for _, need := range e.fold.Needs {
		inputs = append(inputs, need.Inputs...)
	}
	return inputs
}

func (e *foldEval) prove(known *Statistics, schema *arrow.Schema) (Outcome, bool) {
	if e.fold.Other != nil {
		return Outcome{}, false
	}
	if e.check.Where != nil || len(e.fold.Needs) == 0 {
		return Outcome{}, false
	}
	filled := make([]fold.Accumulator, len(e.fold.Needs))
	for i, need := range e.fold.Needs {
		if need.Known == nil {
			return Outcome{}, false
		}
		facts, ok := known.of(need.Inputs, schema)
		if !ok {
			return Outcome{}, false
		}
		if filled[i] = need.Known(known.Rows, facts); filled[i] == nil {
			return Outcome{}, false
		}
	}
	o := e.judged(filled)
	return o, o.Status == Pass
}
