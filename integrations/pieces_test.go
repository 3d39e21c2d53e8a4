package integrations_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// TestPiecesFitTheirSchemas validates what CI systems are to read.
func TestPiecesFitTheirSchemas(t *testing.T) {
	for _, args := range [][]string{
		{"check-jsonschema", "--builtin-schema", "vendor.github-actions", "../action.yml"},
		{"check-jsonschema", "--builtin-schema", "vendor.gitlab-ci", "--data-transform", "gitlab-ci", "gitlab.yml"},
		{"check-jsonschema", "--builtin-schema", "vendor.azure-pipelines", "--data-transform", "azure-pipelines", "azure.yml"},
		{"check-jsonschema", "--check-metaschema", "../docs/result.schema.json"},
		{"pre-commit", "validate-manifest", "../.pre-commit-hooks.yaml"},
	} {
		t.Run(args[len(args)-1], func(t *testing.T) { run(t, python(t, args...)) })
	}
}

// shop is a repository with data that assay.yaml lists.
func shop(t *testing.T, ages string) string {
	t.Helper()
	dir := t.TempDir()
	write(t, dir, "assay.yaml", "version: 1\ndatasets:\n  - name: orders\n    data: data dir/orders.csv\n    suites: [suites/orders.yaml]\n")
	write(t, dir, "suites/orders.yaml", "version: 1\nsuite: orders\nexpectations:\n  - between: {column: age, min: 18, max: 99}\n")
	write(t, dir, "data dir/orders.csv", "id,age\n1,"+ages+"\n")
	return dir
}

// TestPreCommitHooks has pre-commit build and run the hooks, of the commit that
// is checked out.
func TestPreCommitHooks(t *testing.T) {
	home := filepath.Join(oracles(t), "pre-commit") // both tables share what is built
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	commit := strings.TrimSpace(run(t, exec.Command("git", "rev-parse", "HEAD")))
	modules := strings.TrimSpace(run(t, exec.Command("go", "env", "GOMODCACHE")))
	config := "repos:\n  - repo: " + root + "\n    rev: " + commit + "\n    hooks: [{id: assay}, {id: assay-lint}]\n"
	for ages, c := range map[string]struct {
		says  []string
		fails bool
	}{
		"20": {[]string{"assay check.*Passed", "assay lint.*Passed"}, false},
		"7":  {[]string{"assay check.*Failed", "REJECTED", "assay lint.*Passed"}, true},
	} {
		dir := shop(t, ages)
		write(t, dir, ".pre-commit-config.yaml", config)
		for _, args := range [][]string{{"init", "--quiet"}, {"add", "."}} {
			git := exec.Command("git", args...)
			git.Dir = dir
			run(t, git)
		}
		cmd := python(t, "pre-commit", "run", "--all-files", "--color", "never")
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "PRE_COMMIT_HOME="+home, "GOMODCACHE="+modules, "GOFLAGS=-modcacherw -trimpath")
		out, err := cmd.CombinedOutput()
		if (err != nil) != c.fails {
			t.Errorf("age %s: %v\n%s", ages, err, out)
		}
		for _, want := range c.says {
			if !regexp.MustCompile(want).Match(out) {
				t.Errorf("age %s: no %s in\n%s", ages, want, out)
			}
		}
	}
}

// TestActionRuns runs the script of the action's last step, with inputs that
// would be code if they stood in it.
func TestActionRuns(t *testing.T) {
	oracles(t)
	text, err := os.ReadFile("../action.yml")
	if err != nil {
		t.Fatal(err)
	}
	var action struct {
		Outputs map[string]any
		Runs    struct {
			Steps []struct {
				ID, Run string
			}
		}
	}
	if err := yaml.Unmarshal(text, &action); err != nil {
		t.Fatal(err)
	}
	steps := action.Runs.Steps
	i := slices.IndexFunc(steps, func(s struct{ ID, Run string }) bool { return s.ID == "check" })
	if i < 0 {
		t.Fatal("the action has no step check")
	}
	temp := t.TempDir()
	run(t, exec.Command("go", "build", "-o", filepath.Join(temp, "assay"), "../cmd/assay"))
	output := filepath.Join(temp, "output")
	cmd := exec.Command("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", steps[i].Run)
	cmd.Dir = shop(t, "7")
	cmd.Env = append(os.Environ(), "RUNNER_TEMP="+temp, "GITHUB_OUTPUT="+output, "GITHUB_STEP_SUMMARY="+filepath.Join(temp, "summary"),
		"ASSAY_DATA=data dir/orders.csv", "ASSAY_SUITE=suites/orders.yaml", "ASSAY_FAIL_ON=never", "ASSAY_ARGS=--report=sarif=$(id).sarif\n--accepted=good.csv\n--rejected=bad.csv")
	if said := run(t, cmd); !strings.Contains(said, "::error title=between.age,file=suites/orders.yaml,line=4") {
		t.Errorf("no annotation:\n%s", said)
	}
	if _, err := os.Stat(filepath.Join(cmd.Dir, "$(id).sarif")); err != nil {
		t.Errorf("an argument was taken for code: %v", err)
	}
	outputs, err := os.ReadFile(output)
	if err != nil {
		t.Fatal(err)
	}
	for name := range action.Outputs {
		if !strings.Contains("\n"+string(outputs), "\n"+name+"=") {
			t.Errorf("the output %s is not set:\n%s", name, outputs)
		}
	}
}
