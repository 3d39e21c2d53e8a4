package engine

import (
	"context"
	"fmt"

	"assay/engine/fold"
)

// relating is a check that reads other data, after the first pass over its own.
type relating interface {
	relate(ctx context.Context) error
}

// relate reads what checks ask of other data.
func relate(ctx context.Context, evals []evaluation) error {
	for _, e := range evals {
		if r, ok := e.(relating); ok {
			if err := r.relate(ctx); err != nil {
				return err
			}
		}
	}
	return nil
}

// readsOther reports whether a kind compares with other data.
func readsOther(kind Kind) bool {
	switch k := kind.(type) {
	case Keyed:
		return k.Other != nil
	case Fold:
		return k.Other != nil
	}
	return false
}

// relate looks the keys up.
func (e *keyedEval) relate(ctx context.Context) error {
	other := e.keyed.Other
	if other == nil || e.keys.fault != nil {
		return nil
	}
	need := Need{Key: "keys", Inputs: other.Inputs, New: fold.NewKeys(e.keyed.Ignore == IgnoreAnyNull)}
	filled, cerr, err := e.rt.fill(ctx, other.Source, []Need{need})
	switch {
	case err != nil:
		return err
	case cerr != nil:
		e.keys.fault = &rowFault{row: -1, err: cerr}
		return nil
	}
	if err := e.keys.table.Compare(filled[0].(*fold.Keys).Table(), other.Present); err != nil {
		return fmt.Errorf("look up keys: %w", err)
	}
	return nil
}

// relate fills the accumulators over other data.
func (e *foldEval) relate(ctx context.Context) (err error) {
	if e.fold.Other == nil {
		return nil
	}
	e.other, e.err, err = e.rt.fill(ctx, e.fold.Other.Source, e.fold.Other.Needs)
	return err
}

// fill reads other data once.
func (rt *runtime) fill(ctx context.Context, src Source, needs []Need) ([]fold.Accumulator, *CheckError, error) {
	p := newPass(firstPass, src.Schema())
	tasks, err := p.needs(needs, nil)
	if err != nil {
		return nil, nil, err
	}
	p.share()
	quiet := *rt
	quiet.opt.Progress = nil
	if _, err := quiet.runPass(ctx, p, src, false); err != nil {
		return nil, nil, err
	}
	filled, cerr := filledAccumulators(tasks, false)
	return filled, cerr, nil
}
