package suites

import (
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/rogpeppe/go-internal/txtar"

	"assay/engine"
	"assay/engine/vector"
)

var update = flag.Bool("update", false, "rewrite the wanted parts of testdata")

// TestCases runs testdata/*.txtar. A case is a suite.yaml and what it extends;
// "want" is what lint prints, or the checks that the suite makes for the columns
// of "schema" (name type, line by line). The comment may give parameters (param
// name=value) and variables of the environment (env NAME=value).
func TestCases(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	if len(files) < 20 {
		t.Fatalf("only %d cases", len(files))
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got := runCase(t, archive)
			want := find(archive, "want")
			if want == nil {
				archive.Files = append(archive.Files, txtar.File{Name: "want"})
				want = &archive.Files[len(archive.Files)-1]
			}
			if *update {
				want.Data = []byte(got)
				if err := os.WriteFile(file, txtar.Format(archive), 0o666); err != nil {
					t.Fatal(err)
				}
			} else if got != string(want.Data) {
				t.Errorf("got:\n%s\nwant:\n%s", got, want.Data)
			}
		})
	}
}

func find(a *txtar.Archive, name string) *txtar.File {
	for i := range a.Files {
		if a.Files[i].Name == name {
			return &a.Files[i]
		}
	}
	return nil
}

func runCase(t *testing.T, a *txtar.Archive) string {
	t.Helper()
	l := caseLoader(a)
	s, diags := l.Load("suite.yaml")
	if s == nil {
		return printed(t, diags, l)
	}
	schema := caseSchema(t, a)
	bound := s.Bind(&engine.Env{Schema: schema, Now: func() time.Time { return time.Unix(0, 0).UTC() }})
	return describe(s, bound, schema) + printed(t, bound.Diagnostics, l)
}

// caseLoader reads the files of a case, with the parameters and variables that
// its comment gives.
func caseLoader(a *txtar.Archive) *Loader {
	l := &Loader{Params: make(map[string]string)}
	env := make(map[string]string)
	for line := range strings.Lines(string(a.Comment)) {
		line = strings.TrimSpace(line)
		for prefix, into := range map[string]map[string]string{"param ": l.Params, "env ": env} {
			if pair, ok := strings.CutPrefix(line, prefix); ok {
				name, value, _ := strings.Cut(pair, "=")
				into[name] = value
			}
		}
	}
	l.LookupEnv = func(name string) (string, bool) { v, ok := env[name]; return v, ok }
	l.ReadFile = func(path string) ([]byte, error) {
		if f := find(a, filepath.ToSlash(path)); f != nil {
			return f.Data, nil
		}
		return nil, &fs.PathError{Op: "open", Path: path, Err: fs.ErrNotExist}
	}
	return l
}

func printed(t *testing.T, ds Diagnostics, l *Loader) string {
	t.Helper()
	var b strings.Builder
	if err := ds.Print(&b, l.Sources(), false); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func caseSchema(t *testing.T, a *txtar.Archive) *arrow.Schema {
	t.Helper()
	f := find(a, "schema")
	if f == nil {
		return arrow.NewSchema(nil, nil)
	}
	var fields []arrow.Field
	for line := range strings.Lines(string(f.Data)) {
		name, typ, ok := strings.Cut(strings.TrimSpace(line), ": ")
		if !ok {
			t.Fatalf("schema: %q is not name: type", line)
		}
		dt, err := vector.ParseType(typ)
		if err != nil {
			t.Fatal(err)
		}
		fields = append(fields, arrow.Field{Name: name, Type: dt})
	}
	return arrow.NewSchema(fields, nil)
}

// describe writes down what a suite says and what its checks are.
func describe(s *Suite, bound Bound, schema *arrow.Schema) string {
	var b strings.Builder
	fmt.Fprintf(&b, "suite %s\n", s.Name)
	for _, p := range s.Params {
		fmt.Fprintf(&b, "param %s = %s\n", p.Name, valueText(p.Value))
	}
	hints := s.Hints(fieldNames(schema))
	for _, f := range schema.Fields() {
		if h := hints(f.Name); h != engine.NoHint {
			fmt.Fprintf(&b, "hint %s: %d\n", f.Name, h)
		}
	}
	for _, c := range append(bound.Checks, bound.Findings...) {
		fmt.Fprintf(&b, "%s: %s %v %s, %s", c.ID, c.Name, c.Columns, c.Expect, c.Severity)
		if c.MostlyGiven {
			fmt.Fprintf(&b, ", mostly %g", c.Mostly)
		}
		if c.MaxUnexpected != nil {
			fmt.Fprintf(&b, ", max_unexpected %d", *c.MaxUnexpected)
		}
		if c.WarnAt != nil {
			fmt.Fprintf(&b, ", warn_at %s", c.WarnAt)
		}
		if c.FailAt != nil {
			fmt.Fprintf(&b, ", fail_at %s", c.FailAt)
		}
		if c.Where != nil {
			fmt.Fprintf(&b, ", where %s", c.Where.Text)
		}
		for _, p := range c.Params {
			fmt.Fprintf(&b, ", %s/%s=%s", p.Name, p.Alias, valueText(p.Value))
		}
		if len(c.Notes) > 0 {
			fmt.Fprintf(&b, ", notes %q", c.Notes)
		}
		if len(c.Meta) > 0 {
			fmt.Fprintf(&b, ", meta %s", valueText(c.Meta))
		}
		if c.Err != nil {
			fmt.Fprintf(&b, ": ERROR %s", c.Err.Code)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// valueText writes a parameter: texts in quotes, other literals without.
func valueText(v any) string {
	switch v := v.(type) {
	case string:
		return strconv.Quote(v)
	case vector.Literal:
		if v.Kind == vector.LiteralString {
			return strconv.Quote(v.Text)
		}
		return v.Text
	case []vector.Literal:
		texts := make([]string, len(v))
		for i, l := range v {
			texts[i] = valueText(l)
		}
		return "[" + strings.Join(texts, " ") + "]"
	case []any:
		texts := make([]string, len(v))
		for i, e := range v {
			texts[i] = valueText(e)
		}
		return "[" + strings.Join(texts, " ") + "]"
	case map[string]any:
		var texts []string
		for _, k := range slices.Sorted(maps.Keys(v)) {
			texts = append(texts, k+": "+valueText(v[k]))
		}
		return "{" + strings.Join(texts, ", ") + "}"
	}
	return fmt.Sprint(v)
}
