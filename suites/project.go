package suites

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"assay/engine"
)

// ProjectFile is the name of the file that lists a project's datasets.
const ProjectFile = "assay.yaml"

// Project is what assay.yaml says.
type Project struct {
	Path     string
	Datasets []Dataset
	// FailOn, Reports and Outputs are those of datasets that say nothing
	// else; nil where the file says nothing either.
	FailOn  *engine.Threshold
	Reports []string
	Outputs
}

// Dataset is one dataset of a project, and what it must meet.
type Dataset struct {
	Name   string   // as given, else the data
	Data   []string // files, globs and folders, relative ones resolved
	Suites []string // paths, relative ones resolved
	FailOn *engine.Threshold
	// Reports are written as --report takes them; relative paths in them
	// are relative to the project's folder.
	Reports     []string
	Outputs     // paths, relative ones resolved
	Params      map[string]string
	InputFormat string
	AllowEmpty  bool
	At          Span
}

// FindProject looks for assay.yaml in dir and the folders above it.
func FindProject(dir string) (path string, found bool) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", false
	}
	for {
		path := filepath.Join(dir, ProjectFile)
		if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() {
			return path, true
		}
		above := filepath.Dir(dir)
		if above == dir {
			return "", false
		}
		dir = above
	}
}

// LoadProject reads a project file. It finds all mistakes; the project is nil
// where there is one. The suites that it names are not read.
func (l *Loader) LoadProject(path string) (*Project, Diagnostics) {
	ld := &loading{loader: l}
	text, err := l.read(path)
	if err != nil {
		ld.report(Span{File: path}, "unreadable", fmt.Sprintf("the project cannot be read: %s", cause(err)), "")
		return nil, ld.diags
	}
	root := (&parser{file: path, diags: &ld.diags}).parse(text)
	if root == nil {
		return nil, ld.diags.tidied()
	}
	p := &projectFile{Project: Project{Path: path}}
	d := decoder{&ld.diags}
	readKeys(d, "a project", projectKeys, p, ld.substitute(root))
	if !p.version && len(ld.diags) == 0 {
		d.report(root.at, "missing-version", "the project does not say its version", "it begins with version: 1")
	}
	if len(p.Datasets) == 0 && len(ld.diags) == 0 {
		d.report(root.at, "empty-project", "the project lists no datasets", "list them under datasets, each with its data and suites")
	}
	if len(ld.diags) > 0 {
		return nil, ld.diags.tidied()
	}
	return &p.Project, nil
}

// projectFile is a project that is being read.
type projectFile struct {
	Project
	version bool
}

// resolve makes a path of the file's relative to the file.
func (p *projectFile) resolve(path string) string { return besides(p.Path, path) }

var projectKeys = append(outputKeys(func(p *projectFile) outputsFile { return outputsFile{&p.Outputs, p.resolve} }), []dataKey[projectFile]{
	{"version", func(d decoder, p *projectFile, n *node, _ string) {
		if p.version = true; n.kind != scalarNode || n.text != "1" {
			d.report(n.at, "bad-version", fmt.Sprintf("the version of project files is 1, not %s", n.describe()), "")
		}
	}},
	{"fail_on", func(d decoder, p *projectFile, n *node, name string) { d.failOn(&p.FailOn, n, name) }},
	{"reports", func(d decoder, p *projectFile, n *node, name string) { set(&p.Reports, d.texts, n, name) }},
	{"datasets", func(d decoder, p *projectFile, n *node, name string) {
		if n.kind != listNode {
			d.wrong(n, name, "a list", "put a dash before each dataset")
			return
		}
		for _, item := range n.items {
			d.dataset(p, item)
		}
	}},
}...)

// datasetFile is a dataset that is being read.
type datasetFile struct {
	Dataset
	resolve func(string) string
}

var datasetKeys = append(outputKeys(func(f *datasetFile) outputsFile { return outputsFile{&f.Outputs, f.resolve} }), []dataKey[datasetFile]{
	{"name", func(d decoder, f *datasetFile, n *node, name string) { set(&f.Name, d.text, n, name) }},
	{"data", func(d decoder, f *datasetFile, n *node, name string) { d.paths(&f.Data, f.resolve, n, name) }},
	{"suites", func(d decoder, f *datasetFile, n *node, name string) { d.paths(&f.Suites, f.resolve, n, name) }},
	{"fail_on", func(d decoder, f *datasetFile, n *node, name string) { d.failOn(&f.FailOn, n, name) }},
	{"reports", func(d decoder, f *datasetFile, n *node, name string) { set(&f.Reports, d.texts, n, name) }},
	{"params", func(d decoder, f *datasetFile, n *node, name string) { d.datasetParams(f, n, name) }},
	{"input_format", func(d decoder, f *datasetFile, n *node, name string) {
		if text, ok := d.enum(n, name, inputFormats); ok {
			f.InputFormat = text
		}
	}},
	{"allow_empty", func(d decoder, f *datasetFile, n *node, name string) { set(&f.AllowEmpty, d.truth, n, name) }},
}...)

func (d decoder) dataset(p *projectFile, n *node) {
	f := &datasetFile{Dataset: Dataset{At: n.at}, resolve: p.resolve}
	mistakes := len(*d.diags)
	readKeys(d, "a dataset", datasetKeys, f, n)
	if len(*d.diags) > mistakes {
		return
	}
	switch {
	case len(f.Data) == 0:
		d.report(n.at, "missing-data", "the dataset names no data", "add data: with a file, a glob or a folder")
		return
	case len(f.Suites) == 0:
		d.report(n.at, "missing-suite", "the dataset names no suite", "add suites: with the file of one")
		return
	}
	if f.Name == "" {
		f.Name = n.get("data").text
		if n.get("data").kind == listNode {
			f.Name = n.get("data").items[0].text
		}
	}
	if slices.ContainsFunc(p.Datasets, func(have Dataset) bool { return have.Name == f.Name }) {
		d.report(n.at, "duplicate-name", fmt.Sprintf("there are two datasets named %q", f.Name), "give each a name of its own")
	}
	p.Datasets = append(p.Datasets, f.Dataset)
}

// paths reads files that are named relative to the project's.
func (d decoder) paths(into *[]string, resolve func(string) string, n *node, name string) {
	list, ok := d.texts(n, name)
	if !ok {
		return
	}
	for _, path := range list {
		*into = append(*into, resolve(path))
	}
}

func (d decoder) failOn(into **engine.Threshold, n *node, name string) {
	levels := []string{"critical", "warning", "info", "never"}
	if text, ok := d.enum(n, name, levels); ok {
		t, _ := engine.ParseThreshold(text)
		*into = &t
	}
}

func (d decoder) datasetParams(f *datasetFile, n *node, name string) {
	if n.kind != mapNode {
		d.wrong(n, name, "a mapping", "write params: {name: value}")
		return
	}
	f.Params = make(map[string]string)
	for _, e := range n.entries {
		if text, ok := d.text(e.value, "the parameter "+e.key.text); ok {
			f.Params[e.key.text] = text
		}
	}
}
