package expectations

import (
	"fmt"

	"assay/engine"
	"assay/engine/fold"
	"assay/engine/vector"
)

// known is the kind of expectations whose answer is in the schema.
func known(o engine.Observation) engine.Fold {
	return engine.Fold{Judge: func([]fold.Accumulator) (engine.Observation, error) { return o, nil }}
}

// within judges one observed value by a range. Nothing observed lies in no
// range, not even in one without bounds.
func within(r *vector.Range, v vector.Scalar) engine.Observation {
	return engine.Observation{Success: !v.IsNull() && r.Contains(v), Value: v}
}

// ellipsis ends a list that is cut short, with how many there are in all.
func ellipsis(n int) string { return fmt.Sprintf(" … (%d)", n) }
