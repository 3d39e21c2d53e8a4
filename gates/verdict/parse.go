package verdict

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"assay/reports"
)

// Bounds of what is parsed.
const (
	maxBytes = 64 << 20
	maxDepth = 64
)

// Read reads a verdict from a file. A file that is not there, or that cannot be
// read, is a *Refusal like one that holds no verdict: nobody has accepted
// anything.
func Read(path string) (*Verdict, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, refuse(Malformed, "it cannot be read: %v", plainly(err))
	}
	defer f.Close()
	raw, err := io.ReadAll(io.LimitReader(f, maxBytes+1))
	if err != nil {
		return nil, refuse(Malformed, "it cannot be read: %v", plainly(err))
	}
	return Parse(raw)
}

// plainly is an error without the path, which is said already.
func plainly(err error) error {
	var pe *os.PathError
	if errors.As(err, &pe) {
		return pe.Err
	}
	return err
}

// Parse reads a verdict, or a report of the format json that holds all that
// belongs to one. Whatever the bytes are, the error is a *Refusal: they are no
// verdict, or not as they were written.
func Parse(raw []byte) (*Verdict, error) {
	switch {
	case len(raw) > maxBytes:
		return nil, refuse(Malformed, "it is no verdict: it is longer than %d bytes", maxBytes)
	case !shallow(raw):
		return nil, refuse(Malformed, "it is no verdict: it is nested more than %d levels deep", maxDepth)
	case !json.Valid(raw):
		return nil, refuse(Malformed, "it is no verdict, or was written in part only: it is not whole as JSON")
	}
	var kind struct {
		Verdict json.RawMessage `json:"assay_verdict"`
		Result  json.RawMessage `json:"assay_result"`
	}
	if err := json.Unmarshal(raw, &kind); err != nil || kind.Verdict == nil && kind.Result == nil {
		return nil, refuse(Malformed, "it is no verdict: write one with assay check --verdict")
	}
	if kind.Verdict == nil {
		return ofReport(raw)
	}
	if version := string(kind.Verdict); version != fmt.Sprint(Format) {
		return nil, refuse(Malformed, "its format is of version %.20s, and this assay reads version %d; run the check again", version, Format)
	}
	return parse(raw)
}

// parse reads what says that it is a verdict of this version. Only the bytes
// that Encode gives are one: what JSON leaves open, such as a key that stands
// twice, is not to be argued about.
func parse(raw []byte) (*Verdict, error) {
	var v Verdict
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(&v); err != nil {
		return nil, refuse(Malformed, "it is no verdict as assay writes it: %v", err)
	}
	again, err := v.Encode()
	if err != nil || !bytes.Equal(again, raw) {
		return nil, refuse(Edited, "it was changed after it was written: it is not laid out as assay does")
	}
	return &v, nil
}

// ofReport makes a verdict of a json report.
func ofReport(raw []byte) (*Verdict, error) {
	r, err := reports.ReadJSON(bytes.NewReader(raw))
	if err != nil {
		return nil, refuse(Malformed, "%v", err)
	}
	v, err := Of(r)
	if err != nil {
		return nil, refuse(Malformed, "%v", err)
	}
	if err := reports.CheckJSON(raw); err != nil {
		return nil, refuse(Edited, "%v", err)
	}
	v.report = true
	return v, nil
}

// shallow reports whether JSON is nested no deeper than maxDepth.
func shallow(raw []byte) bool {
	depth, quoted := 0, false
	for i := 0; i < len(raw); i++ {
		switch c := raw[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			if depth++; depth > maxDepth {
				return false
			}
		case c == '}' || c == ']':
			depth--
		}
	}
	return true
}
