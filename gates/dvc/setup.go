// Package dvc makes DVC and git ask assay before data go on: it writes the stage
// that validates, the guard of the stages that train, and the git hooks.
package dvc

import (
	"bytes"
	"fmt"
	"path"
	"strings"

	"github.com/rogpeppe/go-internal/diff"
)

// The files that a Setup writes.
const (
	PipelineFile = "dvc.yaml"
	HooksFile    = ".pre-commit-config.yaml"
)

// DefaultGuard is the stage that is guarded where none is named and there is one
// by this name.
const DefaultGuard = "train"

// Setup is what DVC and git are to be told. Paths are relative to the folder of
// dvc.yaml, with slashes.
type Setup struct {
	Stage  string   // name of the stage that validates
	Data   []string // files or folders that DVC tracks
	Suites []string // as given with --suite; none where assay.yaml says them
	Deps   []string // files that the verdict depends on beside the data
	Guards []string // stages that must not run without a verdict; none is DefaultGuard
	// Folder is where dvc.yaml stands, relative to the top of the git
	// repository; "" is the top itself.
	Folder string
}

// Change is a file before and after.
type Change struct {
	Path          string
	Before, After []byte // Before is nil for a file that there was not
}

// Changed reports whether there is anything to write.
func (c Change) Changed() bool { return !bytes.Equal(c.Before, c.After) }

// Diff shows the change as diff -u does.
func (c Change) Diff() string {
	return string(diff.Diff("a/"+c.Path, c.Before, "b/"+c.Path, c.After))
}

// Verdict is the file that the stage writes its verdict to.
func (s *Setup) Verdict() string { return s.Stage + ".verdict.json" }

func (s *Setup) metrics() string { return s.Stage + ".metrics.json" }
func (s *Setup) plots() string   { return s.Stage + ".plots.json" }

// validate refuses what DVC would read as something else.
func (s *Setup) validate() error {
	if s.Stage == "" || strings.ContainsAny(s.Stage, "/\\@#$:;\"' \t\n") {
		return fmt.Errorf("a stage cannot be called %q", s.Stage)
	}
	for _, list := range [][]string{s.Data, s.Suites, s.Deps} {
		for _, p := range list {
			if strings.Contains(p, "${") || strings.ContainsAny(p, "\r\n\x00") {
				return fmt.Errorf("%q cannot stand in %s, where ${ begins a template", p, PipelineFile)
			}
		}
	}
	return nil
}

// checkCommand checks the data, each by the address that prefix makes of it.
func (s *Setup) checkCommand(prefix string, more ...string) []string {
	words := []string{"assay", "check"}
	for _, d := range s.Data {
		words = append(words, prefix+d)
	}
	words = append(words, more...)
	for _, suite := range s.Suites {
		words = append(words, "-s", suite)
	}
	return words
}

// verifyCommand demands the verdict, in a folder below that of dvc.yaml.
func (s *Setup) verifyCommand(wdir string) string {
	words := []string{"assay", "verify", below(wdir, s.Verdict())}
	for _, d := range s.Data {
		words = append(words, "--data", below(wdir, d))
	}
	for _, suite := range s.Suites {
		words = append(words, "--suite", below(wdir, suite))
	}
	return shellWords(words)
}

// below is a path as it is called in the folder wdir.
func below(wdir, p string) string {
	if wdir == "" || path.IsAbs(p) {
		return p
	}
	up := strings.Repeat("../", len(strings.Split(path.Clean(wdir), "/")))
	if path.Clean(wdir) == "." {
		up = ""
	}
	return up + p
}
