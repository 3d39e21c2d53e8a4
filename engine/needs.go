package engine

import "slices"

// needs returns the pass's tasks for accumulators, adding those it lacks.
func (p *pass) needs(needs []Need, where *Condition) ([]*foldTask, error) {
	tasks := make([]*foldTask, len(needs))
	for i, need := range needs {
		d, err := p.domain(need.Inputs, where)
		if err != nil {
			return nil, err
		}
		key := foldKey(need.Key, d)
		t, ok := p.folds[key]
		if !ok {
			t = &foldTask{domain: d, need: need}
			p.folds[key] = t
			p.tasks = append(p.tasks, t)
		}
		tasks[i] = t
	}
	return tasks, nil
}

// share leaves out the accumulators that greater ones serve for.
func (p *pass) share() {
	p.tasks = slices.DeleteFunc(p.tasks, func(t task) bool {
		f, ok := t.(*foldTask)
		if !ok || f.need.Within == "" {
			return false
		}
		f.within = p.folds[foldKey(f.need.Within, f.domain)]
		return f.within != nil
	})
}

// server is the task that fills the accumulator: t, or the one it is within.
func (t *foldTask) server() *foldTask {
	if t.within != nil {
		return t.within
	}
	return t
}

func foldKey(need string, d domain) string { return need + "|" + d.key() }
