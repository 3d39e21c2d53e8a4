package reports_test

import (
	"bytes"
	"strings"
	"testing"

	"assay/reports"
)

// TestReadJSON writes what was read: the same bytes must come of it.
func TestReadJSON(t *testing.T) {
	all := fixtures()
	all["confidential"] = confidential()
	for name, result := range all {
		raw := render(t, "json", result, reports.Options{})
		read, err := reports.ReadJSON(bytes.NewReader(raw))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if again := render(t, "json", read, reports.Options{}); !bytes.Equal(raw, again) {
			t.Errorf("%s: read and written again it is\n%s\nnot\n%s", name, again, raw)
		}
		if read.Accepted != result.Accepted {
			t.Errorf("%s: accepted is %t, not %t", name, read.Accepted, result.Accepted)
		}
		render(t, "text", read, reports.Options{Verbose: true})
		render(t, "html", read, reports.Options{})
	}
}

func TestReadJSONErrors(t *testing.T) {
	for text, want := range map[string]string{
		"":                                     "EOF",
		"{}":                                   "no result of assay",
		`{"assay_result": 2}`:                  "of version 2",
		`{"assay_result": 1, "fail_on": "x"}`:  `fail_on cannot be "x"`,
		`{"assay_result": 1, "outcomes": "x"}`: "not JSON as assay writes it",
		`{"assay_result": 1, "fail_on": "info", "outcomes": [{"id": "a", "severity": "bad"}]}`:                                       `outcome "a": there is no severity "bad"`,
		`{"assay_result": 1, "fail_on": "info", "outcomes": [{"id": "a", "severity": "info", "status": "ok"}]}`:                      `no status "ok"`,
		`{"assay_result": 1, "fail_on": "info", "outcomes": [{"id": "a", "severity": "info", "status": "pass", "fail_at": "many"}]}`: "many is no number",
		`{"assay_result": 1, "suite": {"params": []}}`:                                                                               "no object",
	} {
		if _, err := reports.ReadJSON(strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", text, err, want)
		}
	}
}
