package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"assay/readers/dvc"
	"assay/suites"
)

// jobs are the datasets to check: DATA of the command line, else what
// assay.yaml lists. DATA without a suite takes the settings of the dataset in
// assay.yaml that it belongs to.
func (c *checker) jobs(args []string) ([]*job, error) {
	if len(args) > 0 && len(c.flags.suites) > 0 {
		return c.jobsOf(&suites.Project{}, suites.Dataset{Data: args})
	}
	project, err := c.project(args)
	if err != nil {
		return nil, err
	}
	if len(args) == 0 {
		return c.jobsOf(project, project.Datasets...)
	}
	for _, d := range project.Datasets {
		if holds(d.Data, args) {
			d.Data = args
			return c.jobsOf(project, d)
		}
	}
	return nil, usageError("no suite is named, and %s is in no dataset of %s: name one with --suite", strings.Join(args, ", "), project.Path)
}

// project finds and reads assay.yaml.
func (c *checker) project(args []string) (*suites.Project, error) {
	dir, err := os.Getwd()
	if err != nil {
		return nil, usageError("look for assay.yaml: %w", err)
	}
	path, found := suites.FindProject(dir)
	switch {
	case !found && len(args) > 0:
		return nil, usageError("no suite is named: name one with --suite")
	case !found:
		return nil, usageError("no data is named, and there is no assay.yaml here or above: assay check DATA… --suite SUITE")
	}
	if near, err := filepath.Rel(dir, path); err == nil {
		path = near
	}
	loader := &suites.Loader{}
	project, mistakes := loader.LoadProject(path)
	if len(mistakes) > 0 {
		return nil, c.ui.refuse(mistakes, loader.Sources())
	}
	return project, nil
}

// jobsOf makes a job of each dataset. Two cannot write one file.
func (c *checker) jobsOf(p *suites.Project, datasets ...suites.Dataset) ([]*job, error) {
	if flag := c.ofOne(); flag != "" && len(datasets) > 1 {
		return nil, usageError("%s is of one dataset, and %s lists %d: name the data of one of them", flag, p.Path, len(datasets))
	}
	var jobs []*job
	var writes writers
	for _, d := range datasets {
		j, err := c.newJob(p, d)
		if err != nil {
			return nil, err
		}
		if err := writes.add(j, p.Path); err != nil {
			return nil, err
		}
		jobs = append(jobs, j)
	}
	return jobs, nil
}

// ofOne is a flag that was given and that names a file of one dataset; "" where
// there is none.
func (c *checker) ofOne() string {
	rows := &c.flags.quarantine
	switch {
	case rows.accepted != "":
		return "--accepted"
	case rows.rejected != "":
		return "--rejected"
	case c.flags.verdict != "":
		return "--verdict"
	}
	return ""
}

// holds reports whether every one of args is among the data of a dataset: the
// same path, matched by a pattern, or below a folder.
func holds(data, args []string) bool {
	within := func(arg string) bool {
		return slices.ContainsFunc(data, func(d string) bool {
			d, arg := absolute(unversioned(d)), absolute(unversioned(arg))
			if match, err := filepath.Match(d, arg); err == nil && match {
				return true
			}
			rel, err := filepath.Rel(d, arg)
			return err == nil && filepath.IsLocal(rel)
		})
	}
	return !slices.ContainsFunc(args, func(arg string) bool { return !within(arg) })
}

// unversioned is the path of the data that an address or a pointer of DVC is of.
func unversioned(path string) string {
	if a, ok, err := dvc.ParseAddress(path, ""); ok && err == nil {
		path = a.Path
	}
	return strings.TrimSuffix(path, ".dvc")
}

func absolute(path string) string {
	if abs, err := filepath.Abs(path); err == nil {
		return abs
	}
	return path
}
