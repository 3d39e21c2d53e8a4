package reports

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"

	"assay/engine"
)

// maxResultBytes bounds a result that is read. How deep it nests is bounded by
// encoding/json.
const maxResultBytes = 256 << 20

// ReadJSON reads a result that the format json wrote. What that leaves out is
// not in the result: the list of every unexpected row, figures of columns, and
// the types of the values in examples, which are those that JSON has.
func ReadJSON(from io.Reader) (*engine.Result, error) {
	var d document
	limited := &io.LimitedReader{R: from, N: maxResultBytes}
	dec := json.NewDecoder(limited)
	dec.UseNumber()
	if err := dec.Decode(&d); limited.N <= 0 {
		return nil, fmt.Errorf("it is longer than %d bytes, which is more than a result may have", maxResultBytes)
	} else if err != nil {
		return nil, fmt.Errorf("it is not JSON as assay writes it: %w", err)
	}
	switch {
	case d.AssayResult == 0:
		return nil, fmt.Errorf("it is no result of assay: write one with --report json=PATH")
	case d.AssayResult != jsonVersion:
		return nil, fmt.Errorf("it is of version %d, and this assay reads version %d", d.AssayResult, jsonVersion)
	}
	return d.result()
}

func (d *document) result() (*engine.Result, error) {
	threshold, ok := engine.ParseThreshold(d.FailOn)
	if !ok {
		return nil, fmt.Errorf("fail_on cannot be %q", d.FailOn)
	}
	r := &engine.Result{
		Version: d.AssayVersion, Rows: d.Rows, MD5: given(d.MD5), AskedTime: d.AskedTime, References: references(d.References), FailOn: threshold, Accepted: true,
		Settings: engine.Settings{AllowEmpty: d.Settings.AllowEmpty, InputFormat: given(d.Settings.InputFormat), Now: given(d.Settings.Now)},
		Suite: engine.SuiteInfo{
			Name: d.Suite.Name, Description: d.Suite.Description, Path: d.Suite.Path,
			Digest: d.Suite.Digest, Params: d.Suite.Params.params(),
		},
	}
	for _, f := range d.Files {
		file := engine.FileResult{Path: f.Path, Format: f.Format, ReadAs: f.ReadAs, MD5: given(f.MD5), SHA256: given(f.SHA256), DVC: given(f.DVC), Revision: f.Revision, Bytes: -1, Records: f.Records, BlankLines: f.BlankLines}
		if f.Bytes != nil {
			file.Bytes = *f.Bytes
		}
		r.Files = append(r.Files, file)
	}
	for _, c := range d.Columns {
		r.Columns = append(r.Columns, engine.ColumnInfo(c))
	}
	if t := d.Timing; t != nil {
		r.Timing = t.timing()
	}
	var err error
	if r.Quarantine, err = d.Quarantine.result(); err != nil {
		return nil, err
	}
	if r.Outcomes, err = d.outcomes(d.Outcomes); err != nil {
		return nil, err
	}
	if r.Findings, err = d.outcomes(d.Findings); err != nil {
		return nil, err
	}
	restoreTypes(r)
	for i := range r.Findings {
		if s := engine.Structural(i); s <= engine.ValidCells && r.Findings[i].Check.Name == s.String() {
			r.Findings[i].Check.Kind = s
		}
	}
	for _, list := range [][]engine.Outcome{r.Outcomes, r.Findings} {
		for _, o := range list {
			r.Accepted = r.Accepted && !r.Rejected(o)
		}
	}
	return r, nil
}

func (d *document) outcomes(list []outcomeJSON) ([]engine.Outcome, error) {
	files := make(map[string]int, len(d.Files))
	for i, f := range d.Files {
		files[f.Path] = i
	}
	out := make([]engine.Outcome, len(list))
	for i, j := range list {
		o, err := j.outcome(files)
		if err != nil {
			return nil, fmt.Errorf("outcome %q: %w", j.ID, err)
		}
		out[i] = o
	}
	return out, nil
}

func references(list []referenceJSON) []engine.Reference {
	var out []engine.Reference
	for _, j := range list {
		r := engine.Reference{Path: j.Path, MD5: j.MD5}
		for _, f := range j.Files {
			r.Files = append(r.Files, engine.FileResult{Path: f.Path, Bytes: f.Bytes, MD5: f.MD5, SHA256: f.SHA256})
		}
		out = append(out, r)
	}
	return out
}

// given is the text that a key has, "" for null.
func given(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// params are the members of an object as parameters.
func (m members) params() []engine.Param {
	list := make([]engine.Param, len(m))
	for i, e := range m {
		list[i] = engine.Param{Name: e.key, Value: fromJSON(e.value)}
	}
	return list
}

// UnmarshalJSON reads an object and keeps the order of its keys.
func (m *members) UnmarshalJSON(raw []byte) error {
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	if start, err := dec.Token(); err != nil || start != json.Delim('{') {
		return fmt.Errorf("%.20q is no object", raw)
	}
	*m = members{}
	for dec.More() {
		key, err := dec.Token()
		if err != nil {
			return err
		}
		var value any
		if err := dec.Decode(&value); err != nil {
			return err
		}
		*m = append(*m, member{key.(string), value})
	}
	return nil
}

// limitFromJSON reads "5%" and 100.
func limitFromJSON(v any) (*engine.Limit, error) {
	var text string
	switch v := v.(type) {
	case nil:
		return nil, nil
	case json.Number:
		text = v.String()
	case string:
		text = v
	}
	number, share := strings.CutSuffix(text, "%")
	value, err := strconv.ParseFloat(number, 64)
	if err != nil {
		return nil, fmt.Errorf("%v is no number of rows and no share of them", v)
	}
	if share {
		value /= 100
	}
	return &engine.Limit{Share: share, Value: value}, nil
}
