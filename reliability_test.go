package assay_test

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestFuzzTargetsHaveFigures looks for a row about each fuzz target in the table
// of docs/reliability.md.
func TestFuzzTargetsHaveFigures(t *testing.T) {
	page, err := os.ReadFile("docs/reliability.md")
	if err != nil {
		t.Fatal(err)
	}
	target := regexp.MustCompile(`(?m)^func (Fuzz\w+)\(`)
	found := 0
	err = filepath.WalkDir(".", func(file string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(file, "_test.go") {
			return err
		}
		text, err := os.ReadFile(file)
		for _, name := range target.FindAllSubmatch(text, -1) {
			found++
			if row := fmt.Sprintf("| %s | %s |", path.Dir(filepath.ToSlash(file)), name[1]); !strings.Contains(string(page), row) {
				t.Errorf("docs/reliability.md has no row with %q", row)
			}
		}
		return err
	})
	if err != nil || found < 15 {
		t.Errorf("%d fuzz targets: %v", found, err)
	}
}
