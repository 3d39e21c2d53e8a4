// Package reports writes results. Each format is one file: a declaration and a
// pure function from an engine.Result to bytes. Nothing here decides anything;
// what a report shows was decided by the engine.
package reports

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"assay/engine"
)

// Format is one way to write a result.
type Format struct {
	Name  string // as --report names it: json
	Title string // one line, no full stop
	// Settings are what may follow the name in a --report: gx?result_format=BASIC.
	Settings []Setting
	// Needs says what the run must collect for Render. It fails where a
	// setting has a value that the format does not know.
	Needs func(o Options) (Needs, error)
	// Render writes r to w. It may be called for any result of a run whose
	// options covered Needs.
	Render func(w io.Writer, r *engine.Result, o Options) error
	// Appendices belong into files that the environment names.
	Appendices []Appendix
}

// Appendix is text that a CI system wants appended to a file of its own, beside
// the report.
type Appendix struct {
	Variable string // the environment variable that holds the file's path
	Limit    int64  // bytes beyond which the system ignores the file; 0: none
	Render   func(w io.Writer, r *engine.Result, o Options) error
}

// Setting is one option of a format.
type Setting struct {
	Name    string
	Values  []string // what it may be, in upper case where the format has it so; nil: any text
	Default string
	Doc     string // one line
}

// Needs is what a report must find in the result.
type Needs struct {
	// AllUnexpected asks for every unexpected row (Outcome.All).
	AllUnexpected bool
	// Examples is how many of the first unexpected rows are wanted.
	Examples int
	// Timing asks for Result.Timing.
	Timing bool
	// ResultFormats says that what checks ask for in their ResultFormat is
	// wanted too.
	ResultFormats bool
	// Profile asks for Result.Profile.
	Profile bool
	// Run asks for what a result that was read by ReadJSON does not hold.
	Run bool
}

// Of adds what the checks ask for themselves.
func (n Needs) Of(checks []*engine.Check) Needs {
	for _, c := range checks {
		f := c.ResultFormat
		if f == nil || !n.ResultFormats {
			continue
		}
		n.AllUnexpected = n.AllUnexpected || f.Level == "COMPLETE"
		if f.PartialUnexpectedCount != nil {
			n.Examples = max(n.Examples, *f.PartialUnexpectedCount)
		}
	}
	return n
}

// Merge is what satisfies both n and other.
func (n Needs) Merge(other Needs) Needs {
	return Needs{
		AllUnexpected: n.AllUnexpected || other.AllUnexpected,
		Examples:      max(n.Examples, other.Examples),
		Timing:        n.Timing || other.Timing,
		ResultFormats: n.ResultFormats || other.ResultFormats,
		Profile:       n.Profile || other.Profile,
		Run:           n.Run || other.Run,
	}
}

// Options are what a user may say about a report. The zero value is the
// format's own choice everywhere.
type Options struct {
	// Settings are the format's own, as parsed by ParseSpec.
	Settings map[string]string
	// MaxExamples is how many unexpected rows an outcome shows; nil leaves
	// it to the format.
	MaxExamples *int
	// Color permits terminal escapes, Width is the terminal's (0: unknown),
	// Verbose asks for what is folded otherwise. Formats for machines
	// ignore the three.
	Color   bool
	Width   int
	Verbose bool
}

// examples is how many unexpected rows an outcome shows.
func (o Options) examples(byDefault int) int {
	if o.MaxExamples == nil {
		return byDefault
	}
	return max(0, *o.MaxExamples)
}

// setting is the value of one of the format's settings.
func (o Options) setting(s Setting) (string, error) {
	v, ok := o.Settings[s.Name]
	switch {
	case !ok:
		return s.Default, nil
	case s.Values == nil:
		return v, nil
	}
	i := slices.IndexFunc(s.Values, func(known string) bool { return strings.EqualFold(known, v) })
	if i < 0 {
		return "", fmt.Errorf("%s cannot be %q: it is one of %s", s.Name, v, strings.Join(s.Values, ", "))
	}
	return s.Values[i], nil
}

// machineExamples is how many unexpected rows formats for machines show.
const machineExamples = 20

// formats is filled by the package-level variables of the formats' files.
var formats []*Format

// register adds a format to the list.
func register(f Format) *Format {
	formats = append(formats, &f)
	return &f
}

// Lookup finds a format by name.
func Lookup(name string) (*Format, bool) {
	i := slices.IndexFunc(formats, func(f *Format) bool { return f.Name == name })
	if i < 0 {
		return nil, false
	}
	return formats[i], true
}

// All lists the formats by name.
func All() []*Format {
	return slices.SortedFunc(slices.Values(formats), func(a, b *Format) int {
		return strings.Compare(a.Name, b.Name)
	})
}

// Names lists the names that Lookup knows, sorted.
func Names() []string {
	var names []string
	for _, f := range All() {
		names = append(names, f.Name)
	}
	return names
}
