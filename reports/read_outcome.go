package reports

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"assay/engine"
)

// outcomeReader turns outcomes of the json report back into the engine's.
type outcomeReader struct {
	files map[string]int    // indexes by path
	types map[string]string // of columns, by name
}

func newOutcomeReader(r *engine.Result) *outcomeReader {
	read := &outcomeReader{files: make(map[string]int), types: make(map[string]string)}
	for i, f := range r.Files {
		read.files[f.Path] = i
	}
	for _, c := range r.Columns {
		read.types[c.Name] = c.Type
	}
	return read
}

func (r *outcomeReader) outcomes(list []outcomeJSON) ([]engine.Outcome, error) {
	var out []engine.Outcome
	for _, j := range list {
		o, err := r.outcome(j)
		if err != nil {
			return nil, fmt.Errorf("outcome %s: %w", j.ID, err)
		}
		out = append(out, o)
	}
	return out, nil
}

func (r *outcomeReader) outcome(j outcomeJSON) (engine.Outcome, error) {
	c, err := readCheck(j)
	if err != nil {
		return engine.Outcome{}, err
	}
	o := engine.Outcome{Check: c, Err: j.Error.checkError()}
	if o.Counts, err = j.Counts.counts(); err != nil {
		return o, err
	}
	if o.Status, err = readStatus(j.Status); err != nil {
		return o, err
	}
	if j.Evidence != nil && *j.Evidence == engine.FromStatistics.String() {
		o.Evidence = engine.FromStatistics
	}
	only := r.columnType(c.Columns, 0, 1)
	o.Observed = readValue(j.Observed, only)
	if details, ok := j.Details.(map[string]any); ok {
		o.Details, _ = readValue(details, only).(map[string]any)
	}
	if o.Segments, err = r.segments(j.Segments); err != nil {
		return o, err
	}
	for _, e := range j.Examples {
		example, err := r.example(c, e)
		if err != nil {
			return o, err
		}
		o.Examples = append(o.Examples, example)
	}
	return o, nil
}

func readCheck(j outcomeJSON) (*engine.Check, error) {
	severity, ok := engine.ParseSeverity(j.Severity)
	if !ok {
		return nil, fmt.Errorf("severity cannot be %q", j.Severity)
	}
	c := &engine.Check{
		ID: j.ID, Name: j.Expectation, Columns: j.Columns, Params: readParams(j.Params), Expect: j.Expected,
		Severity: severity, Mostly: 1, MaxUnexpected: j.MaxUnexpected, Notes: j.Notes, Meta: j.Meta,
		WarnAt: readLimit(j.WarnAt), FailAt: readLimit(j.FailAt),
	}
	if j.GX != nil {
		c.Alias = *j.GX
	}
	if j.Where != nil {
		c.Where = &engine.Condition{Text: *j.Where}
	}
	if j.At != nil {
		c.At = engine.Position{File: j.At.File, Line: j.At.Line, Col: j.At.Col}
	}
	if n, ok := j.Mostly.(json.Number); ok {
		var err error
		if c.Mostly, err = n.Float64(); err != nil {
			return nil, fmt.Errorf("mostly cannot be %s", n)
		}
		c.MostlyGiven = true
	}
	if j.Segments != nil {
		c.Segments, c.MinGroupSize = j.Segments.Columns, j.Segments.MinGroupSize
	}
	for s := engine.NotEmpty; s <= engine.ValidCells; s++ {
		if s.String() == c.Name {
			c.Kind = s
		}
	}
	return c, nil
}

func readStatus(name string) (engine.Status, error) {
	list := []engine.Status{engine.Pass, engine.Fail, engine.Error}
	i := slices.IndexFunc(list, func(s engine.Status) bool { return s.String() == name })
	if i < 0 {
		return engine.Error, fmt.Errorf("status cannot be %q", name)
	}
	return list[i], nil
}

// readLimit reads "5%" or a number of rows.
func readLimit(v any) *engine.Limit {
	switch v := v.(type) {
	case string:
		if share, err := strconv.ParseFloat(strings.TrimSuffix(v, "%"), 64); err == nil {
			return &engine.Limit{Share: true, Value: share / 100}
		}
	case json.Number:
		if n, err := v.Float64(); err == nil {
			return &engine.Limit{Value: n}
		}
	}
	return nil
}

// counts are those of the engine. Where no row was passed over, nothing tells
// what shares are of, nor does it matter.
func (c *countsJSON) counts() (*engine.RowCounts, error) {
	switch {
	case c == nil:
		return nil, nil
	case c.Missing < 0, c.Unexpected < 0, c.Unexpected > c.Judged, c.Judged > c.Elements:
		return nil, errors.New("its counts contradict each other")
	}
	return &engine.RowCounts{
		Elements: c.Elements, Missing: c.Missing, Unexpected: c.Unexpected,
		OfElements: c.Missing > 0 && c.Judged == c.Elements,
	}, nil
}

func (e *errorJSON) checkError() *engine.CheckError {
	if e == nil {
		return nil
	}
	return &engine.CheckError{Code: e.Code, Msg: e.Message, Hint: e.Hint}
}

func (r *outcomeReader) example(c *engine.Check, j exampleJSON) (engine.Example, error) {
	file, known := r.files[j.File]
	if !known {
		return engine.Example{}, fmt.Errorf("an example stands in %q, which is not among the files", j.File)
	}
	e := engine.Example{At: engine.Address{File: file, Record: j.Record, Row: j.Row, Offset: -1}}
	if j.Line != nil {
		e.At.Line = *j.Line
	}
	if j.Offset != nil {
		e.At.Offset = *j.Offset
	}
	if j.Reason != nil {
		e.Reason = *j.Reason
	}
	for i, v := range j.Values {
		e.Values = append(e.Values, readScalar(v, r.columnType(c.Columns, i, len(j.Values))))
	}
	return e, nil
}

// columnType is the type of column i, "" unless there are n columns.
func (r *outcomeReader) columnType(columns []string, i, n int) string {
	if len(columns) != n {
		return ""
	}
	return r.types[columns[i]]
}

func (r *outcomeReader) segments(j *segmentsJSON) (*engine.Segments, error) {
	if j == nil {
		return nil, nil
	}
	s := &engine.Segments{
		Columns: j.Columns, MinGroupSize: j.MinGroupSize, Groups: j.Groups, Small: j.Small, Failed: j.Failed, Errors: j.Errors,
	}
	for _, g := range j.Worst {
		status, err := readStatus(g.Status)
		if err != nil {
			return nil, err
		}
		counts, err := g.Counts.counts()
		if err != nil {
			return nil, err
		}
		segment := engine.Segment{Rows: g.Rows, Status: status, Err: g.Error.checkError(), Counts: counts, Observed: readValue(g.Observed, "")}
		for i, v := range g.Values {
			segment.Values = append(segment.Values, readScalar(v, r.columnType(j.Columns, i, len(g.Values))))
		}
		s.Worst = append(s.Worst, segment)
	}
	return s, nil
}
