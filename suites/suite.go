package suites

import (
	"time"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/rowexpr"
	"assay/expectations"
)

// Suite is a suite that was read without mistakes.
type Suite struct {
	Name        string // the key suite, else the file's name without its extension
	Description string
	Path        string
	// Digest is the SHA-256 of the suite's file; of one that extends others,
	// of their texts one after the other.
	Digest string
	Params []engine.Param // after --param, in the suite's order
	// Environment are the variables of the environment that the suite names,
	// called env:NAME, in the order of their names.
	Environment []engine.Param
	Data        Data
	AllowEmpty  bool
	Items       []Item  // in order, those of extended suites first
	params      []entry // the declared parameters and their values
	// Warnings are what looks like a mistake in a suite of Great
	// Expectations and is evaluated as it stands.
	Warnings Diagnostics
}

// Data is what a suite says about reading.
type Data struct {
	CSV     CSV
	Parquet Parquet
	// Types are the declared types of columns; Declared lists the columns
	// in the suite's order.
	Types    map[string]arrow.DataType
	Declared []string
	// Timezone is what times without a zone mean; nil where nothing is said.
	Timezone *time.Location
	Union    bool
	// Sensitive lists the columns whose values no report may show.
	Sensitive   []string
	InputFormat string
}

// CSV are the options of data.csv, zero where nothing is said.
type CSV struct {
	ReadAs                            ReadAs
	Delimiter, Quote, Escape, Comment byte
	SkipRows                          int
	NoHeader                          bool
	Names                             []string
	NullValues                        []string // nil: not said; empty: nothing is null
	Trim                              bool
	Decimal, Thousands                byte
	Encoding                          string
	TrueValues, FalseValues           []string
	DateFormats                       []string
	BlankLines                        BlankLines
	Timezone                          *time.Location
	MaxRecord                         int64 // bytes
}

// Parquet are the options of data.parquet, zero where nothing is said.
type Parquet struct {
	MaxPage int64 // bytes
}

// ReadAs says whose rules decide what a cell is.
type ReadAs string

// The rules; "" is ReadAsPandas in a suite of Great Expectations and
// ReadAsAssay elsewhere.
const (
	ReadAsAssay  ReadAs = "assay"
	ReadAsPandas ReadAs = "pandas"
)

// BlankLines says what an empty line of a CSV file is.
type BlankLines string

// The policies; "" is a null row in a file of one column, and nothing in a
// wider one.
const (
	BlankDefault BlankLines = ""
	BlankSkip    BlankLines = "skip"
	BlankNull    BlankLines = "null"
)

// Item is one entry under expectations. It stands for one check, or for one
// check of each column that its parameter column selects.
type Item struct {
	Declaration *expectations.Declaration
	Options     Options
	// params are decoded but for the column, which each check has its own of.
	params  any
	given   []expectations.ParamInfo // in the declaration's order
	columns *selector                // nil unless the domain is one column
	where   *rowexpr.Expr
	at      Span             // of the expectation's name
	nodes   map[string]*node // of parameters and options, by native name
	prefix  string           // of its ids
}

// Options are what may stand beside every expectation.
type Options struct {
	Name          string
	Severity      engine.Severity
	Where         string
	Mostly        *float64
	MaxUnexpected *int64
	WarnAt        *engine.Limit
	FailAt        *engine.Limit
	Segments      []string
	MinGroupSize  int64
	Notes         []string
	Meta          map[string]any
	ResultFormat  *engine.ResultFormat
	Origin        *engine.Origin // of an expectation of Great Expectations
}

// Bound is a suite that has met the data's columns.
type Bound struct {
	Checks   []*engine.Check
	Findings []*engine.Check // the built-in findings that the suite configures
	// AlsoRead are the columns with declared types.
	AlsoRead []string
	// Diagnostics are the mistakes that only show with the data; each is
	// also the Err of its check.
	Diagnostics Diagnostics
}
