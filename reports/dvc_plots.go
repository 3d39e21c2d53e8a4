package reports

import (
	"io"
	"slices"
	"strings"

	"assay/engine"
)

var _ = register(Format{
	Name:  "dvc-plots",
	Title: "points for dvc plots: the share of unexpected rows by outcome",
	Needs: func(Options) (Needs, error) { return Needs{}, nil },
	Render: func(w io.Writer, r *engine.Result, _ Options) error {
		points := []members{}
		for _, o := range slices.Concat(r.Outcomes, r.Findings) {
			if o.Counts != nil && o.Status != engine.Error {
				points = append(points, dvcPoint(o))
			}
		}
		return writeLaidOut(w, points)
	},
})

// dvcPoint is a flat object, as DVC takes a data point:
// https://dvc.org/doc/command-reference/plots.
func dvcPoint(o engine.Outcome) members {
	return members{
		{"outcome", cleanName(o.Check.ID)},
		{"column", cleanName(strings.Join(o.Check.Columns, ", "))},
		{"severity", o.Check.Severity.String()},
		{"status", o.Status.String()},
		{"judged", o.Counts.Judged()},
		{"unexpected", o.Counts.Unexpected},
		{"unexpected_share", jsonFloat(unexpectedShare(o.Counts))},
	}
}
