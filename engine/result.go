package engine

import (
	"io"
	"time"

	"assay/engine/profile"
	"assay/engine/vector"
)

// Status is what became of a check.
type Status uint8

// The statuses.
const (
	Pass  Status = iota
	Fail         // evaluated, and not as expected
	Error        // could not be evaluated
)

// Result is everything that a report may show, as a value.
type Result struct {
	Version string // of assay
	Suite   SuiteInfo
	Files   []FileResult
	Columns []ColumnInfo
	Rows    int64
	// MD5 is the digest of the whole dataset, as DVC computes it; "" where
	// it was not asked for.
	MD5      string
	Settings Settings
	// AskedTime says that the suite asked what time it is.
	AskedTime bool
	// References are the other data that expectations compare with, where
	// digests were asked for.
	References []Reference
	Outcomes   []Outcome // in suite order
	// Findings are the built-in outcomes: not-empty, well-formed-rows,
	// valid-cells, in this order, and rejected-rows where a quarantine has a
	// limit.
	Findings []Outcome
	FailOn   Threshold
	Accepted bool
	// Profile describes the columns, as Columns lists them, where a report
	// asked for that.
	Profile []profile.Summary
	// Quarantine is what became of the rows, where they were divided.
	Quarantine *QuarantineResult
	Timing     *Timing // only where asked for

	spill io.Closer
}

// Close removes the temporary files behind FailureLogs. The rest of r stays
// usable.
func (r *Result) Close() error {
	if r.spill == nil {
		return nil
	}
	return r.spill.Close()
}

// SuiteInfo identifies the suite.
type SuiteInfo struct {
	Name        string
	Description string
	Path        string
	Digest      string  // of the suite's files: sha256:…
	Params      []Param // the resolved parameters
}

// Settings are what a run was told beside its suite and its data, and what its
// outcomes may depend on.
type Settings struct {
	AllowEmpty  bool
	InputFormat string // "" where the names of the files decide
	Now         string // what now() was, in RFC 3339; "" where it was the time of the run
}

// Reference is other data, identified by their bytes.
type Reference struct {
	Path  string // as the suite has it, resolved
	MD5   string // of the whole, as Result.MD5
	Files []FileResult
}

// FileResult is one file of the dataset, after reading.
type FileResult struct {
	Path       string
	Format     string
	ReadAs     string // as in File
	MD5        string // in hexadecimal; "" where it was not asked for
	SHA256     string // as MD5
	DVC        string // the MD5 that a DVC pointer beside the file records; "" without one
	Revision   string // git commit that the file was taken from; "" for the file at Path
	Bytes      int64  // size on disk, -1 where unknown
	Records    int64
	BlankLines int64
}

// ColumnInfo is one column of the schema.
type ColumnInfo struct {
	Name string
	Type string // Arrow's name: int64, timestamp[us, tz=UTC]
	// Read is set where a check is about the column, also where statistics
	// answered it.
	Read bool
}

// Outcome is the answer to one check.
type Outcome struct {
	Check  *Check
	Status Status
	Err    *CheckError // where Status is Error
	// SetAside says that the check failed, and that this does not count against
	// the data, since the unexpected rows were set aside.
	SetAside bool
	// Evidence says whether the rows were read for this answer.
	Evidence Evidence
	// Counts are set for row-wise checks that were evaluated.
	Counts *RowCounts
	// Examples are the first unexpected rows, in row order.
	Examples []Example
	// All holds every unexpected row, where a report asked for that.
	All *FailureLog
	// Observed and Details come from a fold's Observation.
	Observed any
	Details  map[string]any
	// Segments are set for checks of groups.
	Segments *Segments
}

// RowCounts are the counts of a row-wise check.
type RowCounts struct {
	Elements   int64 // rows that the row condition selects
	Missing    int64 // of these, ignored (null)
	Unexpected int64
	// OfElements is set where shares are of Elements rather than of
	// Elements − Missing.
	OfElements bool
}

// Judged is the number of rows that shares are of.
func (c RowCounts) Judged() int64 {
	if c.OfElements {
		return c.Elements
	}
	return c.Elements - c.Missing
}

// Address is where a row stands.
type Address struct {
	File   int   // index into Result.Files
	Record int64 // 1-based, within the file
	Row    int64 // 0-based, within the dataset
	Line   int64 // 1-based line in the file; 0 where the format has none
	Offset int64 // byte offset in the file; -1 where it means nothing
}

// Example is one unexpected row.
type Example struct {
	At Address
	// Values are those of the check's columns.
	Values []vector.Scalar
	// Beside are those of the columns that Check.Beside names.
	Beside []vector.Scalar
	Reason string // of a malformed row
}

// Timing is what differs from run to run, and is shown only with --timing.
type Timing struct {
	Started   time.Time
	Elapsed   time.Duration
	BytesRead int64
	// Fetched and Requests are what crossed the network for it: bytes, and
	// requests for them. Both are 0 where all data is local.
	Fetched  int64
	Requests int64
	Spilled  int64
	Workers  int
	Passes   int
}

// Threshold is the severity at which failures reject the data.
type Threshold uint8

// The thresholds.
const (
	FailOnCritical Threshold = iota
	FailOnWarning
	FailOnInfo
	FailOnNever
)

// FailureLog is a list of unexpected rows too long for memory. It is kept in a
// temporary file that lives until the run's Close.
type FailureLog struct {
	Len  int64
	each func(visit func(Example) error) error
}

// Each calls visit with every row, in row order, and stops at its first error.
func (l *FailureLog) Each(visit func(Example) error) error { return l.each(visit) }

// NewFailureLog is a log of n rows, which each visits in row order, for results
// that are made outside a run.
func NewFailureLog(n int64, each func(visit func(Example) error) error) *FailureLog {
	return &FailureLog{Len: n, each: each}
}
