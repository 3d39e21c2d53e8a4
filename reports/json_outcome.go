package reports

import (
	"cmp"

	"assay/engine"
)

type outcomeJSON struct {
	ID            string         `json:"id"`
	Expectation   string         `json:"expectation"`
	GX            *string        `json:"gx"`
	Columns       []string       `json:"columns"`
	Params        members        `json:"params"`
	Where         *string        `json:"where"`
	Severity      string         `json:"severity"`
	Status        string         `json:"status"`
	SetAside      bool           `json:"set_aside,omitempty"`
	Evidence      *string        `json:"evidence"`
	Mostly        any            `json:"mostly"`
	MaxUnexpected *int64         `json:"max_unexpected"`
	WarnAt        any            `json:"warn_at"`
	FailAt        any            `json:"fail_at"`
	Expected      string         `json:"expected"`
	Fault         *string        `json:"fault"`
	Counts        *countsJSON    `json:"counts"`
	Observed      any            `json:"observed"`
	Details       any            `json:"details"`
	Segments      *segmentsJSON  `json:"segments"`
	Examples      []exampleJSON  `json:"examples"`
	Error         *errorJSON     `json:"error"`
	Notes         []string       `json:"notes"`
	Meta          map[string]any `json:"meta"`
	At            *positionJSON  `json:"at"`
}

type countsJSON struct {
	Elements          int64 `json:"elements"`
	Missing           int64 `json:"missing"`
	Judged            int64 `json:"judged"`
	Unexpected        int64 `json:"unexpected"`
	MissingPercent    any   `json:"missing_percent"`
	UnexpectedPercent any   `json:"unexpected_percent"`
}

type exampleJSON struct {
	File   string  `json:"file"`
	Record int64   `json:"record"`
	Row    int64   `json:"row"`
	Line   *int64  `json:"line"`
	Offset *int64  `json:"offset"`
	Values []any   `json:"values"`
	Reason *string `json:"reason"`
}

type errorJSON struct {
	Code    string `json:"code"`
	Message string `json:"message"`
	Hint    string `json:"hint"`
}

type positionJSON struct {
	File string `json:"file"`
	Line int    `json:"line"`
	Col  int    `json:"col"`
}

func newOutcomes(r *engine.Result, list []engine.Outcome, examples int) []outcomeJSON {
	out := make([]outcomeJSON, len(list))
	for i, o := range list {
		out[i] = newOutcome(r, o, examples)
	}
	return out
}

func newOutcome(r *engine.Result, o engine.Outcome, examples int) outcomeJSON {
	c := o.Check
	j := outcomeJSON{
		ID: c.ID, Expectation: c.Name, GX: optional(c.Alias),
		Columns: orEmpty(c.Columns), Params: params(c.Params),
		Severity: c.Severity.String(), Status: o.Status.String(), SetAside: o.SetAside,
		MaxUnexpected: c.MaxUnexpected, WarnAt: limitJSON(c.WarnAt), FailAt: limitJSON(c.FailAt), Expected: c.Expect, Fault: optional(c.Fault),
		Counts: newCounts(o.Counts), Observed: plain(o.Observed), Details: details(o),
		Segments: newSegments(o.Segments), Examples: newExamples(r, o.Examples, examples),
		Notes: orEmpty(c.Notes), Meta: meta(c),
	}
	if c.Where != nil {
		j.Where = &c.Where.Text
	}
	if c.MostlyGiven {
		j.Mostly = jsonFloat(c.Mostly)
	}
	if e := failure(o); e != nil {
		j.Error = &errorJSON{Code: e.Code, Message: e.Msg, Hint: e.Hint}
	} else {
		j.Evidence = optional(o.Evidence.String())
	}
	if c.At.Line > 0 {
		j.At = &positionJSON{File: c.At.File, Line: c.At.Line, Col: c.At.Col}
	}
	return j
}

// limitJSON is a share as a text with a percent sign, or a number of rows.
func limitJSON(l *engine.Limit) any {
	switch {
	case l == nil:
		return nil
	case l.Share:
		return l.String()
	}
	return int64(l.Value)
}

// failure is why o has no answer, nil where it has one.
func failure(o engine.Outcome) *engine.CheckError {
	if o.Status != engine.Error {
		return nil
	}
	return cmp.Or(o.Err, o.Check.Err, &engine.CheckError{Code: "unknown", Msg: "the check could not be evaluated"})
}

func newCounts(c *engine.RowCounts) *countsJSON {
	if c == nil {
		return nil
	}
	return &countsJSON{
		Elements: c.Elements, Missing: c.Missing, Judged: c.Judged(), Unexpected: c.Unexpected,
		MissingPercent:    percent(c.Missing, c.Elements),
		UnexpectedPercent: percent(c.Unexpected, c.Judged()),
	}
}

func newExamples(r *engine.Result, list []engine.Example, limit int) []exampleJSON {
	list = list[:min(len(list), limit)]
	out := make([]exampleJSON, len(list))
	for i, e := range list {
		out[i] = exampleJSON{
			File: fileName(r, e.At.File), Record: e.At.Record, Row: e.At.Row,
			Line: lineOf(e.At), Offset: offsetOf(e.At),
			Values: valueList(e.Values), Reason: optional(e.Reason),
		}
	}
	return out
}

// fileName is the path of a file of the dataset.
func fileName(r *engine.Result, index int) string {
	if index < 0 || index >= len(r.Files) {
		return ""
	}
	return r.Files[index].Path
}

// details are nil rather than an empty object.
func details(o engine.Outcome) any {
	if len(o.Details) == 0 {
		return nil
	}
	return plain(o.Details)
}

func meta(c *engine.Check) map[string]any {
	object, _ := plain(c.Meta).(map[string]any)
	return object
}

func optional(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func orEmpty(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}
