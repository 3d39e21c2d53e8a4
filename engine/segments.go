package engine

import (
	"cmp"
	"fmt"
	"slices"
	"sync"

	"assay/engine/vector"
)

// MaxSegments bounds the groups of a check: state is kept for each of them.
const MaxSegments = 1000

// Segments are the answers for groups of rows.
type Segments struct {
	Columns      []string
	MinGroupSize int64
	// Groups counts all; Small those that are below MinGroupSize and not
	// judged, Failed and Errors those that were and failed, or could not be.
	Groups, Small, Failed, Errors int
	// Worst are the first of those that failed: errors first, then by the
	// share of unexpected rows, the number of rows, and the values.
	Worst []Segment
}

// worstSegments is how many failing groups a result shows.
const worstSegments = 20

// Segment is the answer for one group.
type Segment struct {
	Values   []vector.Scalar // of Segments.Columns
	Rows     int64           // that the row condition selects
	Status   Status
	Err      *CheckError
	Counts   *RowCounts
	Observed any
}

// segmentsEval carries a check that is made for each group of rows: a whole
// evaluation for each, fed with the group's rows of every batch.
type segmentsEval struct {
	check  *Check
	inner  *Check // the check of one group
	rt     *runtime
	shape  evaluation // of a group without rows; says what columns are read
	groups *segmentGroups
	task   *segmentTask
}

func newSegmentsEval(c *Check, rt *runtime) evaluation {
	if readsOther(c.Kind) {
		return &failedEval{check: c, err: &CheckError{
			Code: "no-segments", Msg: c.Name + " cannot be made for segments: it compares the data as a whole with other data",
			Hint: "leave segments out, or add their columns to the key",
		}}
	}
	inner := *c
	inner.Segments, inner.Where = nil, nil
	return &segmentsEval{
		check: c, inner: &inner, rt: rt, shape: newEvaluation(&inner, rt),
		groups: &segmentGroups{byKey: make(map[string]*segmentGroup)},
	}
}

// segmentGroups are the groups met so far, by any worker.
type segmentGroups struct {
	mu    sync.Mutex
	byKey map[string]*segmentGroup
	full  bool // there were more than MaxSegments
}

// segmentGroup is one group: its evaluation, and what that asks of a pass.
type segmentGroup struct {
	key    string
	values []vector.Scalar
	rows   int64
	eval   evaluation
	pass   *pass
	outer  []int // the pass's columns among those that are read
}

func (e *segmentsEval) again() bool { return e.shape.again() }

func (e *segmentsEval) join(p *pass) error {
	if p.number > firstPass && e.groups.full {
		return nil
	}
	inputs := make([]Input, len(e.check.Segments))
	for i, name := range e.check.Segments {
		inputs[i] = Input{Column: name, Dict: true}
	}
	shape := newPass(p.number, p.schema)
	if err := e.shape.join(shape); err != nil {
		return err
	}
	busy := len(e.groups.byKey) == 0 && len(shape.tasks) > 0
	for _, g := range e.groups.byKey {
		if err := g.enter(p); err != nil {
			return err
		}
		busy = busy || len(g.pass.tasks) > 0
	}
	if !busy {
		return nil
	}
	d, err := p.domain(inputs, e.check.Where)
	if err != nil {
		return err
	}
	for _, req := range shape.slots {
		p.require(req)
	}
	e.task = &segmentTask{eval: e, domain: d, outer: p}
	for _, g := range e.groups.byKey {
		g.place(p, e.rt)
	}
	p.tasks = append(p.tasks, e.task)
	return nil
}

// enter lays out what a group needs of the pass.
func (g *segmentGroup) enter(outer *pass) error {
	g.pass = newPass(outer.number, outer.schema)
	if err := g.eval.join(g.pass); err != nil {
		return err
	}
	g.pass.share()
	return nil
}

// place finds the group's columns among those of the whole pass.
func (g *segmentGroup) place(outer *pass, rt *runtime) {
	g.outer = g.outer[:0]
	for _, req := range g.pass.slots {
		g.outer = append(g.outer, slices.Index(outer.slots, req))
	}
	for _, f := range g.pass.folds {
		f.env = rt.env
	}
}

// group finds or makes the group of a row; nil says that there are too many.
func (t *segmentTask) group(key []byte, in []*vector.Vector, row int) (*segmentGroup, error) {
	gs := t.eval.groups
	gs.mu.Lock()
	defer gs.mu.Unlock()
	if g := gs.byKey[string(key)]; g != nil {
		return g, nil
	}
	if gs.full = gs.full || len(gs.byKey) >= MaxSegments; gs.full {
		return nil, nil
	}
	g := &segmentGroup{key: string(key), eval: newEvaluation(t.eval.inner, t.eval.rt)}
	for _, v := range in {
		g.values = append(g.values, v.At(row))
	}
	if err := g.enter(t.outer); err != nil {
		return nil, err
	}
	g.place(t.outer, t.eval.rt)
	gs.byKey[g.key] = g
	return g, nil
}

// outcome puts the groups' answers together.
func (e *segmentsEval) outcome() Outcome {
	switch {
	case e.groups.full:
		return Outcome{Check: e.check, Status: Error, Err: &CheckError{
			Code: "too-many-segments",
			Msg:  fmt.Sprintf("the segments are more than %d groups", MaxSegments),
			Hint: "choose columns with fewer values, or select rows with where",
		}}
	case e.task != nil && e.task.fault != nil:
		return faultOutcome(e.check, e.task.fault)
	}
	s := &segmentSum{eval: e, out: Outcome{Check: e.check}, segments: &Segments{Columns: e.check.Segments, MinGroupSize: e.check.MinGroupSize}}
	for _, g := range e.groups.sorted() {
		s.add(g)
	}
	return s.outcome()
}

// sorted are the groups in the order of their values.
func (gs *segmentGroups) sorted() []*segmentGroup {
	list := make([]*segmentGroup, 0, len(gs.byKey))
	for _, g := range gs.byKey {
		list = append(list, g)
	}
	slices.SortFunc(list, func(a, b *segmentGroup) int {
		for i := range a.values {
			if c, ok := vector.CompareScalars(a.values[i], b.values[i]); ok && c != 0 {
				return c
			}
		}
		return cmp.Compare(a.key, b.key)
	})
	return list
}
