// Package integrations_test has assay's reports, and the pieces that tie it into
// CI systems, read by the tools that they are for. Those are no part of Go: the
// stage "reports, read by their tools" of .ci/run installs them into the folder
// that ASSAY_ORACLES names. Where that is set and a tool is missing, the tests
// fail.
package integrations_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// oracles is the folder with the tools.
func oracles(t *testing.T) string {
	t.Helper()
	dir := os.Getenv("ASSAY_ORACLES")
	if dir == "" {
		t.Skip("NOT RUN: ASSAY_ORACLES names no folder with the tools that read reports (integrations/oracles/prepare makes one)")
	}
	return dir
}

// run runs a command that must succeed, and returns what it printed.
func run(t *testing.T, c *exec.Cmd) string {
	t.Helper()
	out, err := c.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %v\n%s", c, err, out)
	}
	return string(out)
}

func python(t *testing.T, args ...string) *exec.Cmd {
	bin := filepath.Join(oracles(t), "python", "bin")
	return exec.Command(filepath.Join(bin, args[0]), args[1:]...)
}

// suite has an expectation of every kind that a report shows differently.
const suite = `version: 1
suite: "strange: 100%, ::error::]; |"
expectations:
  - between: {column: age, min: 18, max: 99}
    notes: "two\nlines, 50% & <b>|"
  - not-null: age
    severity: warning
  - in-set: {column: "na,me:%", values: [x]}
    name: "names; of ]people%:, |` + "`" + `"
  - in-set: {column: "na,me:%", values: [x]}
    severity: info
  - max-between: {column: age, max: 50}
  - mean-between: {column: age, max: 5000}
  - unique: {column: age}
  - between: {column: nosuch, min: 1}
  - between: {column: age, min: 0}
`

// results checks several tables and saves every report of each as NAME.FORMAT.
func results(t *testing.T) (dir string, names []string) {
	t.Helper()
	dir = t.TempDir()
	assay := filepath.Join(dir, "assay")
	run(t, exec.Command("go", "build", "-o", assay, "../cmd/assay"))
	write(t, dir, "suite.yaml", suite)
	const header = "age,\"na,me:%\"\n"
	tables := map[string]string{
		"good":    header + "20,x\n30,x\n",
		"empty":   header,
		"bad":     header + "12,x\n,x\n12,y\n140,\"##vso[task.complete result=Failed;]%0A\"\n",
		"divided": header + "20,x\n12,x\n140,y\n",
		"hostile": header + "1,\"\x1b[31m\x00\xff\xfe\r\n::error::x\n##[error]y\"\n2,\"]]>&<x a='1'>\"\n3,\"=1+1|`@all`\"\n4,\"日本\u202e\u0085\ufffe\"\n",
		"many":    header + strings.Repeat("1,no\n", 30_000),
	}
	for name, table := range tables {
		write(t, dir, name+".csv", table)
		args := []string{"check", name + ".csv", "-s", "suite.yaml", "--fail-on", "never", "--timing"}
		for format, ending := range map[string]string{
			"json": "json", "junit": "junit.xml", "sarif": "sarif", "github": "github", "gitlab": "gitlab.json", "azure": "azure",
			"prometheus": "prom", "openlineage": "openlineage.json", "csv": "rows.csv", "parquet": "parquet", "slack": "slack.json", "teams": "teams.json",
		} {
			args = append(args, "--report", fmt.Sprintf("%s=%s.%s", format, name, ending))
		}
		if name == "divided" {
			args = append(args, "--accepted", "accepted.csv", "--rejected", "rejected.parquet", "--max-rejected", "70%")
		}
		check := exec.Command(assay, args...)
		check.Dir = dir
		run(t, check)
		names = append(names, name)
	}
	return dir, names
}

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

// files are those of the results in one format.
func files(dir string, names []string, ending string) []string {
	var list []string
	for _, name := range names {
		list = append(list, filepath.Join(dir, name+"."+ending))
	}
	return list
}

func TestReportsAreRead(t *testing.T) {
	tools := oracles(t)
	dir, names := results(t)
	t.Run("libraries", func(t *testing.T) {
		t.Log(run(t, python(t, append([]string{"python", "oracles/reports.py", dir}, names...)...)))
	})
	schemas := map[string]string{
		"sarif": filepath.Join(tools, "node", "node_modules", "@microsoft", "sarif-multitool-linux", "sarif-2.1.0.json"),
		"json":  "../docs/result.schema.json",
	}
	for ending, schema := range schemas {
		t.Run(ending, func(t *testing.T) {
			run(t, python(t, append([]string{"check-jsonschema", "--schemafile", schema}, files(dir, names, ending)...)...))
		})
	}
	for _, system := range []string{"github", "azure"} {
		t.Run(system, func(t *testing.T) {
			script := filepath.Join(tools, "node", "commands.mjs")
			said := run(t, exec.Command("node", append([]string{script, system}, files(dir, names, system)...)...))
			if said == "0 commands\n" {
				t.Error("there was nothing to read")
			}
		})
	}
	t.Run("small", func(t *testing.T) { staySmall(t, dir) })
}

// staySmall looks at the reports of 30,000 unexpected rows.
func staySmall(t *testing.T, dir string) {
	for _, ending := range []string{"junit.xml", "sarif", "github", "gitlab.json", "azure", "prom", "openlineage.json", "slack.json", "teams.json"} {
		info, err := os.Stat(filepath.Join(dir, "many."+ending))
		if err != nil {
			t.Fatal(err)
		}
		if info.Size() > 64<<10 {
			t.Errorf("%s takes %d bytes", ending, info.Size())
		}
	}
}
