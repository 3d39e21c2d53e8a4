package reports

import (
	"io"
	"math"
	"slices"

	"assay/engine"
)

var _ = register(Format{
	Name:  "dvc-metrics",
	Title: "figures that dvc metrics show and diff compare",
	Needs: func(Options) (Needs, error) { return Needs{}, nil },
	Render: func(w io.Writer, r *engine.Result, _ Options) error {
		return writeLaidOut(w, dvcMetrics(r))
	},
})

// dvcMetrics are numbers and booleans in objects, all that DVC shows of a file
// of metrics: https://dvc.org/doc/command-reference/metrics.
func dvcMetrics(r *engine.Result) members {
	t := count(r.Outcomes)
	var outcomes members
	for _, o := range slices.Concat(r.Outcomes, r.Findings) {
		outcomes = append(outcomes, member{cleanName(o.Check.ID), dvcOutcome(o)})
	}
	all := members{{"accepted", Accepted(r)}, {"rows", r.Rows}}
	for _, s := range sides(r) {
		all = append(all, member{"rows_" + s.name, s.rows})
	}
	return append(all,
		member{"expectations", members{{"passed", t.Pass}, {"failed", t.Fail}, {"errors", t.Error}}},
		member{"outcomes", outcomes})
}

// dvcOutcome is what is numeric in an outcome.
func dvcOutcome(o engine.Outcome) members {
	m := members{{"passed", o.Status == engine.Pass}}
	if o.SetAside {
		m = append(m, member{"set_aside", true})
	}
	if c := o.Counts; c != nil && o.Status != engine.Error {
		m = append(m, member{"unexpected", c.Unexpected}, member{"unexpected_share", jsonFloat(unexpectedShare(c))}, member{"missing", c.Missing})
	}
	if v, ok := observedNumber(o); ok && !math.IsInf(v, 0) && !math.IsNaN(v) {
		m = append(m, member{"observed", jsonFloat(v)})
	}
	return m
}

// unexpectedShare is the part of the judged rows that was not as expected, 0 where none
// was judged.
func unexpectedShare(c *engine.RowCounts) float64 {
	if c.Judged() == 0 {
		return 0
	}
	return float64(c.Unexpected) / float64(c.Judged())
}
