package reports_test

import (
	"bytes"
	"os"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"assay/reports"
)

// TestJSONSchema holds every fixture's JSON report against the published
// schema, which knows every key.
func TestJSONSchema(t *testing.T) {
	f, err := os.Open("../docs/result.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	doc, err := jsonschema.UnmarshalJSON(f)
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("result.schema.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("result.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	all := fixtures()
	all["confidential"] = confidential()
	for name, result := range all {
		raw := render(t, "json", result, reports.Options{})
		value, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(value); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		broken := bytes.Replace(raw, []byte(`"status": "`), []byte(`"status": "not `), 1)
		if value, err = jsonschema.UnmarshalJSON(bytes.NewReader(broken)); err == nil && schema.Validate(value) == nil {
			t.Errorf("%s: the schema takes any status", name)
		}
	}
}
