package main

import (
	"testing"

	"assay/engine"
	"assay/suites"
)

// TestOutputsOf has a project, a dataset and flags say where rows go.
func TestOutputsOf(t *testing.T) {
	limit := &engine.Limit{Value: 3}
	project := &suites.Project{Outputs: suites.Outputs{Rejected: "all.csv", MaxRejected: limit}}
	dataset := suites.Dataset{Outputs: suites.Outputs{Accepted: "good.csv"}}
	c := &checker{flags: &checkFlags{quarantine: quarantineFlags{rejected: "mine.csv"}, verdict: "v.json"}}
	want := outputs{
		accepted: output{"accepted", "good.csv"}, rejected: output{"--rejected", "mine.csv"}, verdict: output{"--verdict", "v.json"},
		maxRejected: limit, limitedBy: "max_rejected",
	}
	if got := c.outputs(project, dataset); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	// A dataset that sets no rows aside is not judged without them.
	if got := c.outputs(project, suites.Dataset{}); got.maxRejected != nil {
		t.Errorf("without a file of accepted rows the limit is %v", got.maxRejected)
	}
	// What is pushed or verified still has its bad rows.
	c.judges = true
	if got := c.outputs(project, dataset); got != (outputs{}) || got.quarantine() != nil {
		t.Errorf("what only judges writes %+v", got)
	}
}
