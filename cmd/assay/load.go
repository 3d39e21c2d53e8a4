package main

import (
	"errors"
	"maps"
	"os"
	"slices"
	"strings"

	"assay"
	"assay/engine/nearest"
	"assay/suites"
)

// loadSuites reads the suites of all jobs. All their mistakes are shown at
// once, and then nothing is checked.
func (c *checker) loadSuites(jobs []*job) error {
	var m mistakes
	var all []string
	for _, j := range jobs {
		j.suite = m.load(assay.Loader{Params: j.params, Now: c.now}, j.suitePaths)
		if j.suite != nil {
			all = append(all, paramNames(j.suite)...)
		}
	}
	if len(m.found) > 0 {
		return c.ui.refuse(m.found, m.sources)
	}
	for _, j := range jobs {
		if len(c.flags.suites) > 0 {
			break // assay.yaml did not mean these
		}
		if err := knownParams(j.dataset.Params, paramNames(j.suite)); err != nil {
			return j.refuse(err)
		}
	}
	given, err := parseParams(c.flags.params)
	if err != nil {
		return err
	}
	return knownParams(given, all)
}

// mistakes gathers those of several suites, each once.
type mistakes struct {
	found   suites.Diagnostics
	sources suites.Sources
}

// load reads several suites as one; nil says that there are mistakes.
func (m *mistakes) load(loader assay.Loader, paths []string) *suites.Suite {
	loader.ReadFile = m.read
	s, err := loader.Load(paths...)
	var wrong *assay.SuiteError
	if errors.As(err, &wrong) {
		m.add(wrong.Diagnostics)
	}
	return s
}

// read reads a suite file and keeps its text.
func (m *mistakes) read(path string) ([]byte, error) {
	text, err := os.ReadFile(path)
	if m.sources == nil {
		m.sources = make(suites.Sources)
	}
	m.sources[path] = text
	return text, err
}

func (m *mistakes) add(found suites.Diagnostics) {
	for _, d := range found {
		if !slices.ContainsFunc(m.found, func(have suites.Diagnostic) bool { return have.String() == d.String() }) {
			m.found = append(m.found, d)
		}
	}
}

// refuse prints mistakes to standard error and ends with their exit code.
func (t *terminal) refuse(found suites.Diagnostics, sources suites.Sources) error {
	if err := found.Print(t.err, sources, t.paints(t.err)); err != nil {
		return &exitError{exitUsage, err}
	}
	return &exitError{exitUsage, nil}
}

func paramNames(s *suites.Suite) []string {
	var names []string
	for _, p := range s.Params {
		names = append(names, p.Name)
	}
	return names
}

// knownParams refuses a parameter that no suite declares.
func knownParams(given map[string]string, declared []string) error {
	for _, name := range slices.Sorted(maps.Keys(given)) {
		if slices.Contains(declared, name) {
			continue
		}
		hint := nearest.DidYouMean(name, declared)
		switch {
		case hint != "":
		case len(declared) == 0:
			hint = "no parameter is declared"
		default:
			hint = "declared are " + strings.Join(slices.Compact(slices.Sorted(slices.Values(declared))), ", ")
		}
		return usageError("no suite declares the parameter %q: %s", name, hint)
	}
	return nil
}
