package reports

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"assay/engine"
)

// ReadJSON reads a result that the json report wrote. What that leaves out is
// not in the result either: unexpected rows beyond the examples, and what only
// the check's binding to the data knows. Spec.Lacks says what a report misses.
func ReadJSON(in io.Reader) (*engine.Result, error) {
	raw, err := io.ReadAll(in)
	if err != nil {
		return nil, err
	}
	var version struct {
		AssayResult int `json:"assay_result"`
	}
	if err := json.Unmarshal(raw, &version); err != nil {
		return nil, atLine(raw, err)
	}
	switch {
	case version.AssayResult == 0:
		return nil, errors.New("it is no result that assay check --report json wrote: it has no assay_result")
	case version.AssayResult != jsonVersion:
		return nil, fmt.Errorf("its schema has version %d, and this assay reads version %d", version.AssayResult, jsonVersion)
	}
	var d document
	if err := decodeNumbers(raw, &d); err != nil {
		return nil, atLine(raw, err)
	}
	return d.result()
}

// decodeNumbers decodes JSON and keeps the digits of numbers.
func decodeNumbers(raw []byte, v any) error {
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	return dec.Decode(v)
}

// atLine adds the line to an error of encoding/json that knows its place.
func atLine(raw []byte, err error) error {
	var syntax *json.SyntaxError
	var typed *json.UnmarshalTypeError
	offset := int64(-1)
	switch {
	case errors.As(err, &syntax):
		offset = syntax.Offset
	case errors.As(err, &typed):
		offset = typed.Offset
	}
	if offset < 0 || offset > int64(len(raw)) {
		return err
	}
	return fmt.Errorf("line %d: %w", 1+bytes.Count(raw[:offset], []byte("\n")), err)
}

func (d *document) result() (*engine.Result, error) {
	failOn, ok := engine.ParseThreshold(d.FailOn)
	if !ok {
		return nil, fmt.Errorf("fail_on cannot be %q", d.FailOn)
	}
	r := &engine.Result{
		Version: d.AssayVersion,
		Suite: engine.SuiteInfo{
			Name: d.Suite.Name, Description: d.Suite.Description, Path: d.Suite.Path, Digest: d.Suite.Digest,
			Params: readParams(d.Suite.Params),
		},
		Rows:     d.Rows,
		FailOn:   failOn,
		Accepted: failOn == engine.FailOnNever || d.Verdict == "accepted",
		Timing:   d.Timing.result(),
	}
	for _, f := range d.Files {
		file := engine.FileResult{Path: f.Path, Format: f.Format, ReadAs: f.ReadAs, Bytes: -1, Records: f.Records, BlankLines: f.BlankLines}
		if f.Bytes != nil {
			file.Bytes = *f.Bytes
		}
		r.Files = append(r.Files, file)
	}
	for _, c := range d.Columns {
		r.Columns = append(r.Columns, engine.ColumnInfo(c))
	}
	reader := newOutcomeReader(r)
	var err error
	if r.Outcomes, err = reader.outcomes(d.Outcomes); err != nil {
		return nil, err
	}
	r.Findings, err = reader.outcomes(d.Findings)
	return r, err
}

func (t *timingJSON) result() *engine.Timing {
	if t == nil {
		return nil
	}
	return &engine.Timing{
		Started: t.Started, Elapsed: time.Duration(t.Seconds * float64(time.Second)), BytesRead: t.BytesRead,
		Spilled: t.Spilled, Workers: t.Workers, Passes: t.Passes,
	}
}

// readParams are parameters without the names that other tools have for them.
func readParams(list members) []engine.Param {
	var params []engine.Param
	for _, m := range list {
		params = append(params, engine.Param{Name: m.key, Value: readLiteral(m.value)})
	}
	return params
}

// Lacks says what a result that was read by ReadJSON does not hold of what the
// report needs, and the way out; nil means that the report can be written.
func (s Spec) Lacks(r *engine.Result, o Options) error {
	n, err := s.Needs(o)
	if err != nil {
		return err
	}
	switch {
	case n.Origin:
		return fmt.Errorf("the saved result does not hold what Great Expectations calls the parameters: write %s while checking", s.Format.Name)
	case n.Timing && r.Timing == nil:
		return errNoTime
	}
	wanted := int64(0)
	if o.MaxExamples != nil {
		wanted = int64(n.Examples)
	}
	for _, outcomes := range [][]engine.Outcome{r.Outcomes, r.Findings} {
		for _, o := range outcomes {
			held := int64(len(o.Examples))
			if o.Counts != nil && held < o.Counts.Unexpected && (n.AllUnexpected || held < wanted) {
				return fmt.Errorf("the saved result holds %s of the %s unexpected rows of %s: write %s while checking, or check with a greater --max-examples",
					group(held), group(o.Counts.Unexpected), clean(o.Check.ID), s.Format.Name)
			}
		}
	}
	return nil
}
