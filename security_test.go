package assay_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestThreatsHaveTests looks for the tests that SECURITY.md names: each threat
// has one, and each is there.
func TestThreatsHaveTests(t *testing.T) {
	text, err := os.ReadFile("SECURITY.md")
	if err != nil {
		t.Fatal(err)
	}
	threats := 0
	for line := range strings.Lines(string(text)) {
		cells := strings.Split(line, "|")
		if len(cells) != 5 || strings.HasPrefix(cells[1], "---") || strings.TrimSpace(cells[1]) == "threat" {
			continue
		}
		threats++
		tests := regexp.MustCompile("`([a-z/]*)[.](Test\\w+|Fuzz\\w+)`").FindAllStringSubmatch(cells[3], -1)
		if len(tests) == 0 {
			t.Errorf("no test is named for: %s", cells[1])
		}
		for _, test := range tests {
			if !hasFunction(t, test[1], test[2]) {
				t.Errorf("%s has no %s", test[1], test[2])
			}
		}
	}
	if threats < 10 {
		t.Errorf("%d threats", threats)
	}
}

// hasFunction looks for a test in a package.
func hasFunction(t *testing.T, dir, name string) bool {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*_test.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range files {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(text), "\nfunc "+name+"(") {
			return true
		}
	}
	return false
}

// TestCertificatesAreVerified finds no code that would do without, but where a
// setting named InsecureTLS asks for that, as MLflow and DVC have it.
func TestCertificatesAreVerified(t *testing.T) {
	asked := regexp.MustCompile(`InsecureSkip` + `Verify: \w+\.InsecureTLS\b`)
	files := 0
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		files++
		text, err := os.ReadFile(path)
		if strings.Contains(asked.ReplaceAllString(string(text), ""), "InsecureSkip"+"Verify") {
			t.Errorf("%s speaks to anybody", path)
		}
		return err
	})
	if err != nil || files < 100 {
		t.Errorf("%d files: %v", files, err)
	}
}
