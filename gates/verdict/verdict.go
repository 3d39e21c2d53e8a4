// Package verdict is the file that says what became of a check, bound to the
// bytes that were checked, the suite and its parameters, and the version of the
// engine. docs/verdict.md describes it.
package verdict

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"assay/engine"
	"assay/reports"
)

// Format is the version of the file format. It grows with every change, since
// a verdict that cannot be understood whole is none.
const Format = 1

// Values of Verdict.Verdict.
const (
	Accepted = "accepted"
	Rejected = "rejected"
)

// Verdict is what became of a check. The same data, suite, settings and engine
// give the same bytes: it holds no times, no host names, and paths only as they
// were given.
type Verdict struct {
	Format   int      `json:"assay_verdict"`
	Verdict  string   `json:"verdict"` // Accepted or Rejected
	Engine   string   `json:"engine"`  // version of assay
	FailOn   string   `json:"fail_on"` // name of an engine.Threshold
	Suite    Suite    `json:"suite"`
	Settings Settings `json:"settings"`
	// AskedTime says that the suite asked what time it is, which was
	// Settings.Now, or the time of the check.
	AskedTime bool `json:"asked_time"`
	Data      Data `json:"data"`
	// References are the other data that expectations compare with.
	References []Reference `json:"references,omitempty"`
	Outcomes   []Outcome   `json:"outcomes"` // of expectations, in suite order
	Findings   []Outcome   `json:"findings"` // built in
	// Digest is "sha256:" and the SHA-256, in hexadecimal, of the file with
	// an empty digest and no signature.
	Digest    string     `json:"digest"`
	Signature *Signature `json:"signature,omitempty"`

	report bool // read from a json report
}

// Suite identifies a suite and what it was given.
type Suite struct {
	Name   string          `json:"name"`
	Path   string          `json:"path"`   // as the user wrote it
	Digest string          `json:"digest"` // of its text: sha256:…
	Params json.RawMessage `json:"params"` // an object: the resolved parameters, in the suite's order
}

// Settings are those of engine.Settings.
type Settings struct {
	AllowEmpty  bool   `json:"allow_empty"`
	InputFormat string `json:"input_format,omitempty"`
	Now         string `json:"now,omitempty"`
}

// Data identifies a dataset by its bytes.
type Data struct {
	MD5   string `json:"md5"` // of the whole, as DVC computes it
	Rows  int64  `json:"rows"`
	Files []File `json:"files"` // in reading order
}

// Reference is other data, identified by their bytes.
type Reference struct {
	Path  string `json:"path"` // as the suite has it, resolved
	MD5   string `json:"md5"`  // of the whole
	Files []File `json:"files"`
}

// File is one file of a dataset.
type File struct {
	Path   string `json:"path"` // as the user wrote it, or found below a folder
	Bytes  int64  `json:"bytes"`
	MD5    string `json:"md5"`
	SHA256 string `json:"sha256"`
}

// Outcome is what became of one expectation, or built-in finding.
type Outcome struct {
	ID          string  `json:"id"`
	Expectation string  `json:"expectation"`
	Severity    string  `json:"severity"`           // name of an engine.Severity
	Status      string  `json:"status"`             // name of an engine.Status
	Evidence    string  `json:"evidence,omitempty"` // "data" or "statistics"; "" of an error
	Counts      *Counts `json:"counts,omitempty"`   // of what judges rows
}

// Counts are those of engine.RowCounts.
type Counts struct {
	Elements   int64 `json:"elements"`
	Missing    int64 `json:"missing"`
	Unexpected int64 `json:"unexpected"`
}

// ErrNoDigests is that of a result without what identifies the data's bytes.
var ErrNoDigests = errors.New("it does not hold the digests of the data: write it with assay check --digest, or a verdict with --verdict")

// ErrOtherRows is that of a result that is not about the data's bytes, but about
// the rows that a quarantine left of them.
var ErrOtherRows = errors.New("it is about the rows that --max-rejected left of the data, not about the data: check the file of the accepted rows")

// Of is the verdict of a result, sealed and not signed. It fails where the
// result lacks digests, and where it is not about all of the data's rows.
func Of(r *engine.Result) (*Verdict, error) {
	if q := r.Quarantine; q != nil && q.MaxRejected != nil {
		return nil, ErrOtherRows
	}
	v := &Verdict{
		Format: Format, Verdict: Rejected, Engine: r.Version, FailOn: r.FailOn.String(),
		Settings: Settings(r.Settings), AskedTime: r.AskedTime,
		Data:     Data{MD5: r.MD5, Rows: r.Rows, Files: files(r.Files)},
		Outcomes: outcomes(r.Outcomes), Findings: outcomes(r.Findings),
	}
	if reports.Accepted(r) {
		v.Verdict = Accepted
	}
	if r.MD5 == "" || slices.ContainsFunc(v.Data.Files, File.unknown) {
		return nil, ErrNoDigests
	}
	for _, other := range r.References {
		v.References = append(v.References, ReferenceOf(other))
	}
	var err error
	if v.Suite, err = SuiteOf(r.Suite); err != nil {
		return nil, err
	}
	return v, v.seal()
}

// SuiteOf is how verdicts identify a suite.
func SuiteOf(s engine.SuiteInfo) (Suite, error) {
	params, err := reports.ParamsJSON(s.Params)
	if err != nil {
		return Suite{}, fmt.Errorf("parameters of the suite %s: %w", s.Name, err)
	}
	return Suite{Name: s.Name, Path: s.Path, Digest: s.Digest, Params: params}, nil
}

func files(list []engine.FileResult) []File {
	out := make([]File, len(list))
	for i, f := range list {
		out[i] = File{Path: f.Path, Bytes: f.Bytes, MD5: f.MD5, SHA256: f.SHA256}
	}
	return out
}

func (f File) unknown() bool { return f.MD5 == "" || f.SHA256 == "" || f.Bytes < 0 }

// ReferenceOf is how verdicts identify other data.
func ReferenceOf(r engine.Reference) Reference {
	return Reference{Path: r.Path, MD5: r.MD5, Files: files(r.Files)}
}

func outcomes(list []engine.Outcome) []Outcome {
	out := make([]Outcome, len(list))
	for i, o := range list {
		out[i] = Outcome{ID: o.Check.ID, Expectation: o.Check.Name, Severity: o.Check.Severity.String(), Status: o.Status.String()}
		if o.Status != engine.Error {
			out[i].Evidence = o.Evidence.String()
		}
		if c := o.Counts; c != nil {
			out[i].Counts = &Counts{Elements: c.Elements, Missing: c.Missing, Unexpected: c.Unexpected}
		}
	}
	return out
}
