package reports

import (
	"fmt"

	"assay/engine"
)

// divided says what became of the rows that a quarantine divided, "" where there
// was none: "18 rows to good.csv, 2 rejected to bad.csv (at most 10% allowed)".
func divided(r *engine.Result) string {
	q := r.Quarantine
	switch {
	case q == nil:
		return ""
	case q.Withheld != "":
		return "no rows were written: " + clean(q.Withheld)
	}
	text := fmt.Sprintf("%s accepted%s, %s rejected%s",
		plural(q.Accepted, "row"), destination(q.AcceptedPath), group(q.Rejected), destination(q.RejectedPath))
	if q.MaxRejected != nil {
		text += fmt.Sprintf(" (at most %s allowed)", q.MaxRejected)
	}
	return text
}

func destination(path string) string {
	if path == "" {
		return ""
	}
	return " to " + clean(path)
}

// side is where some of the rows went.
type side struct {
	name string // accepted or rejected
	rows int64
	path string // "" where they went to no file
}

// sides are the two into which a quarantine divided the rows, none where there
// was none, or no rows were written.
func sides(r *engine.Result) []side {
	q := r.Quarantine
	if q == nil || q.Withheld != "" {
		return nil
	}
	return []side{{"accepted", q.Accepted, q.AcceptedPath}, {"rejected", q.Rejected, q.RejectedPath}}
}

// excused says of a failure that it does not count, "" where it does.
func excused(r *engine.Result, o engine.Outcome) string {
	if !o.SetAside {
		return ""
	}
	text := "the rows are set aside, and do not count against the data"
	if q := r.Quarantine; q != nil && q.RejectedPath == "" {
		text = "the rows are left out, and do not count against the data"
	}
	return text
}

// quarantineJSON is what became of the rows.
type quarantineJSON struct {
	Accepted    sideJSON `json:"accepted"`
	Rejected    sideJSON `json:"rejected"`
	MaxRejected any      `json:"max_rejected"`
	Withheld    *string  `json:"withheld"`
}

type sideJSON struct {
	Path *string `json:"path"`
	Rows int64   `json:"rows"`
}

func newQuarantine(q *engine.QuarantineResult) *quarantineJSON {
	if q == nil {
		return nil
	}
	return &quarantineJSON{
		Accepted:    sideJSON{Path: optional(q.AcceptedPath), Rows: q.Accepted},
		Rejected:    sideJSON{Path: optional(q.RejectedPath), Rows: q.Rejected},
		MaxRejected: limitJSON(q.MaxRejected), Withheld: optional(q.Withheld),
	}
}

func (j *quarantineJSON) result() (*engine.QuarantineResult, error) {
	if j == nil {
		return nil, nil
	}
	q := &engine.QuarantineResult{
		AcceptedPath: given(j.Accepted.Path), Accepted: j.Accepted.Rows,
		RejectedPath: given(j.Rejected.Path), Rejected: j.Rejected.Rows,
		Withheld: given(j.Withheld),
	}
	var err error
	if q.MaxRejected, err = limitFromJSON(j.MaxRejected); err != nil {
		return nil, fmt.Errorf("quarantine: %w", err)
	}
	return q, nil
}
