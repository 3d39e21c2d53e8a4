package expectations

import (
	"strings"
	"testing"
)

// TestSchemasFetchNothing refuses JSON Schemas that refer to files or to servers.
func TestSchemasFetchNothing(t *testing.T) {
	for _, ref := range []string{"file:///etc/passwd", "http://127.0.0.1:1/schema.json", "https://example.com/s", "other.json", "/etc/passwd", "../other.json#/$defs/x"} {
		_, err := compileSchema(map[string]any{"$ref": ref})
		if err == nil || !strings.Contains(err.Error(), "is another document") {
			t.Errorf("%s: %v", ref, err)
		}
	}
	if _, err := compileSchema(map[string]any{"$ref": "#/$defs/x", "$defs": map[string]any{"x": true}}); err != nil {
		t.Errorf("a reference within the schema: %v", err)
	}
}
