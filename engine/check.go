package engine

import (
	"strconv"
	"time"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine/fold"
	"assay/engine/vector"
)

// Check is one expectation bound to the data's schema: what Compile takes.
type Check struct {
	ID   string // unique in its suite
	Name string // native name of the expectation
	// Alias is the expectation's Great Expectations name, "" if it has none.
	Alias   string
	Params  []Param  // as given, in the declaration's order
	Columns []string // the domain's columns; none for a table
	// Expect says in words what is expected: "between 18 and 99".
	Expect string
	// Fault says in words what an unexpected row is: "outside 18 to 99";
	// "" where there are no words for it.
	Fault    string
	Severity Severity
	Where    *Condition // nil: every row
	// Segments are columns: the check is made for each group of rows that
	// agree in them. Groups of fewer than MinGroupSize rows are not judged.
	Segments     []string
	MinGroupSize int64
	// Mostly is the least fraction of judged rows that must be as
	// expected; 1 unless MostlyGiven. MaxUnexpected is the greatest number
	// of unexpected rows, nil unless given. Where both are given both must
	// hold; where only MaxUnexpected is, it alone decides.
	Mostly        float64
	MostlyGiven   bool
	MaxUnexpected *int64
	// WarnAt and FailAt are how much must be unexpected for the check to
	// fail: from WarnAt on with the severity warning at most, from FailAt
	// on with its own. Where one of them is given, mostly and
	// max_unexpected count only if they are too.
	WarnAt, FailAt *Limit
	Notes          []string
	Meta           map[string]any
	// Beside are columns whose values are shown beside those of an
	// unexpected row.
	Beside []string
	// ResultFormat says how reports in Great Expectations' format show the
	// outcome; nil leaves that to the report.
	ResultFormat *ResultFormat
	// Origin is what the check was in a suite of Great Expectations, nil
	// elsewhere.
	Origin *Origin
	At     Position
	// Kind is what must be done; it is nil where Err is set.
	Kind Kind
	// Err says why the check could not be bound; its outcome is an error.
	Err *CheckError
}

// Limit is a number of unexpected rows, or a share of the judged ones.
type Limit struct {
	Share bool
	Value float64 // from 0 to 1 where Share is set, else a whole number
}

// reached reports whether so many unexpected rows are at or above the limit.
// None at all never are.
func (l *Limit) reached(c RowCounts) bool {
	switch {
	case l == nil || c.Unexpected == 0:
		return false
	case l.Share:
		return float64(c.Unexpected)/float64(c.Judged()) >= l.Value
	}
	return float64(c.Unexpected) >= l.Value
}

// String is the limit as people write it: "5%", "100".
func (l *Limit) String() string {
	if l.Share {
		return strconv.FormatFloat(l.Value*100, 'g', 6, 64) + "%"
	}
	return strconv.FormatFloat(l.Value, 'f', -1, 64)
}

// Param is one parameter of an expectation, for reports. Value is a string,
// bool, int64, float64, vector.Literal, a slice of these, or map[string]any.
type Param struct {
	Name  string // native
	Alias string // Great Expectations' name for it
	Value any
}

// ResultFormat is Great Expectations' setting of that name.
type ResultFormat struct {
	Level string // BOOLEAN_ONLY, BASIC, SUMMARY, COMPLETE; "" is the report's
	// PartialUnexpectedCount is how long partial lists get; nil means 20.
	PartialUnexpectedCount *int
	// IndexColumns are shown beside unexpected values in the place of row
	// numbers.
	IndexColumns            []string
	IncludeUnexpectedRows   bool
	ExcludeUnexpectedValues bool
}

// Origin is what only Great Expectations has a place for.
type Origin struct {
	ID, Description string
	// Kwargs are the arguments that are no parameters of the expectation,
	// such as row_condition, as written.
	Kwargs []Param
}

// Position is a place in a suite file; Line and Col are 1-based.
type Position struct {
	File string
	Line int
	Col  int
}

// CheckError is why a check has no answer.
type CheckError struct {
	Code string // missing-column, wrong-type, …
	Msg  string
	Hint string // a way out, may be ""
}

// Severity ranks what a failure means.
type Severity uint8

// The severities, mildest first.
const (
	Info Severity = iota
	Warning
	Critical
)

// Input is a column that a kind reads.
type Input struct {
	Column string
	// Text asks for the cells as text, as written where the format is text.
	Text bool
	// Dict accepts dictionary vectors; without it they arrive flat.
	Dict bool

	lenient bool // what is wrong with the column is nobody's affair
}

// Kind is how a check is evaluated: Rows, Prepare, Ordered, Keyed, Sorted,
// Fold or Structural.
type Kind interface{ kind() }

// Ignore says which rows a row-wise check passes over.
type Ignore uint8

// The rules. An invalid cell is a value for each of them.
const (
	IgnoreAnyNull Ignore = iota // rows in which any input is null
	IgnoreAllNull               // rows in which every input is null
	IgnoreNone                  // no row
)

// Marks is what a predicate says of a batch. Bits beyond the rows are zero.
type Marks struct {
	// Unexpected arrives clear; the predicate sets the rows that are not
	// as expected. What it sets for ignored rows does not count.
	Unexpected vector.Mask
	// Ignored arrives filled by the Ignore rule and with the rows that the
	// row condition leaves out; a predicate may add to it, and raises no
	// error at a row that is set when it arrives.
	Ignored vector.Mask
}

// Predicate judges the rows of a batch. An error ends the check (not the
// run); a *RowError says at which row.
type Predicate interface {
	Eval(in []*vector.Vector, rows int, out *Marks) error
}

// PredicateFunc is a stateless Predicate.
type PredicateFunc func(in []*vector.Vector, rows int, out *Marks) error

// Eval calls f.
func (f PredicateFunc) Eval(in []*vector.Vector, rows int, out *Marks) error { return f(in, rows, out) }

// RowError is an evaluation error at one row of the batch.
type RowError struct {
	Row int
	Err error
}

// Rows is the kind of checks that judge each row alone.
type Rows struct {
	Inputs []Input
	Ignore Ignore
	// JudgesNull is set by checks that are about missing cells: invalid
	// cells are not counted against them, and shares are of all rows.
	JudgesNull bool
	// New returns a predicate for one worker. With a single input and
	// IgnoreAnyNull the engine may call it on a dictionary's values
	// instead of on rows.
	New func() Predicate
	// Shown are the columns whose values reports show of an unexpected row;
	// nil for Inputs.
	Shown []Input
	// Observed is reported beside the counts; usually the zero Scalar.
	Observed vector.Scalar
	// Proven reports whether facts about the one input show that none of
	// its rows is unexpected. Nil where no fact can.
	Proven func(facts ColumnStatistics) bool
}

// Need is an accumulator that a check wants filled. Needs with equal Key,
// Inputs and row condition are filled once and shared.
type Need struct {
	Key    string
	Inputs []Input
	New    func(env *fold.Env) fold.Accumulator
	// Within is the key of a greater accumulator of the same type, "" for
	// none: where that is filled too, it serves in the place of this one.
	Within string
	// Again, where set, says of a filled accumulator what must be filled
	// in its place by a second pass; nil where it tells all.
	Again func(filled fold.Accumulator) func(env *fold.Env) fold.Accumulator
	// Known returns the accumulator that reading would fill, where facts
	// about the inputs suffice, and nil where they do not. It may be nil.
	Known func(rows int64, facts []ColumnStatistics) fold.Accumulator
}

// Observation is what a judgement over accumulators came to.
type Observation struct {
	Success bool
	// Value is what was observed: a vector.Scalar, []vector.Scalar,
	// []string, map[string]any of these, or nil.
	Value any
	// Details hold more for those who ask; same types as Value.
	Details map[string]any
}

// Fold is the kind of checks that judge what accumulators observed.
type Fold struct {
	Needs []Need
	// Other are accumulators over other data; nil for most checks.
	Other *OtherFold
	// Judge gets the filled accumulators in the order of Needs, then those
	// of Other.
	Judge func(filled []fold.Accumulator) (Observation, error)
}

// Prepare is the kind of row-wise checks whose predicate depends on the whole
// column: a first pass fills Needs, Build makes the predicate, a second pass
// applies it.
type Prepare struct {
	Needs []Need
	Rows  Rows // New is nil
	Build func(filled []fold.Accumulator) (new func() Predicate, err error)
}

// Ordered is the kind of checks that compare each value with the one before
// it, nulls left out. New's predicate gets two inputs of equal length: the
// previous values and the current ones. The later row is the unexpected one.
type Ordered struct {
	Input Input
	New   func() Predicate
}

// Keyed is the kind of checks over equal keys in different rows: every member
// of a group of two or more equal keys is unexpected.
type Keyed struct {
	Inputs []Input
	Ignore Ignore
	// Other, if not nil, is where keys are looked up instead of among the
	// rows themselves.
	Other *OtherKeys
}

// OtherKeys are keys of other data: their columns are as many, and of types that
// compare, as those of the check. The rows are unexpected whose key is Present
// there, or else those whose key is not.
type OtherKeys struct {
	Source  Source
	Inputs  []Input
	Present bool
}

// OtherFold is what a check wants filled by other data.
type OtherFold struct {
	Source Source
	Needs  []Need
}

// Sorted is the kind of checks that compare each row with those before it, not
// in the order of the data, or only with rows of the same keys.
type Sorted struct {
	// Keys divide the rows into groups; null is a key like any other. Without
	// keys there is one group.
	Keys []Input
	// By orders a group's rows; rows that it does not tell apart, and all where
	// it has no column, stand in the order of the data.
	By Input
	// Values are what Sequence gets of a row. Rows in which one of them, or
	// that of By, is null are passed over. Both are columns that fit 64 bits:
	// integers, floats, dates, timestamps and times.
	Values []Input
	New    func() Sequence
}

// Sequence judges the rows of one group after another. Values arrive as words
// that have the order of the values (vector.OrderWords).
type Sequence interface {
	// Begin starts a group.
	Begin()
	// Next reports whether the next row of the group is unexpected. by is
	// that of By, 0 where there is none.
	Next(by uint64, values []uint64) (unexpected bool)
}

// Structural names one of the engine's built-in findings.
type Structural uint8

// The built-in findings.
const (
	NotEmpty       Structural = iota // the dataset has rows
	WellFormedRows                   // no malformed rows
	ValidCells                       // no invalid cells in the columns that are read
)

func (Rows) kind()       {}
func (Fold) kind()       {}
func (Prepare) kind()    {}
func (Ordered) kind()    {}
func (Keyed) kind()      {}
func (Sorted) kind()     {}
func (Structural) kind() {}

// Condition is a row condition (`where`): it selects the rows for which it is
// true; null counts as false. Conditions with equal Text are evaluated once.
type Condition struct {
	Text   string
	Inputs []Input
	New    func() RowSelector
}

// RowSelector evaluates a condition on a batch: it sets in out the rows that
// are selected. It may keep scratch memory; one goroutine uses it at a time.
type RowSelector interface {
	Select(in []*vector.Vector, rows int, out vector.Mask) error
}

// Env is what binding an expectation may depend on beside its parameters.
type Env struct {
	Schema *arrow.Schema
	// Zone is what zone-less timestamps mean when they meet zoned ones;
	// nil where the suite does not say.
	Zone *time.Location
	// Now is what now() is. Only what depends on it asks.
	Now func() time.Time
	// Mixed says that a list may have members that the column's type cannot
	// hold: no value equals them. Elsewhere they are an error.
	Mixed bool
	// Open opens other data than those that are checked: a file, a glob or
	// a folder. like are types for columns of formats without types. Nil
	// where there are no other data. Whoever made the Env closes them.
	Open func(path string, like map[string]arrow.DataType) (Source, error)
}
