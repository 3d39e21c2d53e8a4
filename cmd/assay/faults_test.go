package main

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// reliabilityPage has the table of faults, of which these tests keep the
// numbers true.
const reliabilityPage = "../../docs/reliability.md"

// documented demands that the page has a row for a fault with so many tries,
// written | fault | tries | outcome |.
func documented(t *testing.T, fault string, tries any) {
	t.Helper()
	page, err := os.ReadFile(reliabilityPage)
	if err != nil {
		t.Fatal(err)
	}
	if row := fmt.Sprintf("| %s | %v |", fault, tries); !strings.Contains(string(page), row) {
		t.Errorf("%s has no row that begins with %q", reliabilityPage, row)
	}
}

// notForGoldens skips a test that takes long where goldens are being written.
func notForGoldens(t *testing.T) {
	t.Helper()
	if *update {
		t.Skip("there is nothing to update")
	}
}

// faultRows is how many rows the data of these tests have. The last one is bad,
// so that whoever does not read it accepts what must be rejected.
const faultRows = 40

// faultCSV is a table of a number, a text that wants quotes, and one that is
// null now and then.
func faultCSV(rows int) string {
	var b strings.Builder
	b.WriteString("n,text,day\n")
	for i := range rows {
		fmt.Fprintf(&b, "%d,\"row, %d \"\"of\"\"\nmany\",", i, i)
		if i%5 > 0 {
			fmt.Fprintf(&b, "2024-01-%02d", 1+i%28)
		}
		b.WriteString("\n")
	}
	fmt.Fprintf(&b, "%d,last,2024-01-01\n", rows+1_000_000)
	return b.String()
}

// faultSuite takes two passes over the data and keeps keys. It rejects the last
// row of faultCSV.
const faultSuite = `version: 1
expectations:
  - between: {column: n, min: 0, max: 1000000}
  - unique: n
  - unique: text
  - z-score-below: {column: n, threshold: 100}
  - not-null: text
  - between: {column: day, min: 2024-01-01, max: 2024-01-31}
  - mean-between: {column: n, min: 0}
`

// wantSentence demands that what a failed run complains of is one sentence, and
// no trace of a panic.
func wantSentence(t *testing.T, about string, complaint []byte) {
	t.Helper()
	text := string(bytes.TrimSpace(complaint))
	if text == "" || strings.Contains(text, "goroutine ") || strings.Count(text, "\n") > 3 {
		t.Errorf("%s: it complained %.300q, which is no sentence", about, text)
	}
}

// clockReaders are the files of what judges data that read the clock, and how
// often: once for now(), unless the command line says what it is, and for the
// time that a run takes, of which Go measures the difference on a clock that
// does not jump.
var clockReaders = map[string]int{"bind.go": 1, "engine/run.go": 2, "suites/load.go": 1}

// TestClockJumpsChangeNothing demands that no verdict can depend on a clock that
// jumps during a run, since nothing looks at it twice.
func TestClockJumpsChangeNothing(t *testing.T) {
	root := filepath.Join("..", "..")
	clock := regexp.MustCompile(`\btime\.(Now|Since|Until)\b`)
	found := make(map[string]int)
	for _, pattern := range []string{"*.go", "engine/*.go", "engine/*/*.go", "expectations/*.go", "expectations/*/*.go", "suites/*.go", "suites/*/*.go"} {
		paths, err := filepath.Glob(filepath.Join(root, pattern))
		if err != nil || len(paths) == 0 {
			t.Fatalf("%s: %d files, %v", pattern, len(paths), err)
		}
		for _, path := range paths {
			if strings.HasSuffix(path, "_test.go") {
				continue
			}
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if n := len(clock.FindAll(text, -1)); n > 0 {
				name, _ := filepath.Rel(root, path)
				found[filepath.ToSlash(name)] = n
			}
		}
	}
	if !maps.Equal(found, clockReaders) {
		t.Errorf("the clock is read in %v, want %v", found, clockReaders)
	}
}
