package suites

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"assay/engine"
)

// TestGXRoundTrip writes suites of Great Expectations in assay's language and
// back, and demands the checks of the original each time.
func TestGXRoundTrip(t *testing.T) {
	for _, name := range []string{"gx-1x", "gx-018", "gx-clean"} {
		archive, err := txtar.ParseFile(filepath.Join("testdata", name+".txtar"))
		if err != nil {
			t.Fatal(err)
		}
		l := caseLoader(archive)
		s, diags := l.Load("suite.yaml")
		if s == nil {
			t.Fatalf("%s: %v", name, diags)
		}
		want := describe(s, s.Bind(&engine.Env{Schema: caseSchema(t, archive)}), caseSchema(t, archive))
		native, err := s.YAML()
		if err != nil {
			t.Fatal(err)
		}
		back, err := ExportGX(s)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for kind, text := range map[string][]byte{"native": native, "exported": back} {
			if kind == "native" && len(s.Warnings) > 0 {
				continue // what only Great Expectations accepts
			}
			archive.Files[0].Data = text
			again, diags := caseLoader(archive).Load("suite.yaml")
			if again == nil {
				t.Errorf("%s, %s: %v\n%s", name, kind, diags, text)
				continue
			}
			got := describe(again, again.Bind(&engine.Env{Schema: caseSchema(t, archive)}), caseSchema(t, archive))
			want := want
			if kind == "native" {
				// A native list must be of its column's type.
				got = strings.ReplaceAll(got, ": ERROR wrong-type", "")
			}
			if kind == "exported" {
				// Parameters are filled in, and conditions rewritten.
				got, want = withoutConditions(got), withoutConditions(want)
			}
			if got != want {
				t.Errorf("%s, %s: got\n%s\nwant\n%s\nof\n%s", name, kind, got, want, text)
			}
		}
	}
}

func withoutConditions(described string) string {
	var kept []string
	for line := range strings.Lines(described) {
		if strings.HasPrefix(line, "param ") {
			continue
		}
		before, after, found := strings.Cut(line, ", where ")
		if at := strings.Index(after, ", "); found && at >= 0 {
			if at = strings.Index(after, ", column"); at >= 0 {
				line = before + after[at:]
			}
		}
		kept = append(kept, line)
	}
	return strings.Join(kept, "")
}

// TestExportRefuses names what Great Expectations does not have.
func TestExportRefuses(t *testing.T) {
	l := &Loader{ReadFile: func(string) ([]byte, error) {
		return []byte("version: 1\nexpectations:\n  - satisfies: a > 1\n  - not-null: \"*\"\n  - {not-null: a, max_unexpected: 3}\n  - {not-null: a, where: len(b) > 2}\n"), nil
	}}
	s, diags := l.Load("suite.yaml")
	if s == nil {
		t.Fatal(diags)
	}
	_, err := ExportGX(s)
	found, ok := err.(Diagnostics)
	if !ok || len(found) != 4 {
		t.Errorf("got %v, want four diagnostics", err)
	}
}
