package reports

import (
	"io"
	"time"

	"assay/engine"
)

// jsonVersion is the value of assay_result. It grows when a key changes its
// meaning or goes away, not when one is added.
const jsonVersion = 1

var _ = register(Format{
	Name:  "json",
	Title: "everything that is known about the run, as JSON with a stable schema",
	Needs: func(o Options) (Needs, error) { return Needs{Examples: o.examples(machineExamples)}, nil },
	Render: func(w io.Writer, r *engine.Result, o Options) error {
		return writeLaidOut(w, newDocument(r, o.examples(machineExamples)))
	},
})

// writeLaidOut writes v as JSON that people can read, too.
func writeLaidOut(w io.Writer, v any) error {
	raw, err := marshal(v)
	if err != nil {
		return err
	}
	_, err = w.Write(append(layOut(raw), '\n'))
	return err
}

// document is the whole report; docs/result-json.md says what each key holds.
type document struct {
	AssayResult  int             `json:"assay_result"`
	AssayVersion string          `json:"assay_version"`
	Verdict      string          `json:"verdict"`
	FailOn       string          `json:"fail_on"`
	Suite        suiteJSON       `json:"suite"`
	Rows         int64           `json:"rows"`
	Files        []fileJSON      `json:"files"`
	Columns      []columnJSON    `json:"columns"`
	Tally        tally           `json:"tally"`
	Outcomes     []outcomeJSON   `json:"outcomes"`
	Findings     []outcomeJSON   `json:"findings"`
	Quarantine   *quarantineJSON `json:"quarantine,omitempty"`
	Timing       *timingJSON     `json:"timing,omitempty"`
}

type suiteJSON struct {
	Name        string  `json:"name"`
	Description string  `json:"description"`
	Path        string  `json:"path"`
	Digest      string  `json:"digest"`
	Params      members `json:"params"`
}

type fileJSON struct {
	Path       string  `json:"path"`
	Format     string  `json:"format"`
	ReadAs     string  `json:"read_as,omitempty"`
	Bytes      *int64  `json:"bytes"`
	SHA256     *string `json:"sha256"`
	DVC        *string `json:"dvc_md5"`
	Records    int64   `json:"records"`
	BlankLines int64   `json:"blank_lines"`
}

type columnJSON struct {
	Name string `json:"name"`
	Type string `json:"type"`
	Read bool   `json:"read"`
}

type timingJSON struct {
	Started   time.Time `json:"started"`
	Seconds   float64   `json:"seconds"`
	BytesRead int64     `json:"bytes_read"`
	Spilled   int64     `json:"bytes_spilled"`
	Workers   int       `json:"workers"`
	Passes    int       `json:"passes"`
}

func newDocument(r *engine.Result, examples int) document {
	d := document{
		AssayResult:  jsonVersion,
		AssayVersion: r.Version,
		Verdict:      verdict(r),
		FailOn:       r.FailOn.String(),
		Suite: suiteJSON{
			Name: r.Suite.Name, Description: r.Suite.Description, Path: r.Suite.Path, Digest: r.Suite.Digest,
			Params: params(r.Suite.Params),
		},
		Rows:       r.Rows,
		Files:      make([]fileJSON, len(r.Files)),
		Columns:    make([]columnJSON, len(r.Columns)),
		Tally:      count(r.Outcomes),
		Outcomes:   newOutcomes(r, r.Outcomes, examples),
		Findings:   newOutcomes(r, r.Findings, examples),
		Quarantine: newQuarantine(r.Quarantine),
		Timing:     newTiming(r.Timing),
	}
	for i, f := range r.Files {
		d.Files[i] = fileJSON{Path: f.Path, Format: f.Format, ReadAs: f.ReadAs, SHA256: optional(f.SHA256), DVC: optional(f.DVC), Records: f.Records, BlankLines: f.BlankLines}
		if f.Bytes >= 0 {
			d.Files[i].Bytes = &f.Bytes
		}
	}
	for i, c := range r.Columns {
		d.Columns[i] = columnJSON(c)
	}
	return d
}

func newTiming(t *engine.Timing) *timingJSON {
	if t == nil {
		return nil
	}
	return &timingJSON{
		Started: t.Started, Seconds: t.Elapsed.Seconds(), BytesRead: t.BytesRead,
		Spilled: t.Spilled, Workers: t.Workers, Passes: t.Passes,
	}
}
