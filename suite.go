package assay

import (
	"io"
	"os"
	"time"

	"assay/expectations"
	"assay/suites"
)

// Suite is a suite that was read without mistakes.
type Suite = suites.Suite

// Loader reads suites. The zero value is ready to use, and several goroutines
// may use one.
type Loader struct {
	// Expectations are known beside the built-in ones. One that has the name
	// of a built-in expectation takes its place.
	Expectations []*expectations.Declaration
	// Params are values for the parameters that suites declare. Names that no
	// suite declares are passed over.
	Params map[string]string
	// Now is what now() is; the zero time means the present.
	Now time.Time
	// LookupEnv reads the environment for ${env.NAME}; nil means os.LookupEnv.
	LookupEnv func(name string) (value string, found bool)
	// ReadFile reads a suite file; nil means os.ReadFile.
	ReadFile func(path string) ([]byte, error)
}

// LoadSuite reads suite files as one suite, in YAML or JSON or of Great
// Expectations, with the built-in expectations. The error is a *SuiteError.
func LoadSuite(paths ...string) (*Suite, error) { return Loader{}.Load(paths...) }

// Load reads suite files as one suite. The error is a *SuiteError, which holds
// the mistakes of all files.
func (l Loader) Load(paths ...string) (*Suite, error) {
	loader := &suites.Loader{Params: l.Params, Now: l.Now, LookupEnv: l.LookupEnv, ReadFile: l.ReadFile}
	if len(l.Expectations) > 0 {
		loader.Catalogue = expectations.NewCatalogue(l.Expectations...)
	}
	var list []*Suite
	var wrong SuiteError
	if len(paths) == 0 {
		wrong.Diagnostics = suites.Diagnostics{{Code: "unreadable", Msg: "no suite is named"}}
	}
	for _, path := range paths {
		s, mistakes := loader.Load(path)
		wrong.Diagnostics = append(wrong.Diagnostics, mistakes...)
		if s != nil {
			list = append(list, s)
		}
	}
	if len(wrong.Diagnostics) == 0 {
		var merged *Suite
		if merged, wrong.Diagnostics = suites.Merge(list); len(wrong.Diagnostics) == 0 {
			return merged, nil
		}
	}
	wrong.Sources = loader.Sources()
	return nil, &wrong
}

// Parse reads the text of a suite. name stands for it in messages, and suites
// that it extends are beside the file of that name.
func (l Loader) Parse(name string, text []byte) (*Suite, error) {
	readFile := l.ReadFile
	if readFile == nil {
		readFile = os.ReadFile
	}
	l.ReadFile = func(path string) ([]byte, error) {
		if path == name {
			return text, nil
		}
		return readFile(path)
	}
	return l.Load(name)
}

// SuiteError is what is wrong with suites: every mistake, with its place.
type SuiteError struct {
	Diagnostics suites.Diagnostics
	// Sources are the texts of the files, which Print quotes.
	Sources suites.Sources
}

// Error lists the mistakes, one to a line: file:line:col: message [code].
func (e *SuiteError) Error() string { return e.Diagnostics.Error() }

// Print writes every mistake with its line of the suite, a mark under the words
// meant, and the way out. color permits terminal escapes.
func (e *SuiteError) Print(w io.Writer, color bool) error {
	return e.Diagnostics.Print(w, e.Sources, color)
}
