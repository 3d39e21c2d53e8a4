package main

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestSample changes a package of which it is known which tests are missing.
func TestSample(t *testing.T) {
	const folder = "integrations/mutation/testdata/sample"
	text, err := os.ReadFile("testdata/sample.json")
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir("../..")
	list, err := readMutants(text, folder, ".")
	if err != nil {
		t.Fatal(err)
	}
	known, err := openResults(t.TempDir(), folder)
	if err != nil {
		t.Fatal(err)
	}
	defer known.Close()
	scratch := t.TempDir()
	c, err := load(folder, known.missing(list, regexp.MustCompile("^$")), scratch)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.compile(); err != nil {
		t.Fatal(err)
	}
	programs, err := c.programs(nil, scratch)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.tryAll(programs, known); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, m := range known.mutants {
		got = append(got, m.String()[len(folder)+1:]+" "+string(m.Status))
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// want is what gremlins' list of the sample comes to.
var want = []string{
	"sample.go:5:17 ARITHMETIC_BASE KILLED",
	"sample.go:13:7 CONDITIONALS_BOUNDARY LIVED", // the limit is the limit
	"sample.go:13:7 CONDITIONALS_NEGATION KILLED",
	"sample.go:20:42 ARITHMETIC_BASE NOT VIABLE",
	"sample.go:24:16 CONDITIONALS_BOUNDARY KILLED",
	"sample.go:24:16 CONDITIONALS_NEGATION KILLED",
	"sample.go:24:22 INCREMENT_DECREMENT TIMED OUT",
	"sample.go:25:4 INCREMENT_DECREMENT KILLED",
	"sample.go:31:38 ARITHMETIC_BASE KILLED",
	"sample.go:31:42 ARITHMETIC_BASE KILLED",
	"sample.go:31:42 INVERT_NEGATIVES KILLED",
	"sample.go:31:45 ARITHMETIC_BASE KILLED",
	"sample.go:31:49 ARITHMETIC_BASE KILLED",
	"sample.go:31:53 ARITHMETIC_BASE LIVED", // by -1
	"sample.go:31:55 ARITHMETIC_BASE KILLED",
	"sample.go:31:55 INVERT_NEGATIVES KILLED",
	"sample.go:34:66 CONDITIONALS_BOUNDARY LIVED", // no test has x at its lower end
	"sample.go:34:66 CONDITIONALS_NEGATION KILLED",
	"sample.go:34:76 CONDITIONALS_NEGATION KILLED",
	"sample.go:37:34 ARITHMETIC_BASE NOT COVERED",
	"sample.go:37:37 CONDITIONALS_NEGATION NOT COVERED",
}
