package suites

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v3"

	"assay/expectations"
)

// notInSchema are mistakes that a JSON Schema cannot see.
var notInSchema = []string{
	"unknown-param", "unknown-variable", "bad-substitution", "bad-range", "bad-regex", "bad-value", "bad-number", "bad-date",
	"empty-suite", "empty-set", "extends-cycle", "unreadable", "not-row-wise", "no-condition", "duplicate-finding", "duplicate-key",
	"too-large", "too-deep", "alias-cycle", "yaml-syntax", "several-documents", "expression-syntax", "unsupported-expression", "unknown-type",
	"unsupported", "bad-condition", "missing-param", "bad-parameter",
	"missing-column", "wrong-type", "no-column-selected", "zone-needed",
}

// TestSchemaAgrees holds the JSON Schema against the loader: what it reads the
// schema accepts, and what it calls an unknown name or a missing part the schema
// rejects.
func TestSchemaAgrees(t *testing.T) {
	schema := compiledSchema(t)
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	golden, err := filepath.Glob("../testdata/expectations/*/*.txtar")
	if err != nil || len(golden) == 0 {
		t.Fatalf("no golden cases: %v", err)
	}
	accepted, rejected := 0, 0
	for _, file := range append(files, golden...) {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var doc any
		if yaml.Unmarshal([]byte(yamlOfJSON(string(find(archive, "suite.yaml").Data))), &doc) != nil {
			continue
		}
		l := caseLoader(archive)
		_, diags := l.Load("suite.yaml")
		err = schema.Validate(jsonValue(doc))
		switch visible := visibleToSchema(diags); {
		case len(diags) == 0 && err != nil:
			t.Errorf("%s: the schema rejects a suite without mistakes: %v", file, err)
		case visible != "" && err == nil:
			t.Errorf("%s: the schema accepts %s", file, visible)
		case err == nil:
			accepted++
		default:
			rejected++
		}
	}
	if accepted < 50 || rejected < 5 {
		t.Errorf("%d suites accepted, %d rejected", accepted, rejected)
	}
}

// TestSchemaAcceptsSuites holds it against the suites of this repository.
func TestSchemaAcceptsSuites(t *testing.T) {
	schema := compiledSchema(t)
	seen := 0
	for _, pattern := range []string{"../testdata/*/*.yaml", "../bench/suites/*.yaml"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var doc any
			if err := yaml.Unmarshal(text, &doc); err != nil {
				t.Fatal(err)
			}
			if err := schema.Validate(jsonValue(doc)); err != nil {
				t.Errorf("%s: %v", file, err)
			}
			seen++
		}
	}
	if seen < 5 {
		t.Errorf("%d suites", seen)
	}
}

func visibleToSchema(diags Diagnostics) string {
	for _, d := range diags {
		if d.At.File == "suite.yaml" && !strings.Contains(strings.Join(notInSchema, " "), d.Code) {
			return d.String()
		}
	}
	return ""
}

func compiledSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	text, err := JSONSchema(expectations.Builtin())
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("suite.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("suite.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// jsonValue turns what the YAML library makes of maps and times into JSON's.
func jsonValue(v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := make(map[string]any, len(v))
		for k, e := range v {
			out[k] = jsonValue(e)
		}
		return out
	case map[any]any:
		out := make(map[string]any, len(v))
		for k, e := range v {
			if k == nil {
				k = "null" // the expectation
			}
			out[fmt.Sprint(k)] = jsonValue(e)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, e := range v {
			out[i] = jsonValue(e)
		}
		return out
	case float64:
		if math.IsInf(v, 0) || math.IsNaN(v) {
			return "no number of JSON's"
		}
		return v
	case int, int64, uint64, bool, string, nil:
		return v
	}
	return "a date"
}
