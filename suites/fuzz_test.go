package suites

import (
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/rogpeppe/go-internal/txtar"

	"assay/engine"
	"assay/expectations"
	"assay/integrations/bounded"
)

// fuzzBytes is what reading a suite of a few kilobytes may take, the catalogue
// of expectations and a suite's aliases among it.
const fuzzBytes = 512 << 20

// FuzzLoad feeds arbitrary texts: each is a suite, which can be bound, or has
// mistakes, which can be printed.
func FuzzLoad(f *testing.F) {
	addSuites(f, "testdata/*.txtar")
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) <= 16<<10 {
			bounded.Run(t, fuzzBytes, func() { loadText(t, text) })
		}
	})
}

// FuzzGX feeds arbitrary suites of Great Expectations. One that can be read and
// written as such can be read again.
func FuzzGX(f *testing.F) {
	addSuites(f, "testdata/gx-*.txtar")
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 16<<10 {
			return
		}
		bounded.Run(t, fuzzBytes, func() {
			s := loadText(t, text)
			if s == nil {
				return
			}
			exported, err := ExportGX(s)
			if err == nil && loadText(t, string(exported)) == nil {
				t.Errorf("what was exported cannot be read again:\n%s", exported)
			}
		})
	})
}

// addSuites adds the suites of test cases.
func addSuites(f *testing.F, glob string) {
	files, err := filepath.Glob(glob)
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(find(archive, "suite.yaml").Data))
	}
}

// loadText loads and binds a suite, nil where it has mistakes.
func loadText(t *testing.T, text string) *Suite {
	t.Helper()
	l := &Loader{
		LookupEnv: func(string) (string, bool) { return "", false },
		ReadFile: func(path string) ([]byte, error) {
			if path == "suite.yaml" {
				return []byte(text), nil
			}
			return nil, os.ErrNotExist
		},
	}
	s, diags := l.Load("suite.yaml")
	if (s == nil) != (len(diags) > 0) {
		t.Fatalf("suite %v with mistakes %v", s, diags)
	}
	if err := diags.Print(io.Discard, l.Sources(), true); err != nil {
		t.Fatal(err)
	}
	for _, d := range diags {
		if d.At.Line < 1 || d.At.Col < 1 || d.Msg == "" || d.Code == "" {
			t.Errorf("a mistake without a place: %+v", d)
		}
	}
	if s != nil {
		s.Hints([]string{"age", "day"})
		s.Bind(&engine.Env{Schema: arrow.NewSchema([]arrow.Field{
			{Name: "age", Type: arrow.PrimitiveTypes.Int64}, {Name: "price", Type: arrow.PrimitiveTypes.Float64},
			{Name: "country", Type: arrow.BinaryTypes.String}, {Name: "day", Type: arrow.FixedWidthTypes.Date32},
		}, nil), Now: func() time.Time { return time.Unix(0, 0) }})
	}
	return s
}

// TestExamplesLoad reads the example of every expectation.
func TestExamplesLoad(t *testing.T) {
	for _, d := range expectations.Builtin().All() {
		text := "version: 1\nexpectations:\n" + d.Example + "\n"
		l := &Loader{ReadFile: func(string) ([]byte, error) { return []byte(text), nil }}
		s, diags := l.Load("example.yaml")
		if len(diags) > 0 {
			t.Errorf("%s: %v", d.Name, diags)
		} else if s.Items[0].Declaration.Name != d.Name {
			t.Errorf("%s: the example is of %s", d.Name, s.Items[0].Declaration.Name)
		}
	}
}
