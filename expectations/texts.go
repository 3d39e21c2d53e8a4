package expectations

import (
	"assay/engine"
	"assay/engine/vector"
)

// texts marks the values of a column of text that are not valid.
func texts(valid func(text []byte) bool) engine.PredicateFunc {
	return func(in []*vector.Vector, rows int, out *engine.Marks) error {
		v := in[0]
		if v.Lane != vector.Bytes {
			return nil
		}
		for row := range rows {
			if v.IsValid(row) && !out.Ignored.Get(row) && !valid(v.BytesAt(row)) {
				out.Unexpected.Set(row)
			}
		}
		return nil
	}
}
