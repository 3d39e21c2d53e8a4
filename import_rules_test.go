package assay_test

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// rooms says which top-level folders of this module each folder's packages may
// import, themselves aside. Data flows one way: nothing downstream reaches back.
var rooms = map[string][]string{
	"engine":       {},
	"expectations": {"engine"},
	"suites":       {"engine", "expectations"},
	"readers":      {"engine"},
	"reports":      {"engine"},
	// A gate judges by a policy, a file in the language that suites reads.
	"gates":        {"engine", "reports", "suites"},
	".":            {"engine", "expectations", "suites", "readers", "reports", "gates"},
	"cmd":          {".", "engine", "expectations", "suites", "readers", "reports", "gates"},
	"bench":        {},
	"release":      {}, // builds the command, and so needs none of it
	"integrations": {},
	"testdata":     {"engine", "expectations", "suites", "readers", "reports"},
}

func TestImportRules(t *testing.T) {
	out, err := exec.Command("go", "list", "-f", `{{.ImportPath}}{{range .Imports}} {{.}}{{end}}`, "./...").CombinedOutput()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, out)
	}
	packages := 0
	for line := range strings.Lines(string(out)) {
		names := strings.Fields(line)
		room, inside := roomOf(names[0])
		if !inside {
			continue
		}
		packages++
		allowed, known := rooms[room]
		if !known {
			t.Errorf("package %s stands in a folder that the import rule does not know", names[0])
			continue
		}
		for _, imported := range names[1:] {
			other, ours := roomOf(imported)
			if ours && other != room && !slices.Contains(allowed, other) {
				t.Errorf("%s imports %s: %s may import only %v", names[0], imported, room, allowed)
			}
		}
	}
	if packages < 10 {
		t.Errorf("only %d packages were looked at", packages)
	}
}

// roomOf is the top-level folder of one of the module's packages, "." for the
// public one.
func roomOf(importPath string) (room string, ours bool) {
	if importPath == "assay" {
		return ".", true
	}
	rest, ours := strings.CutPrefix(importPath, "assay/")
	if !ours {
		return "", false
	}
	room, _, _ = strings.Cut(rest, "/")
	return room, true
}
