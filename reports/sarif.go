package reports

import (
	"io"
	"net/url"
	"path"
	"strings"

	"assay/engine"
)

const (
	sarifSchema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
	// sarifRoot is the name by which SARIF's readers know the repository.
	sarifRoot = "%SRCROOT%"
)

var _ = register(Format{
	Name:  "sarif",
	Title: "what did not pass, at the suite's lines, as SARIF 2.1.0",
	Needs: func(o Options) (Needs, error) { return Needs{Examples: o.examples(machineExamples)}, nil },
	Render: func(w io.Writer, r *engine.Result, o Options) error {
		return writeLaidOut(w, newSARIF(r, o.examples(machineExamples)))
	},
})

type sarifLog struct {
	Schema  string     `json:"$schema"`
	Version string     `json:"version"`
	Runs    []sarifRun `json:"runs"`
}

type sarifRun struct {
	Tool struct {
		Driver sarifDriver `json:"driver"`
	} `json:"tool"`
	Invocations []sarifInvocation `json:"invocations"`
	ColumnKind  string            `json:"columnKind"`
	Results     []sarifResult     `json:"results"`
	Properties  members           `json:"properties"`
}

type sarifDriver struct {
	Name    string      `json:"name"`
	Version string      `json:"version"`
	Rules   []sarifRule `json:"rules"`
}

type sarifRule struct {
	ID               string    `json:"id"`
	ShortDescription sarifText `json:"shortDescription"`
}

type sarifInvocation struct {
	ExecutionSuccessful bool   `json:"executionSuccessful"`
	StartTimeUTC        string `json:"startTimeUtc,omitempty"`
	EndTimeUTC          string `json:"endTimeUtc,omitempty"`
}

type sarifText struct {
	Text string `json:"text"`
}

type sarifResult struct {
	RuleID              string            `json:"ruleId"`
	RuleIndex           int               `json:"ruleIndex"`
	Level               string            `json:"level"`
	Message             sarifText         `json:"message"`
	Locations           []sarifLocation   `json:"locations,omitempty"`
	RelatedLocations    []sarifLocation   `json:"relatedLocations,omitempty"`
	PartialFingerprints map[string]string `json:"partialFingerprints"`
	Properties          members           `json:"properties"`
}

type sarifLocation struct {
	ID               int           `json:"id,omitempty"`
	PhysicalLocation sarifPhysical `json:"physicalLocation"`
	Message          *sarifText    `json:"message,omitempty"`
}

type sarifPhysical struct {
	ArtifactLocation sarifArtifact `json:"artifactLocation"`
	Region           *sarifRegion  `json:"region,omitempty"`
}

type sarifArtifact struct {
	URI       string `json:"uri"`
	URIBaseID string `json:"uriBaseId,omitempty"`
}

type sarifRegion struct {
	StartLine   int64 `json:"startLine"`
	StartColumn int   `json:"startColumn,omitempty"`
}

// newSARIF makes a rule of each expectation that did not pass, and a result of
// each outcome.
func newSARIF(r *engine.Result, examples int) sarifLog {
	run := sarifRun{
		Invocations: []sarifInvocation{newSARIFInvocation(r.Timing)},
		ColumnKind:  "unicodeCodePoints",
		Results:     []sarifResult{},
		Properties:  members{{"verdict", verdict(r)}, {"suite", r.Suite.Name}, {"dataset", datasetName(r)}, {"rows", r.Rows}},
	}
	if q := newQuarantine(r.Quarantine); q != nil {
		run.Properties = append(run.Properties, member{"quarantine", q})
	}
	run.Tool.Driver = sarifDriver{Name: "assay", Version: r.Version, Rules: []sarifRule{}}
	rules := make(map[string]int)
	for _, p := range problems(r) {
		index, known := rules[p.Check.Name]
		if !known {
			index = len(rules)
			rules[p.Check.Name] = index
			run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, sarifRule{p.Check.Name, sarifText{"Data as " + p.Check.Name + " expects it"}})
		}
		run.Results = append(run.Results, newSARIFResult(r, p, index, examples))
	}
	return sarifLog{Schema: sarifSchema, Version: "2.1.0", Runs: []sarifRun{run}}
}

func newSARIFInvocation(t *engine.Timing) sarifInvocation {
	i := sarifInvocation{ExecutionSuccessful: true}
	if t != nil {
		const layout = "2006-01-02T15:04:05.000Z"
		i.StartTimeUTC = t.Started.UTC().Format(layout)
		i.EndTimeUTC = t.Started.Add(t.Elapsed).UTC().Format(layout)
	}
	return i
}

func newSARIFResult(r *engine.Result, p problem, rule, examples int) sarifResult {
	s := sarifResult{
		RuleID: p.Check.Name, RuleIndex: rule,
		Level:               [...]string{"note", "warning", "error"}[p.level],
		Message:             sarifText{sarifMessage(r, p, examples)},
		PartialFingerprints: map[string]string{"assay/v1": fingerprint(r, p.Check)},
		Properties:          members{{"id", p.Check.ID}, {"severity", p.Check.Severity.String()}, {"status", p.Status.String()}},
	}
	if p.SetAside {
		s.Properties = append(s.Properties, member{"set_aside", true})
	}
	if p.at.File != "" {
		s.Locations = []sarifLocation{{PhysicalLocation: sarifPlace(p.at.File, int64(p.at.Line), p.at.Col)}}
	}
	for i, e := range p.Examples[:min(examples, len(p.Examples))] {
		s.RelatedLocations = append(s.RelatedLocations, sarifLocation{
			ID:               i + 1,
			PhysicalLocation: sarifPlace(fileName(r, e.At.File), e.At.Line, 0),
			Message:          &sarifText{sarifEscape(exampleLine(r, p.Check, e))},
		})
	}
	return s
}

// sarifMessage is the headline, with the rows for readers that leave out
// related locations.
func sarifMessage(r *engine.Result, p problem, examples int) string {
	lines := append([]string{subject(p.Check) + ": " + account(r, p.Outcome)}, exampleLines(r, p.Outcome, min(examples, textExamples))...)
	return sarifEscape(strings.Join(append(lines, advice(p.Outcome)...), "\n"))
}

// sarifEscape keeps readers from taking brackets for links.
func sarifEscape(text string) string {
	return strings.NewReplacer(`\`, `\\`, "[", `\[`, "]", `\]`).Replace(text)
}

// sarifPlace points into a file, below the repository's root where its path is
// a relative one.
func sarifPlace(file string, line int64, col int) sarifPhysical {
	var p sarifPhysical
	p.ArtifactLocation = sarifURI(file)
	if line > 0 {
		p.Region = &sarifRegion{StartLine: line, StartColumn: col}
	}
	return p
}

func sarifURI(file string) sarifArtifact {
	if strings.Contains(file, "://") {
		return sarifArtifact{URI: strings.ToValidUTF8(file, "%EF%BF%BD")}
	}
	file = slashPath(file)
	u := url.URL{Path: file}
	if path.IsAbs(file) {
		u.Scheme = "file"
		return sarifArtifact{URI: u.String()}
	}
	return sarifArtifact{URI: u.String(), URIBaseID: sarifRoot}
}
