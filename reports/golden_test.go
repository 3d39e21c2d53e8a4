package reports_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"assay/engine"
	"assay/reports"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// TestGolden renders every fixture in every format and compares the bytes with
// testdata/<fixture>.<format>.
func TestGolden(t *testing.T) {
	variants := []struct {
		name    string
		spec    string
		options reports.Options
	}{
		{"txt", "text", reports.Options{}},
		{"verbose.txt", "text", reports.Options{Verbose: true, Width: 80}},
		{"color.txt", "text", reports.Options{Color: true}},
		{"json", "json", reports.Options{}},
		{"junit.xml", "junit", reports.Options{}},
		{"sarif", "sarif", reports.Options{}},
		{"github", "github", reports.Options{}},
		{"gitlab.json", "gitlab", reports.Options{}},
		{"azure", "azure", reports.Options{}},
		{"md", "markdown", reports.Options{}},
		{"prom", "prometheus", reports.Options{}},
		{"dvc-metrics.json", "dvc-metrics", reports.Options{}},
		{"dvc-plots.json", "dvc-plots", reports.Options{}},
		{"slack.json", "slack", reports.Options{}},
		{"teams.json", "teams", reports.Options{}},
		{"csv", "csv", reports.Options{}},
		{"gx.json", "gx", reports.Options{}},
		{"gx-complete.json", "gx?result_format=COMPLETE", reports.Options{}},
		{"gx-basic.json", "gx?result_format=BASIC", reports.Options{}},
		{"gx-boolean.json", "gx?result_format=boolean_only", reports.Options{}},
	}
	for name, result := range fixtures() {
		for _, v := range variants {
			t.Run(name+"/"+v.name, func(t *testing.T) {
				compare(t, filepath.Join("testdata", name+"."+v.name), render(t, v.spec, result, v.options))
			})
		}
	}
}

func render(t *testing.T, text string, r *engine.Result, o reports.Options) []byte {
	t.Helper()
	spec, err := reports.ParseSpec(text)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := spec.Write(&b, r, o); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func compare(t *testing.T, path string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs (-update rewrites it); got:\n%s", path, got)
	}
}
