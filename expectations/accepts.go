package expectations

import (
	"assay/engine"
	"assay/engine/vector"
)

// accepts is the kind of expectations that judge the text of each cell alone.
func accepts(column oneColumn, accept func(text []byte) bool) engine.Rows {
	return rows(column.text(), func(v *vector.Vector, out vector.Mask) {
		vector.TextsRefused(accept, v, out)
	})
}
