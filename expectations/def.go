// Package expectations is the catalogue: one file per expectation, each a
// declaration from which the suite language, its JSON Schema, lint, the
// listings and the reference docs are derived.
package expectations

import (
	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/address"
)

// Def declares an expectation whose parameters are a P: a struct whose
// exported fields carry the tags
//
//	param:"min"            the native name; ",bare" after it: a value that
//	                       stands alone in the suite fills this field;
//	                       ",required": it must be given
//	gx:"min_value"         Great Expectations' name, where it differs
//	doc:"lowest value …"   one line
//	enum:"any,all"         the strings that are accepted
//
// and have one of these types: Column, []Column, string, bool, int64, float64
// or a pointer to one of the four (nil: not given), vector.Literal (pointer:
// optional), []vector.Literal, [][]vector.Literal, []string, Regexp, []Regexp,
// Expression, Aggregate, DataPath, []float64, one of the mappings QuantileRanges,
// Partition, ShareRanges and Arguments, or any (the decoded YAML value). An embedded
// struct adds its fields, so that expectations may share parameters.
type Def[P any] struct {
	Name  string // native: between
	Alias string // Great Expectations': expect_column_values_to_be_between
	Group string // heading in listings: "values", "missing", "table" …
	Title string // one line, no full stop
	Doc   string // paragraphs: semantics, nulls, edge cases
	// Example is a suite fragment: one list item in YAML.
	Example string
	Since   string
	Domain  Domain
	// RowWise expectations take mostly and max_unexpected.
	RowWise bool
	// NoWhere expectations are about the table as a whole and refuse a row
	// condition.
	NoWhere bool
	Accepts Types
	// Validate reports mistakes visible in the parameters alone.
	Validate func(p *P) []Problem
	// Hint says what p asks an untyped column to be.
	Hint func(p *P) engine.Hint
	// Expect says in words what p expects: "between 18 and 99".
	Expect func(p *P) string
	// Fault says in words what a value that is not as expected is, after
	// "is" or "are": "outside 18 to 99". Optional.
	Fault func(p *P) string
	// Build makes the kind. columns are the fields of the domain's
	// columns, already known to exist and to have an accepted type (or
	// the null type). Errors are shown as the outcome's; an
	// *engine.CheckError keeps its code.
	Build func(p *P, columns []arrow.Field, env *engine.Env) (engine.Kind, error)
}

// Column is a parameter that names a column of the domain.
type Column string

// Regexp is a regular expression, checked when the suite is read.
type Regexp string

// Expression is a row expression. Its syntax is checked when the suite is
// read, its types when it is bound.
type Expression string

// Aggregate is an expression over whole columns: sum(refund) / sum(revenue).
type Aggregate string

// DataPath names other data: a file, a glob or a folder. In a suite, a relative
// path is relative to the suite's file.
type DataPath string

// String is the path without what may be secret in an address.
func (d DataPath) String() string { return address.Shown(string(d)) }

// Reported is what reports show of it.
func (d DataPath) Reported() any { return d.String() }

// Problem is a mistake in a parameter.
type Problem struct {
	Param string // native name
	Code  string // bad-range, bad-value, missing-parameter …
	Msg   string
	Hint  string
}

// Domain is what an expectation is about.
type Domain uint8

// The domains.
const (
	Table        Domain = iota
	SingleColumn        // parameter column, which may select several: one check each
	ColumnPair          // parameters a and b
	ColumnSet           // parameter columns
)

// Types is a set of classes of column types.
type Types uint8

// The classes.
const (
	Integers   Types = 1 << iota // signed and unsigned
	Floats                       // float16, 32, 64
	Decimals                     //
	Dates                        // date32, date64
	Timestamps                   // with and without zone
	Times                        // time of day
	Strings                      // string, binary
	Booleans

	Numbers   = Integers | Floats | Decimals
	Temporals = Dates | Timestamps | Times
	Ordered   = Numbers | Temporals | Strings
	AnyType   = Ordered | Booleans
)
