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
		raw, err := LaidOut(newDocument(r, o.examples(machineExamples)))
		if err != nil {
			return err
		}
		_, err = w.Write(seal(raw))
		return err
	},
})

// writeLaidOut writes v as JSON that people can read, too.
func writeLaidOut(w io.Writer, v any) error {
	raw, err := LaidOut(v)
	if err != nil {
		return err
	}
	_, err = w.Write(raw)
	return err
}

// LaidOut is v as JSON that people can read, too: the same bytes for the same v.
func LaidOut(v any) ([]byte, error) {
	raw, err := marshal(v)
	if err != nil {
		return nil, err
	}
	return append(layOut(raw), '\n'), nil
}

// document is the whole report; docs/result-json.md says what each key holds.
type document struct {
	AssayResult  int             `json:"assay_result"`
	AssayVersion string          `json:"assay_version"`
	Verdict      string          `json:"verdict"`
	FailOn       string          `json:"fail_on"`
	Suite        suiteJSON       `json:"suite"`
	Settings     settingsJSON    `json:"settings"`
	Rows         int64           `json:"rows"`
	MD5          *string         `json:"md5"`
	AskedTime    bool            `json:"asked_time"`
	References   []referenceJSON `json:"references"`
	Files        []fileJSON      `json:"files"`
	Columns      []columnJSON    `json:"columns"`
	Tally        tally           `json:"tally"`
	Outcomes     []outcomeJSON   `json:"outcomes"`
	Findings     []outcomeJSON   `json:"findings"`
	Quarantine   *quarantineJSON `json:"quarantine,omitempty"`
	Timing       *timingJSON     `json:"timing,omitempty"`
	Digest       string          `json:"digest"` // the last key: see seal
}

type suiteJSON struct {
	Name        string  `json:"name"`
	Description string  `json:"description"`
	Path        string  `json:"path"`
	Digest      string  `json:"digest"`
	Params      members `json:"params"`
}

type settingsJSON struct {
	AllowEmpty  bool    `json:"allow_empty"`
	InputFormat *string `json:"input_format"`
	Now         *string `json:"now"`
}

type referenceJSON struct {
	Path  string              `json:"path"`
	MD5   string              `json:"md5"`
	Files []referenceFileJSON `json:"files"`
}

type referenceFileJSON struct {
	Path   string `json:"path"`
	Bytes  int64  `json:"bytes"`
	MD5    string `json:"md5"`
	SHA256 string `json:"sha256"`
}

type fileJSON struct {
	Path       string  `json:"path"`
	Format     string  `json:"format"`
	ReadAs     string  `json:"read_as,omitempty"`
	Bytes      *int64  `json:"bytes"`
	MD5        *string `json:"md5"`
	SHA256     *string `json:"sha256"`
	DVC        *string `json:"dvc_md5"`
	Revision   string  `json:"revision,omitempty"`
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
	Fetched   int64     `json:"bytes_fetched,omitempty"`
	Requests  int64     `json:"requests,omitempty"`
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
		Settings: settingsJSON{AllowEmpty: r.Settings.AllowEmpty, InputFormat: optional(r.Settings.InputFormat), Now: optional(r.Settings.Now)},
		Rows:     r.Rows,
		MD5:      optional(r.MD5), AskedTime: r.AskedTime, References: newReferences(r.References),
		Files:      make([]fileJSON, len(r.Files)),
		Columns:    make([]columnJSON, len(r.Columns)),
		Tally:      count(r.Outcomes),
		Outcomes:   newOutcomes(r, r.Outcomes, examples),
		Findings:   newOutcomes(r, r.Findings, examples),
		Quarantine: newQuarantine(r.Quarantine),
		Timing:     newTiming(r.Timing),
	}
	for i, f := range r.Files {
		d.Files[i] = fileJSON{Path: f.Path, Format: f.Format, ReadAs: f.ReadAs, MD5: optional(f.MD5), SHA256: optional(f.SHA256), DVC: optional(f.DVC), Revision: f.Revision, Records: f.Records, BlankLines: f.BlankLines}
		if f.Bytes >= 0 {
			d.Files[i].Bytes = &f.Bytes
		}
	}
	for i, c := range r.Columns {
		d.Columns[i] = columnJSON(c)
	}
	return d
}

func newReferences(list []engine.Reference) []referenceJSON {
	out := make([]referenceJSON, len(list))
	for i, r := range list {
		out[i] = referenceJSON{Path: r.Path, MD5: r.MD5, Files: make([]referenceFileJSON, len(r.Files))}
		for j, f := range r.Files {
			out[i].Files[j] = referenceFileJSON{Path: f.Path, Bytes: f.Bytes, MD5: f.MD5, SHA256: f.SHA256}
		}
	}
	return out
}

func newTiming(t *engine.Timing) *timingJSON {
	if t == nil {
		return nil
	}
	return &timingJSON{
		Started: t.Started, Seconds: t.Elapsed.Seconds(), BytesRead: t.BytesRead,
		Fetched: t.Fetched, Requests: t.Requests,
		Spilled: t.Spilled, Workers: t.Workers, Passes: t.Passes,
	}
}
