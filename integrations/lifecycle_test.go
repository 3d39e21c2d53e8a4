package integrations_test

import (
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"assay/integrations/tools"
)

var updateLifecycle = flag.Bool("update-lifecycle", false, "rewrite the output that docs/lifecycle.md shows")

// TestLifecycle runs the example of docs/lifecycle.md with the real tools. The
// script checks its own claims; the page must show what it printed.
func TestLifecycle(t *testing.T) {
	bin := t.TempDir()
	path := strings.Join([]string{bin, tools.Bin(t), os.Getenv("PATH")}, string(os.PathListSeparator))
	run(t, exec.Command("go", "build", "-o", filepath.Join(bin, "assay"), "../cmd/assay"))
	script, err := filepath.Abs("../examples/mlops/run")
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(script, t.TempDir())
	cmd.Env = append(os.Environ(), "PATH="+path)
	printed := steady(run(t, cmd))
	text, err := os.ReadFile("../docs/lifecycle.md")
	if err != nil {
		t.Fatal(err)
	}
	page := string(text)
	steps := regexp.MustCompile(`(?m)^== (.*)$`).FindAllStringSubmatchIndex(printed, -1)
	if len(steps) < 4 {
		t.Fatalf("%d steps in\n%s", len(steps), printed)
	}
	for i, at := range steps {
		end := len(printed)
		if i+1 < len(steps) {
			end = steps[i+1][0]
		}
		title, body := printed[at[2]:at[3]], strings.TrimSpace(printed[at[1]:end])+"\n"
		block := regexp.MustCompile("(?s)(\n## " + regexp.QuoteMeta(title) + "\n.*?\n```text\n)(.*?)(```\n)")
		m := block.FindStringSubmatch(page)
		switch {
		case m == nil:
			t.Errorf("docs/lifecycle.md has no block under %q", title)
		case *updateLifecycle:
			page = block.ReplaceAllLiteralString(page, m[1]+body+m[3])
		case m[2] != body:
			t.Errorf("under %q docs/lifecycle.md shows\n%s\nand this happens:\n%s", title, m[2], body)
		}
	}
	if *updateLifecycle {
		if err := os.WriteFile("../docs/lifecycle.md", []byte(page), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// steady puts names in the place of what differs from run to run.
func steady(text string) string {
	for _, r := range []struct{ pattern, name string }{
		{`http://127\.0\.0\.1:\d+`, "http://127.0.0.1:5000"},
		{`(runs?[ /])[0-9a-f]{32}`, "${1}4d1fe0c9a7b84f3e9d5a2b6c8e0f1a3b"},
	} {
		text = regexp.MustCompile(r.pattern).ReplaceAllString(text, r.name)
	}
	return text
}
