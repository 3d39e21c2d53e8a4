package engine

import "fmt"

// prepareEval carries a check whose predicate is made from a first pass over
// its column.
type prepareEval struct {
	rowsEval
	prepare Prepare
	tasks   []*foldTask
	err     *CheckError
}

func (e *prepareEval) again() bool { return true }

func (e *prepareEval) join(p *pass) error {
	var err error
	if p.number == firstPass {
		e.tasks, err = p.needs(e.prepare.Needs, e.check.Where)
		return err
	}
	if e.build(); e.err != nil {
		return nil
	}
	return e.add(p)
}

// build makes the predicate. Invalid cells are counted against the rows, so
// they do not stop the preparation.
func (e *prepareEval) build() {
	if e.tasks == nil || e.tasks[0].server().filled == nil {
		// Laid out for a plan, before any data was seen.
		return
	}
	filled, cerr := filledAccumulators(e.tasks, true)
	if cerr != nil {
		e.err = cerr
		return
	}
	predicate, err := e.prepare.Build(filled)
	if err != nil {
		e.err = asCheckError(err)
		return
	}
	if predicate == nil {
		e.err = &CheckError{Code: "internal", Msg: fmt.Sprintf("%s made no predicate", e.check.Name)}
		return
	}
	e.rows.New = predicate
}

func (e *prepareEval) outcome() Outcome {
	if e.err != nil {
		return Outcome{Check: e.check, Status: Error, Err: e.err}
	}
	return e.rowsEval.outcome()
}
