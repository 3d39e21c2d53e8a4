package reports

import (
	"io"

	"assay/engine"
)

var _ = register(Format{
	Name:   "gx",
	Title:  "Great Expectations' validation result, as JSON",
	Needs:  func(o Options) (Needs, error) { return Needs{Examples: o.examples(machineExamples)}, nil },
	Render: func(w io.Writer, r *engine.Result, o Options) error { return nil },
})
