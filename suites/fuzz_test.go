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
)

// FuzzLoad feeds arbitrary texts: each is a suite, which can be bound, or has
// mistakes, which can be printed.
func FuzzLoad(f *testing.F) {
	files, err := filepath.Glob("testdata/*.txtar")
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
	schema := arrow.NewSchema([]arrow.Field{
		{Name: "age", Type: arrow.PrimitiveTypes.Int64}, {Name: "price", Type: arrow.PrimitiveTypes.Float64},
		{Name: "country", Type: arrow.BinaryTypes.String}, {Name: "day", Type: arrow.FixedWidthTypes.Date32},
	}, nil)
	f.Fuzz(func(t *testing.T, text string) {
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
			s.Bind(&engine.Env{Schema: schema, Now: func() time.Time { return time.Unix(0, 0) }})
		}
	})
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
