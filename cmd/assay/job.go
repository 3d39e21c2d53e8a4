package main

import (
	"cmp"
	"fmt"
	"maps"
	"path/filepath"
	"slices"

	"assay/engine"
	"assay/reports"
	"assay/suites"
)

// job is one dataset to check, with the flags of the command line applied.
type job struct {
	dataset    suites.Dataset
	suitePaths []string
	suite      *suites.Suite     // set by loadSuites
	params     map[string]string // of the dataset and of the command line
	failOn     engine.Threshold
	reports    []reports.Spec
	outputs    outputs
	needs      reports.Needs
}

// prints reports whether a report goes to standard output.
func (j *job) prints() bool {
	return slices.ContainsFunc(j.reports, func(s reports.Spec) bool { return s.Path == reports.Stdout })
}

// refuse gives a mistake about the job its place in assay.yaml, if it has one.
func (j *job) refuse(err error) error {
	if j.dataset.At.File == "" {
		return err
	}
	return fmt.Errorf("%s: dataset %s: %w", j.dataset.At, j.dataset.Name, err)
}

// newJob applies the flags to a dataset: what they say wins over the dataset,
// and that over the project.
func (c *checker) newJob(p *suites.Project, d suites.Dataset) (*job, error) {
	j := &job{dataset: d, suitePaths: firstGiven(c.flags.suites, d.Suites)}
	if len(j.suitePaths) == 0 {
		return nil, j.refuse(usageError("no suite is named: name one with --suite"))
	}
	j.dataset.InputFormat = cmp.Or(c.flags.inputFormat, d.InputFormat)
	j.dataset.AllowEmpty = d.AllowEmpty || c.flags.allowEmpty
	j.failOn = c.threshold(p, d)
	given, err := parseParams(c.flags.params)
	if err != nil {
		return nil, err
	}
	j.params = maps.Clone(given)
	for name, value := range d.Params {
		if _, ok := given[name]; !ok {
			j.params[name] = value
		}
	}
	if j.reports, err = c.reports(p, d); err != nil {
		return nil, j.refuse(err)
	}
	j.outputs = c.outputs(p, d)
	if err := cmp.Or(j.outputs.validate(), j.distinct()); err != nil {
		return nil, j.refuse(err)
	}
	wanted := c.publisher.wanted(j.reports)
	if c.flags.mlflow {
		wanted = slices.AppendSeq(wanted, maps.Values(trackedReports()))
	}
	j.needs, err = needs(wanted, c.publisher.options())
	if err != nil {
		return nil, j.refuse(err)
	}
	j.needs.Profile = j.needs.Profile && !c.flags.noProfile
	if c.flags.cache.given {
		// What other reports show is kept, too.
		json, err := specOf("json").Needs(c.publisher.options())
		if err != nil {
			return nil, err
		}
		j.needs = j.needs.Merge(json)
	}
	return j, nil
}

// threshold is the level at which a dataset is rejected.
func (c *checker) threshold(p *suites.Project, d suites.Dataset) engine.Threshold {
	switch {
	case c.flags.failOn.given:
		return c.flags.failOn.threshold
	case d.FailOn != nil:
		return *d.FailOn
	case p.FailOn != nil:
		return *p.FailOn
	}
	return engine.FailOnCritical
}

// reports are those to write of a dataset. Files that assay.yaml names stand
// beside it. --quiet takes the text report off standard output, where --report
// does not ask for it.
func (c *checker) reports(p *suites.Project, d suites.Dataset) ([]reports.Spec, error) {
	auto := autoReports(c.publisher.getenv, d.Name)
	if len(c.flags.publish.reports) > 0 {
		return parseReports(c.flags.publish.reports, auto)
	}
	specs, err := parseReports(firstGiven(d.Reports, p.Reports, []string{"text"}), auto)
	for i := range specs {
		if path := specs[i].Path; path != reports.Stdout && !filepath.IsAbs(path) {
			specs[i].Path = filepath.Join(filepath.Dir(p.Path), path)
		}
	}
	if c.flags.quiet {
		specs = slices.DeleteFunc(specs, func(s reports.Spec) bool { return s.Format.Name == "text" && s.Path == reports.Stdout })
	}
	return specs, err
}

// firstGiven is the first list that is not empty.
func firstGiven(lists ...[]string) []string {
	for _, list := range lists {
		if len(list) > 0 {
			return list
		}
	}
	return nil
}
