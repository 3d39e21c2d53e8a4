package engine

import (
	"assay/engine/fold"
	"assay/engine/profile"
)

// profile adds a task for each column of the schema. It joins after all
// checks, so that it reads what they read and adds only what nobody else does.
func (p *pass) profile() ([]*foldTask, error) {
	limit := profile.Limit(p.schema.NumFields())
	tasks := make([]*foldTask, p.schema.NumFields())
	for i, field := range p.schema.Fields() {
		if !profile.Describes(field.Type) {
			continue
		}
		need := Need{
			Key:    "profile",
			Inputs: []Input{{Column: field.Name, Dict: profile.TakesDictionary(field.Type), lenient: true}},
			New:    func(env *fold.Env) fold.Accumulator { return profile.New(env, limit) },
		}
		filled, err := p.needs([]Need{need}, nil)
		if err != nil {
			return nil, err
		}
		tasks[i] = filled[0]
	}
	return tasks, nil
}

// summaries are what the tasks found, the zero value for a column without one.
func summaries(tasks []*foldTask) []profile.Summary {
	if tasks == nil {
		return nil
	}
	list := make([]profile.Summary, len(tasks))
	for i, t := range tasks {
		if t != nil {
			list[i] = t.filled.(*profile.Column).Summary()
			list[i].Nulls -= t.invalid
			list[i].Invalid = t.invalid
		}
	}
	return list
}
