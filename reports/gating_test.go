package reports_test

import (
	"strings"
	"testing"
	"time"

	"assay/engine"
	"assay/reports"
)

// TestSetAsideDoesNotGate renders data that are accepted without some of their
// rows. Nothing that a CI system would fail for is in the reports, and where these rows
// went is in all that have a place for it.
func TestSetAsideDoesNotGate(t *testing.T) {
	r := dividedRows()
	r.Timing = &engine.Timing{Started: time.Unix(1_700_000_000, 0)}
	for spec, gate := range map[string]string{
		"junit": "<failure", "sarif": `"error"`, "github": "::error", "gitlab": `"critical"`, "azure": "type=error",
		"openlineage": `"success": false, "column": "age", "severity": "error"`, "prometheus": "assay_accepted{dataset=\"data/orders.csv\",suite=\"orders\"} 0",
		"dvc-metrics": `"accepted": false`, "gx": `{"success":false,"results"`, "slack": "REJECTED", "teams": "REJECTED",
	} {
		// On one line, whatever the layout.
		rendered := func() string { return strings.Join(strings.Fields(string(render(t, spec, r, reports.Options{}))), " ") }
		text := rendered()
		if strings.Contains(text, gate) {
			t.Errorf("%s holds %s:\n%s", spec, gate, text)
		}
		if !strings.Contains(text, "out/bad.csv") && !strings.Contains(text, "rejected") && spec != "gitlab" {
			t.Errorf("%s does not say what became of the rows:\n%s", spec, text)
		}
		// The same failure does count where its rows stay among the data.
		r.Outcomes[1].SetAside = false
		if counts := rendered(); !strings.Contains(counts, gate) {
			t.Errorf("%s does not hold %s where it should:\n%s", spec, gate, counts)
		}
		r.Outcomes[1].SetAside = true
	}
}
