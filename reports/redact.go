package reports

import (
	"maps"
	"slices"
	"strings"

	"assay/engine"
	"assay/engine/profile"
	"assay/engine/vector"
)

// redacted stands for a value that must not be shown.
const redacted = "[redacted]"

// Redaction says which columns' values no report may show.
type Redaction struct {
	All     bool
	Columns []string
}

// Redact is r without the values of the data that must not be shown: what
// stands in examples, in figures of columns and in messages. Counts, shares,
// addresses and verdicts stay, and so does what is null. r itself is left as it
// is; it must stay open as long as the copy is used.
func Redact(r *engine.Result, what Redaction) *engine.Result {
	if !what.All && len(what.Columns) == 0 {
		return r
	}
	out := *r
	out.Outcomes, out.Findings = what.outcomes(r.Outcomes), what.outcomes(r.Findings)
	out.Profile = slices.Clone(r.Profile)
	for i, p := range out.Profile {
		if i < len(r.Columns) && what.hides(r.Columns[i].Name) {
			out.Profile[i] = profile.Summary{Rows: p.Rows, Nulls: p.Nulls, Invalid: p.Invalid, Distinct: p.Distinct, DistinctError: p.DistinctError}
		}
	}
	return &out
}

func (w Redaction) hides(column string) bool { return w.All || slices.Contains(w.Columns, column) }

func (w Redaction) outcomes(list []engine.Outcome) []engine.Outcome {
	out := make([]engine.Outcome, len(list))
	for i, o := range list {
		out[i] = w.outcome(o)
	}
	return out
}

func (w Redaction) outcome(o engine.Outcome) engine.Outcome {
	o.Examples = slices.Clone(o.Examples)
	for i, e := range o.Examples {
		o.Examples[i] = w.example(o.Check, e)
	}
	if all, check := o.All, o.Check; all != nil {
		o.All = engine.NewFailureLog(all.Len, func(visit func(engine.Example) error) error {
			return all.Each(func(e engine.Example) error { return visit(w.example(check, e)) })
		})
	}
	hidden := w.about(o.Check)
	if hidden {
		o.Err = hideError(o.Err)
		if _, figure := o.Check.Kind.(engine.Fold); figure || o.Check.Kind == nil {
			o.Observed, o.Details = hideObserved(o.Observed), nil
		}
	}
	o.Segments = w.segments(o.Segments, hidden)
	return o
}

// about reports whether an outcome of c may show a value to hide. Of a result
// that was saved, all that is known is the columns.
func (w Redaction) about(c *engine.Check) bool {
	if c.Kind == nil {
		return slices.ContainsFunc(slices.Concat(c.Columns, c.Segments), w.hides)
	}
	return slices.ContainsFunc(c.Reads(), w.hides)
}

// example hides the values of an unexpected row, by column where each value is
// known to be of one.
func (w Redaction) example(c *engine.Check, e engine.Example) engine.Example {
	columns := c.Columns
	switch {
	case c.Kind == engine.ValidCells:
		// The reason begins with the name of the cell's column.
		hide := w.All || slices.ContainsFunc(w.Columns, func(name string) bool { return strings.HasPrefix(e.Reason, name+" is not ") })
		e.Values = hideValues(e.Values, func(int) bool { return hide })
	case len(columns) == len(e.Values):
		e.Values = hideValues(e.Values, func(i int) bool { return w.hides(columns[i]) })
	default:
		hide := w.All || w.about(c)
		e.Values = hideValues(e.Values, func(int) bool { return hide })
	}
	e.Beside = hideValues(e.Beside, func(i int) bool { return i >= len(c.Beside) || w.hides(c.Beside[i]) })
	return e
}

func (w Redaction) segments(s *engine.Segments, hidden bool) *engine.Segments {
	if s == nil {
		return nil
	}
	out := *s
	out.Worst = slices.Clone(s.Worst)
	for i, g := range out.Worst {
		g.Values = hideValues(g.Values, func(i int) bool { return i >= len(s.Columns) || w.hides(s.Columns[i]) })
		if hidden {
			g.Err, g.Observed = hideError(g.Err), hideObserved(g.Observed)
		}
		out.Worst[i] = g
	}
	return &out
}

// hideValues hides those values that are not null.
func hideValues(values []vector.Scalar, hide func(i int) bool) []vector.Scalar {
	out := slices.Clone(values)
	for i, v := range out {
		if hide(i) && !v.IsNull() {
			out[i] = vector.StringScalar(redacted)
		}
	}
	return out
}

func hideObserved(v any) any {
	switch v := v.(type) {
	case nil:
		return nil
	case vector.Scalar:
		return hideValues([]vector.Scalar{v}, func(int) bool { return true })[0]
	case map[string]any:
		out := maps.Clone(v)
		for key := range out {
			out[key] = redacted
		}
		return out
	}
	return redacted
}

// hideError keeps what kind of error it was: the message of one that a row
// caused may quote the row.
func hideError(e *engine.CheckError) *engine.CheckError {
	if e == nil || e.Code != "evaluation-error" {
		return e
	}
	return &engine.CheckError{Code: e.Code, Msg: "a row could not be evaluated; what it holds is redacted", Hint: e.Hint}
}
