package reports_test

import (
	"bytes"
	"encoding/json"
	"os"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"assay/reports"
)

// resultSchema is docs/result.schema.json. Strict, it allows no key that it
// does not describe, so that none is left undescribed.
func resultSchema(t *testing.T, strict bool) *jsonschema.Schema {
	t.Helper()
	raw, err := os.ReadFile("../docs/result.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	if strict {
		tighten(doc)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("result.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("result.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// tighten forbids undescribed keys wherever keys are described.
func tighten(node any) {
	switch node := node.(type) {
	case []any:
		for _, e := range node {
			tighten(e)
		}
	case map[string]any:
		if _, object := node["properties"].(map[string]any); object && node["required"] != nil {
			node["additionalProperties"] = false
		}
		for _, e := range node {
			tighten(e)
		}
	}
}

// TestJSONFitsItsSchema validates every fixture, and that the schema can tell
// a result from others.
func TestJSONFitsItsSchema(t *testing.T) {
	schema := resultSchema(t, true)
	for name, r := range fixtures() {
		doc := resultDocument(t, render(t, "json", r, reports.Options{}))
		if err := schema.Validate(doc); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for key := range doc {
			without := resultDocument(t, render(t, "json", r, reports.Options{}))
			delete(without, key)
			if err := schema.Validate(without); err == nil && key != "timing" {
				t.Errorf("%s: the schema accepts a result without %s", name, key)
			}
		}
	}
	doc := resultDocument(t, render(t, "json", rejected(), reports.Options{}))
	doc["new"] = json.Number("1")
	if err := schema.Validate(doc); err == nil {
		t.Error("an undescribed key is accepted where the test is to find it")
	}
	if err := resultSchema(t, false).Validate(doc); err != nil {
		t.Errorf("a key of a later release is rejected: %v", err)
	}
}

func resultDocument(t *testing.T, raw []byte) map[string]any {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	return doc.(map[string]any)
}
