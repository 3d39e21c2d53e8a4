package main

import (
	"slices"

	"assay"
	"assay/engine"
	"assay/reports"
	"assay/reports/quarantine"
	"assay/suites"
)

// output is a file that a check writes, and what names it: a flag, or a key of
// assay.yaml.
type output struct{ name, path string }

// outputOf is what the flag of a name says, else what assay.yaml does.
func outputOf(name, flag, said string) output {
	if flag != "" {
		return output{"--" + name, flag}
	}
	return output{name, said}
}

// outputs are the files that come of a job beside its reports. Those that are not
// asked for have no path.
type outputs struct {
	accepted, rejected, verdict output
	maxRejected                 *engine.Limit
	limitedBy                   string // flag or key that maxRejected is of
}

// outputs are those of a dataset. What only judges writes none.
func (c *checker) outputs(p *suites.Project, d suites.Dataset) outputs {
	if c.judges {
		return outputs{}
	}
	said, rows := d.Or(p.Outputs), &c.flags.quarantine
	o := outputs{
		accepted:    outputOf("accepted", rows.accepted, said.Accepted),
		rejected:    outputOf("rejected", rows.rejected, said.Rejected),
		verdict:     outputOf("verdict", c.flags.verdict, said.Verdict),
		maxRejected: said.MaxRejected, limitedBy: "max_rejected",
	}
	if o.accepted.path == "" {
		o.maxRejected = d.MaxRejected // that of the project is for those that set rows aside
	}
	if rows.maxRejected.limit != nil {
		o.maxRejected, o.limitedBy = rows.maxRejected.limit, "--max-rejected"
		if o.accepted.path == "" {
			o.accepted.name = "--accepted"
		}
	}
	return o
}

// rows are the files of rows that are written.
func (o *outputs) rows() []output {
	return slices.DeleteFunc([]output{o.accepted, o.rejected}, func(f output) bool { return f.path == "" })
}

// quarantine is where the rows go, nil where they are not divided.
func (o *outputs) quarantine() *assay.Quarantine {
	if len(o.rows()) == 0 {
		return nil
	}
	return &assay.Quarantine{Accepted: o.accepted.path, Rejected: o.rejected.path, MaxRejected: o.maxRejected}
}

// validate finds the mistakes that can be seen without the data.
func (o *outputs) validate() error {
	for _, f := range o.rows() {
		if !quarantine.Writes(f.path) {
			return usageError("%s cannot be %q: a file of rows ends with %s", f.name, f.path, quarantine.Endings)
		}
	}
	switch {
	case o.maxRejected == nil:
	case o.accepted.path == "":
		return usageError("%s accepts the data without its rejected rows: name the file of the others with %s", o.limitedBy, o.accepted.name)
	case o.verdict.path != "":
		return usageError("%s is about the bytes of the data, and %s accepts them without some of their rows: check the file of %s to have a verdict on it", o.verdict.name, o.limitedBy, o.accepted.name)
	}
	return nil
}

// files are all that a job writes.
func (j *job) files() []output {
	files := j.outputs.rows()
	if j.outputs.verdict.path != "" {
		files = append(files, j.outputs.verdict)
	}
	for _, s := range j.reports {
		if s.Path != reports.Stdout {
			files = append(files, output{"the " + s.Format.Name + " report", s.Path})
		}
	}
	return files
}

// distinct demands that a job writes no file twice.
func (j *job) distinct() error {
	files := j.files()
	for i, a := range files {
		for _, b := range files[i+1:] {
			if quarantine.SameFile(a.path, b.path) {
				return usageError("%s and %s cannot be the same file, %s", a.name, b.name, a.path)
			}
		}
	}
	return nil
}

// writers are the jobs that write files. Where a file is is looked up once, since
// there may be many of both.
type writers []writer

type writer struct {
	job   *job
	place quarantine.Place
}

// add demands that no other job writes a file of j.
func (w *writers) add(j *job, project string) error {
	others := *w
	for _, file := range j.files() {
		place := quarantine.PlaceOf(file.path)
		for _, other := range others {
			if other.place.Same(place) {
				return usageError("the datasets %s and %s both write %s: give each files of its own in %s", other.job.dataset.Name, j.dataset.Name, file.path, project)
			}
		}
		*w = append(*w, writer{j, place})
	}
	return nil
}
