package expectations

import (
	"fmt"
	"math"

	"assay/engine"
	"assay/engine/fold"
	"assay/engine/vector"
)

// known is the kind of expectations whose answer is in the schema.
func known(o engine.Observation) engine.Fold {
	return engine.Fold{Judge: func([]fold.Accumulator) (engine.Observation, error) { return o, nil }}
}

// observed is the kind of expectations that judge one figure by a range. of
// takes it from the accumulator that need asks for.
func observed[A fold.Accumulator](need engine.Need, r *vector.Range, of func(A) (vector.Scalar, error)) engine.Fold {
	return engine.Fold{
		Needs: []engine.Need{need},
		Judge: func(filled []fold.Accumulator) (engine.Observation, error) {
			v, err := of(filled[0].(A))
			if err != nil {
				return engine.Observation{}, err
			}
			return engine.Observation{Success: inside(r, v), Value: v}, nil
		},
	}
}

// inside reports whether something was observed that lies in r. Nothing lies in
// no range, not even in one without bounds.
func inside(r *vector.Range, v vector.Scalar) bool { return !v.IsNull() && r.Contains(v) }

// figure is a float64 that was observed: null where it does not exist (ok is
// false) or is undefined (NaN, where infinite values are among the data).
func figure(f float64, ok bool) vector.Scalar {
	if !ok || math.IsNaN(f) {
		return vector.Scalar{}
	}
	return vector.FloatScalar(f)
}

// ellipsis ends a list that is cut short, with how many there are in all.
func ellipsis(n int) string { return fmt.Sprintf(" … (%d)", n) }

// ratio is n of total, 0 where there is nothing to have a share of.
func ratio(n, total int64) vector.Scalar {
	if total == 0 {
		return vector.FloatScalar(0)
	}
	return vector.FloatScalar(float64(n) / float64(total))
}
