package expectations_test

import (
	"slices"
	"strings"
	"testing"

	"assay/expectations"
	"assay/expectations/formats"
)

// TestFormatsAreDeclared holds what matches-format accepts and documents to the
// formats that there are.
func TestFormatsAreDeclared(t *testing.T) {
	d, _ := expectations.Builtin().Lookup("matches-format")
	for _, p := range d.Params() {
		if p.Name == "format" && !slices.Equal(p.Enum, formats.Names()) {
			t.Errorf("the parameter accepts %v, and the formats are %v", p.Enum, formats.Names())
		}
	}
	for _, name := range formats.Names() {
		if !strings.Contains(d.Doc, "\n    "+name+"  ") {
			t.Errorf("the doc does not say what %s is", name)
		}
	}
}
