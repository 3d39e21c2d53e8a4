package assay_test

import (
	"os/exec"
	"path/filepath"
	"testing"
)

// TestExampleModules tests the modules below examples, which use the public
// packages as a stranger's module does.
func TestExampleModules(t *testing.T) {
	mods, err := filepath.Glob("examples/*/go.mod")
	if err != nil || len(mods) == 0 {
		t.Fatalf("no modules below examples: %v", err)
	}
	for _, mod := range mods {
		dir := filepath.Dir(mod)
		for _, args := range [][]string{{"mod", "tidy", "-diff"}, {"vet", "./..."}, {"test", "-count=1", "./..."}} {
			cmd := exec.Command("go", args...)
			cmd.Dir = dir
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("in %s, go %s %s: %v\n%s", dir, args[0], args[1], err, out)
			}
		}
	}
}
