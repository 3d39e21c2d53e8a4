package engine

import (
	"fmt"
	"slices"

	"github.com/apache/arrow-go/v18/arrow"
)

// Plan is a set of checks laid out over the columns of a schema. It holds no
// state of a run and may be run many times.
type Plan struct {
	schema   *arrow.Schema
	checks   []*Check
	findings [3]*Check // by Structural
	alsoRead []int     // columns that are read only to find invalid cells
}

// PlanOptions adjust Compile.
type PlanOptions struct {
	// AlsoRead names columns whose cells must fit their type although no
	// check reads them.
	AlsoRead []string
}

// Compile lays out checks, bound to schema, for one run. findings configures
// the built-in findings (kind Structural); those not given are critical. It
// fails where a check reads a column that the schema lacks, which binding
// should have refused.
func Compile(schema *arrow.Schema, checks, findings []*Check, opt PlanOptions) (*Plan, error) {
	p := &Plan{schema: schema, checks: checks}
	for s := NotEmpty; s <= ValidCells; s++ {
		p.findings[s] = defaultFinding(s)
	}
	for _, f := range findings {
		s, ok := f.Kind.(Structural)
		if !ok {
			return nil, fmt.Errorf("compile: %q is not a built-in finding", f.Name)
		}
		p.findings[s] = f
	}
	for _, name := range opt.AlsoRead {
		if i, ok := columnIndex(schema, name); ok {
			p.alsoRead = append(p.alsoRead, i)
		}
	}
	// Laying out both passes once proves that every input exists.
	evals := p.evaluations(nil)
	for n := firstPass; n <= secondPass; n++ {
		if _, err := p.layout(n, evals); err != nil {
			return nil, err
		}
	}
	return p, nil
}

func defaultFinding(s Structural) *Check {
	expect := [...]string{"at least one row", "every row well formed", "every cell of its column's type"}[s]
	return &Check{ID: s.String(), Name: s.String(), Severity: Critical, Mostly: 1, Expect: expect, Kind: s}
}

func columnIndex(schema *arrow.Schema, name string) (int, bool) {
	at := schema.FieldIndices(name)
	if len(at) == 0 {
		return 0, false
	}
	return at[0], true
}

// The passes of a run. Checks that need the whole column before they can judge
// its rows take part in the second.
const (
	firstPass  = 1
	secondPass = 2
)

// evaluation carries one check through the passes of a run.
type evaluation interface {
	// join adds to p what the check needs of it: nothing, if it has all
	// that it needs.
	join(p *pass) error
	// outcome is asked for after the last pass.
	outcome() Outcome
	// again reports whether the check may need a second pass.
	again() bool
}

// evaluations makes the run's state for every check and finding, the
// findings last.
func (p *Plan) evaluations(rt *runtime) []evaluation {
	var evals []evaluation
	for _, c := range p.checks {
		evals = append(evals, newEvaluation(c, rt))
	}
	for _, f := range p.findings {
		evals = append(evals, newStructuralEval(f, p.alsoRead, rt))
	}
	return evals
}

func newEvaluation(c *Check, rt *runtime) evaluation {
	if c.Err != nil {
		return &failedEval{check: c}
	}
	if len(c.Segments) > 0 {
		return newSegmentsEval(c, rt)
	}
	switch kind := c.Kind.(type) {
	case Rows:
		return &rowsEval{check: c, rows: kind, rt: rt}
	case Prepare:
		return &prepareEval{rowsEval: rowsEval{check: c, rows: kind.Rows, rt: rt}, prepare: kind}
	case Ordered:
		return &orderedEval{check: c, ordered: kind, rt: rt}
	case Keyed:
		return &keyedEval{check: c, keyed: kind, rt: rt}
	case Sorted:
		return &sortedEval{check: c, sorted: kind, rt: rt}
	case Fold:
		return &foldEval{check: c, fold: kind, rt: rt}
	}
	return &failedEval{check: &Check{}, err: &CheckError{Code: "internal", Msg: fmt.Sprintf("no evaluation for a check of kind %T", c.Kind)}}
}

// failedEval is a check that could not be bound to the data.
type failedEval struct {
	check *Check
	err   *CheckError
}

func (e *failedEval) join(*pass) error { return nil }
func (e *failedEval) again() bool      { return false }
func (e *failedEval) outcome() Outcome {
	if e.err != nil {
		return Outcome{Check: e.check, Status: Error, Err: e.err}
	}
	return Outcome{Check: e.check, Status: Error, Err: e.check.Err}
}

// layout makes pass number n of a run with the given evaluations.
func (p *Plan) layout(n int, evals []evaluation) (*pass, error) {
	ps := newPass(n, p.schema)
	for _, e := range evals {
		if err := e.join(ps); err != nil {
			return nil, err
		}
	}
	ps.share()
	return ps, nil
}

// mayNeedSecond reports whether any check may ask for a second pass.
func mayNeedSecond(evals []evaluation) bool {
	return slices.ContainsFunc(evals, evaluation.again)
}
