package reports

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/decimal256"

	"assay/engine"
	"assay/engine/vector"
)

func (j *outcomeJSON) outcome(files map[string]int) (engine.Outcome, error) {
	c := &engine.Check{
		ID: j.ID, Name: j.Expectation, Columns: j.Columns, Params: j.Params.params(),
		Expect: j.Expected, Mostly: 1, MaxUnexpected: j.MaxUnexpected, Notes: j.Notes,
	}
	o := engine.Outcome{Check: c, Counts: j.Counts.counts(), Observed: fromJSON(j.Observed), Err: j.Error.error(), SetAside: j.SetAside}
	var known bool
	if c.Severity, known = engine.ParseSeverity(j.Severity); !known {
		return o, fmt.Errorf("there is no severity %q", j.Severity)
	}
	if o.Status, known = engine.ParseStatus(j.Status); !known {
		return o, fmt.Errorf("there is no status %q", j.Status)
	}
	if j.GX != nil {
		c.Alias = *j.GX
	}
	if j.Fault != nil {
		c.Fault = *j.Fault
	}
	if j.Where != nil {
		c.Where = &engine.Condition{Text: *j.Where}
	}
	if j.At != nil {
		c.At = engine.Position{File: j.At.File, Line: j.At.Line, Col: j.At.Col}
	}
	if j.Evidence != nil && *j.Evidence == engine.FromStatistics.String() {
		o.Evidence = engine.FromStatistics
	}
	if err := j.limits(c); err != nil {
		return o, err
	}
	c.Meta, _ = fromJSON(j.Meta).(map[string]any)
	o.Details, _ = fromJSON(j.Details).(map[string]any)
	for _, e := range j.Examples {
		o.Examples = append(o.Examples, e.example(files))
	}
	var err error
	o.Segments, err = j.Segments.segments()
	if o.Segments != nil {
		c.Segments, c.MinGroupSize = o.Segments.Columns, o.Segments.MinGroupSize
	}
	return o, err
}

func (j *outcomeJSON) limits(c *engine.Check) (err error) {
	if n, given := j.Mostly.(json.Number); given {
		c.MostlyGiven = true
		if c.Mostly, err = n.Float64(); err != nil {
			return err
		}
	}
	if c.WarnAt, err = limitFromJSON(j.WarnAt); err != nil {
		return err
	}
	c.FailAt, err = limitFromJSON(j.FailAt)
	return err
}

func (j *countsJSON) counts() *engine.RowCounts {
	if j == nil {
		return nil
	}
	return &engine.RowCounts{
		Elements: j.Elements, Missing: j.Missing, Unexpected: j.Unexpected,
		OfElements: j.Judged == j.Elements && j.Missing > 0,
	}
}

func (j *errorJSON) error() *engine.CheckError {
	if j == nil {
		return nil
	}
	return &engine.CheckError{Code: j.Code, Msg: j.Message, Hint: j.Hint}
}

func (j *exampleJSON) example(files map[string]int) engine.Example {
	file, known := files[j.File]
	if !known {
		file = -1
	}
	e := engine.Example{At: engine.Address{File: file, Record: j.Record, Row: j.Row, Offset: -1}, Values: scalarsFromJSON(j.Values)}
	if j.Line != nil {
		e.At.Line = *j.Line
	}
	if j.Offset != nil {
		e.At.Offset = *j.Offset
	}
	if j.Reason != nil {
		e.Reason = *j.Reason
	}
	return e
}

func (j *segmentsJSON) segments() (*engine.Segments, error) {
	if j == nil {
		return nil, nil
	}
	s := &engine.Segments{Columns: j.Columns, MinGroupSize: j.MinGroupSize, Groups: j.Groups, Small: j.Small, Failed: j.Failed, Errors: j.Errors}
	for _, g := range j.Worst {
		status, known := engine.ParseStatus(g.Status)
		if !known {
			return nil, fmt.Errorf("there is no status %q", g.Status)
		}
		s.Worst = append(s.Worst, engine.Segment{
			Values: scalarsFromJSON(g.Values), Rows: g.Rows, Status: status,
			Err: g.Error.error(), Counts: g.Counts.counts(), Observed: fromJSON(g.Observed),
		})
	}
	return s, nil
}

func (j *timingJSON) timing() *engine.Timing {
	return &engine.Timing{
		Started: j.Started, Elapsed: time.Duration(j.Seconds * float64(time.Second)), BytesRead: j.BytesRead,
		Fetched: j.Fetched, Requests: j.Requests,
		Spilled: j.Spilled, Workers: j.Workers, Passes: j.Passes,
	}
}

func scalarsFromJSON(list []any) []vector.Scalar {
	out := make([]vector.Scalar, len(list))
	for i, v := range list {
		switch v := v.(type) {
		case json.Number:
			out[i] = numberFromJSON(v)
		case string:
			out[i] = vector.StringScalar(v)
		case bool:
			out[i] = vector.Scalar{Type: arrow.FixedWidthTypes.Boolean, Lane: vector.Bool}
			if v {
				out[i].I = 1
			}
		}
	}
	return out
}

// fromJSON turns numbers into scalars, everywhere within v.
func fromJSON(v any) any {
	switch v := v.(type) {
	case json.Number:
		return numberFromJSON(v)
	case []any:
		out := make([]any, len(v))
		for i, e := range v {
			out[i] = fromJSON(e)
		}
		return out
	case map[string]any:
		if v == nil {
			return nil
		}
		out := make(map[string]any, len(v))
		for key, e := range v {
			out[key] = fromJSON(e)
		}
		return out
	}
	return v
}

// numberFromJSON keeps every digit: what is no int64 and no float that is
// written like this is a decimal.
func numberFromJSON(n json.Number) vector.Scalar {
	if i, err := n.Int64(); err == nil {
		return vector.IntScalar(i)
	}
	f, err := n.Float64()
	float := vector.FloatScalar(f)
	if err == nil && string(float.AppendJSON(nil)) == n.String() {
		return float
	}
	_, fraction, _ := strings.Cut(n.String(), ".")
	scale := int32(len(fraction))
	d, err := decimal256.FromString(n.String(), decimal256.MaxPrecision, scale)
	if err != nil {
		return float
	}
	return vector.Scalar{Type: &arrow.Decimal256Type{Precision: decimal256.MaxPrecision, Scale: scale}, Lane: vector.Decimal, D: d}
}
