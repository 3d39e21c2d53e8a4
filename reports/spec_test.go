package reports_test

import (
	"maps"
	"strings"
	"testing"

	"assay/reports"
)

func TestParseSpec(t *testing.T) {
	type want struct {
		format, path string
		settings     map[string]string
	}
	cases := map[string]want{
		"text":                                   {"text", "-", nil},
		"json=-":                                 {"json", "-", nil},
		"json=out.json":                          {"json", "out.json", nil},
		`json=C:\reports\x.json`:                 {"json", `C:\reports\x.json`, nil},
		"json=dir=1/what?.json":                  {"json", "dir=1/what?.json", nil},
		"gx?result_format=COMPLETE":              {"gx", "-", map[string]string{"result_format": "COMPLETE"}},
		"gx?result_format=COMPLETE=out.json":     {"gx", "out.json", map[string]string{"result_format": "COMPLETE"}},
		`gx?result_format=BASIC=C:\out\a=b.json`: {"gx", `C:\out\a=b.json`, map[string]string{"result_format": "BASIC"}},
	}
	for text, w := range cases {
		spec, err := reports.ParseSpec(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if spec.Format.Name != w.format || spec.Path != w.path || !maps.Equal(spec.Settings, w.settings) {
			t.Errorf("%s: got %s %q %v, want %v", text, spec.Format.Name, spec.Path, spec.Settings, w)
		}
	}
}

func TestParseSpecErrors(t *testing.T) {
	cases := map[string]string{
		"":                                   "the formats are azure, ",
		"yaml":                               `unknown report format "yaml"`,
		"JSON=x":                             `unknown report format "JSON"`,
		"json=":                              "a path must follow",
		"json?x=1":                           "the format json has no settings",
		"gx?":                                "expected SETTING=VALUE",
		"gx?format=BASIC":                    `unknown setting "format": gx has result_format`,
		"gx?result_format":                   "expected SETTING=VALUE",
		"gx?result_format=A&=x":              `unknown setting ""`,
		"gx?result_format=A&result_format=B": "given twice",
	}
	for text, want := range cases {
		if _, err := reports.ParseSpec(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got error %v, want %q", text, err, want)
		}
	}
}

func TestNeeds(t *testing.T) {
	seven := 7
	cases := []struct {
		spec    string
		options reports.Options
		want    reports.Needs
	}{
		{"text", reports.Options{}, reports.Needs{Examples: 5}},
		{"text", reports.Options{MaxExamples: &seven}, reports.Needs{Examples: 7}},
		{"json", reports.Options{}, reports.Needs{Examples: 20}},
		{"gx", reports.Options{}, reports.Needs{Examples: 20, ResultFormats: true, Run: true}},
		{"gx?result_format=BOOLEAN_ONLY", reports.Options{}, reports.Needs{Run: true}},
		{"gx?result_format=COMPLETE", reports.Options{}, reports.Needs{Examples: 20, AllUnexpected: true, Run: true}},
	}
	var all reports.Needs
	for _, c := range cases {
		spec, err := reports.ParseSpec(c.spec)
		if err != nil {
			t.Fatal(err)
		}
		got, err := spec.Needs(c.options)
		if err != nil || got != c.want {
			t.Errorf("%s: got %+v, %v, want %+v", c.spec, got, err, c.want)
		}
		all = all.Merge(got)
	}
	if want := (reports.Needs{Examples: 20, AllUnexpected: true, ResultFormats: true, Run: true}); all != want {
		t.Errorf("merged: got %+v, want %+v", all, want)
	}
	spec, err := reports.ParseSpec("gx?result_format=FULL")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := spec.Needs(reports.Options{}); err == nil || !strings.Contains(err.Error(), "COMPLETE") {
		t.Errorf("an unknown result_format: got %v, want an error that lists the known ones", err)
	}
}
