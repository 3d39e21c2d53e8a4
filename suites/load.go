package suites

import (
	"cmp"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"assay/engine"
	"assay/engine/address"
	"assay/engine/nearest"
	"assay/expectations"
)

// Loader reads suites. Its zero value is usable; it is not for concurrent use.
type Loader struct {
	// Catalogue knows the expectations; nil means the built-in ones.
	Catalogue *expectations.Catalogue
	// Params are values for the suites' parameters. Names that a suite
	// does not declare are passed over.
	Params map[string]string
	// LookupEnv reads the environment; nil means os.LookupEnv.
	LookupEnv func(string) (string, bool)
	// Now is what now() is in parameters; the zero time means the present.
	Now time.Time
	// ReadFile reads a suite file; nil means os.ReadFile.
	ReadFile func(string) ([]byte, error)

	sources Sources
}

// Sources are the texts of all files read so far, for Diagnostics.Print.
func (l *Loader) Sources() Sources { return l.sources }

// Load reads the suite at path and those that it extends. It finds all
// mistakes; the suite is nil where there is one.
func (l *Loader) Load(path string) (*Suite, Diagnostics) {
	ld := &loading{loader: l, params: make(map[string]*node), environment: make(map[string]string), texts: sha256.New()}
	doc := ld.document(path, Span{File: path})
	if doc == nil {
		return nil, ld.diags.tidied()
	}
	s := ld.suite(doc)
	if len(ld.diags) > 0 {
		return nil, ld.diags.tidied()
	}
	s.Digest = fmt.Sprintf("sha256:%x", ld.texts.Sum(nil))
	return s, nil
}

// maxExtends bounds how deep suites may extend each other.
const maxExtends = 20

// loading is one call of Load.
type loading struct {
	loader      *Loader
	diags       Diagnostics
	stack       []string          // files being read, outermost first
	params      map[string]*node  // by name; the outermost declaration counts
	order       []string          // the parameters' names as declared
	texts       hash.Hash         // of all files, in the order of reading
	environment map[string]string // variables that were asked for
}

// document is a suite file before its parameters are filled in.
type document struct {
	path string
	root *node
	base []*document // the suites that it extends
	gx   bool        // it was a suite of Great Expectations, where ${ is nothing special
}

func (ld *loading) report(at Span, code, msg, hint string) {
	ld.diags = append(ld.diags, Diagnostic{Code: code, Msg: msg, Hint: hint, At: at})
}

// document reads a file, its parameters, and the files that it extends. at is
// where it was asked for.
func (ld *loading) document(path string, at Span) *document {
	if slices.Contains(ld.stack, path) {
		ld.report(at, "extends-cycle", fmt.Sprintf("%s extends itself, by way of %s", path, strings.Join(append(ld.stack[1:], path), ", ")), "")
		return nil
	}
	if len(ld.stack) >= maxExtends {
		ld.report(at, "extends-cycle", fmt.Sprintf("suites extend each other more than %d deep", maxExtends), "")
		return nil
	}
	text, err := ld.loader.read(path)
	if err != nil {
		ld.report(at, "unreadable", fmt.Sprintf("the suite %s cannot be read: %s", path, cause(err)), "")
		return nil
	}
	ld.texts.Write(text)
	p := &parser{file: path, diags: &ld.diags}
	root := p.parse(text)
	if root == nil {
		return nil
	}
	if root.kind != mapNode {
		ld.report(root.at, "wrong-type", fmt.Sprintf("a suite is a mapping, not %s", root.describe()), "it begins with version: 1")
		return nil
	}
	gx := isGX(root)
	if gx {
		root = ld.fromGX(root)
	} else {
		ld.declare(root.get("params"))
	}
	ld.stack = append(ld.stack, path)
	defer func() { ld.stack = ld.stack[:len(ld.stack)-1] }()
	return &document{path: path, root: root, gx: gx, base: ld.extends(path, root.get("extends"))}
}

func (l *Loader) catalogue() *expectations.Catalogue {
	if l.Catalogue == nil {
		return expectations.Builtin()
	}
	return l.Catalogue
}

func (l *Loader) now() time.Time {
	if l.Now.IsZero() {
		return time.Now()
	}
	return l.Now
}

func (l *Loader) read(path string) ([]byte, error) {
	readFile := l.ReadFile
	if readFile == nil {
		readFile = os.ReadFile
	}
	text, err := readFile(path)
	if err == nil {
		if l.sources == nil {
			l.sources = make(Sources)
		}
		l.sources[path] = text
	}
	return text, err
}

// cause is what went wrong with a file, without the path that it repeats.
func cause(err error) string {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		err = pe.Err
	}
	return err.Error()
}

// extends reads the files that a suite extends.
func (ld *loading) extends(path string, n *node) (base []*document) {
	if n == nil || n.isNull() {
		return nil
	}
	items := []*node{n}
	if n.kind == listNode {
		items = n.items
	}
	d := decoder{&ld.diags}
	for _, item := range items {
		item = ld.substitute(item)
		text, ok := d.text(item, "extends")
		if !ok {
			continue
		}
		if doc := ld.document(besides(path, text), item.at); doc != nil {
			base = append(base, doc)
		}
	}
	return base
}

// besides is a path that a file names, relative to the file's folder. Addresses
// are what they are.
func besides(file, path string) string {
	if rest, ok := strings.CutPrefix(path, "dvc://"); ok {
		return "dvc://" + besides(file, rest)
	}
	if address.Scheme(path) != "" {
		return path
	}
	path = filepath.FromSlash(path)
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(filepath.Dir(file), path)
}

// declare notes parameters that no extending suite has declared.
func (ld *loading) declare(n *node) {
	if n == nil || n.isNull() {
		return
	}
	if n.kind != mapNode {
		decoder{&ld.diags}.wrong(n, "params", "a mapping", "write params: {name: value}")
		return
	}
	for _, e := range n.entries {
		name := e.key.text
		if _, have := ld.params[name]; have {
			continue
		}
		if name == "" || strings.ContainsAny(name, "{}:$") {
			ld.report(e.key.at, "bad-key", fmt.Sprintf("%q cannot name a parameter", name), "")
			continue
		}
		value := ld.substitute(e.value)
		if text, given := ld.loader.Params[name]; given {
			value = paramValue(value, text)
		}
		ld.params[name] = value
		ld.order = append(ld.order, name)
	}
}

// paramValue is a parameter given on the command line: a list where it is
// written as one and stands for one, a text where the suite has a text in
// quotes, else whatever it looks like.
func paramValue(declared *node, text string) *node {
	if declared.kind == listNode && strings.HasPrefix(strings.TrimSpace(text), "[") {
		var diags Diagnostics
		p := &parser{file: "--param", diags: &diags}
		if n := p.parse([]byte(text)); n != nil && len(diags) == 0 {
			return n
		}
	}
	given := &node{at: declared.at, text: text, plain: true}
	if declared.kind == scalarNode && !declared.isNull() && !declared.plain {
		given.plain = false
	}
	if declared.kind == listNode {
		return &node{kind: listNode, at: declared.at, items: []*node{given}}
	}
	return given
}

func (ld *loading) substitute(n *node) *node {
	lookup := ld.loader.LookupEnv
	if lookup == nil {
		lookup = os.LookupEnv
	}
	noted := func(name string) (string, bool) {
		text, set := lookup(name)
		if set {
			ld.environment[name] = text
		}
		return text, set
	}
	s := &substitution{params: ld.params, lookupEnv: noted, report: ld.report}
	return s.apply(n)
}

// suiteKeys are the keys of a suite file. Those that begin with x- are for
// anchors and for other tools, and are passed over.
var suiteKeys = []string{"version", "suite", "description", "params", "extends", "data", "allow_empty", "expectations"}

// suite reads documents into a Suite.
func (ld *loading) suite(doc *document) *Suite {
	d := decoder{&ld.diags}
	s := &Suite{Path: doc.path, Name: strings.TrimSuffix(filepath.Base(doc.path), filepath.Ext(doc.path))}
	ld.merge(s, doc, d)
	for _, name := range ld.order {
		s.params = append(s.params, entry{word(Span{}, name), ld.params[name]})
		s.Params = append(s.Params, engine.Param{Name: name, Alias: name, Value: plainValue(ld.params[name])})
	}
	for _, name := range slices.Sorted(maps.Keys(ld.environment)) {
		s.Environment = append(s.Environment, engine.Param{Name: "env:" + name, Value: ld.environment[name]})
	}
	if len(s.Items) == 0 && len(ld.diags) == 0 {
		at := doc.root.at
		if n := doc.root.get("expectations"); n != nil {
			at = n.at
		}
		ld.report(at, "empty-suite", "the suite expects nothing", "list what it expects under expectations")
	}
	return s
}

// merge adds a document to s: first what it extends, then itself.
func (ld *loading) merge(s *Suite, doc *document, d decoder) {
	name, description := s.Name, s.Description
	for _, base := range doc.base {
		ld.merge(s, base, d)
	}
	s.Name, s.Description = name, description
	for _, e := range doc.root.entries {
		if e.key.text != "params" && e.key.text != "extends" {
			ld.key(s, e.key, doc.value(ld, e.value), d)
		}
	}
	if doc.root.get("version") == nil {
		ld.report(doc.root.at, "missing-version", "the suite does not say its version", "it begins with version: 1")
	}
	if n := doc.root.get("expectations"); n != nil {
		ld.items(s, doc.value(ld, n))
	} else if len(doc.base) == 0 {
		ld.report(doc.root.at, "empty-suite", "the suite has no expectations", "list what it expects under expectations")
	}
}

// value is a value of the file, its parameters filled in.
func (doc *document) value(ld *loading, n *node) *node {
	if doc.gx {
		return n
	}
	return ld.substitute(n)
}

// key reads one key of a suite file.
func (ld *loading) key(s *Suite, key, value *node, d decoder) {
	switch key.text {
	case "version":
		if value.kind != scalarNode || value.text != "1" {
			d.report(value.at, "bad-version", fmt.Sprintf("the version of the suite language is 1, not %s", value.describe()), "")
		}
	case "suite":
		if text, ok := d.text(value, "suite"); ok {
			s.Name = text
		}
	case "description":
		if text, ok := d.text(value, "description"); ok {
			s.Description = strings.TrimSpace(text)
		}
	case "data":
		d.data(&s.Data, value)
	case "allow_empty":
		if truth, ok := d.truth(value, "allow_empty"); ok {
			s.AllowEmpty = truth
		}
	case "expectations", "params", "extends":
	default:
		if !strings.HasPrefix(key.text, "x-") {
			d.unknownKey(key, "a suite", suiteKeys)
		}
	}
}

// unknownKey reports a key that a mapping does not have.
func (d decoder) unknownKey(key *node, of string, known []string) {
	hint := nearest.DidYouMean(key.text, known)
	if hint == "" {
		hint = "the keys are " + strings.Join(known, ", ")
	}
	d.report(key.at, "unknown-key", fmt.Sprintf("%s has no key %q", of, key.text), hint)
}

// items reads the list of expectations.
func (ld *loading) items(s *Suite, n *node) {
	d := decoder{&ld.diags}
	if n.kind != listNode {
		if !n.isNull() {
			d.wrong(n, "expectations", "a list", "put a dash before each expectation")
		}
		return
	}
	catalogue := ld.loader.catalogue()
	r := itemReader{decoder: d, catalogue: catalogue, warnings: &s.Warnings}
	findings := make(map[string]*Item)
	for _, item := range n.items {
		it := r.item(item)
		if it == nil {
			continue
		}
		name := it.Declaration.Name
		if isFinding(it.Declaration) {
			if first := findings[name]; first != nil {
				r.report(it.at, "duplicate-finding", fmt.Sprintf("%s is configured a second time", name), fmt.Sprintf("it is first on line %d", first.at.Line))
				continue
			}
			findings[name] = it
			s.Items = slices.DeleteFunc(s.Items, func(have Item) bool { return have.Declaration.Name == name })
		}
		s.Items = append(s.Items, *it)
	}
}

// isFinding reports the built-in findings, which are part of every run.
func isFinding(d *expectations.Declaration) bool {
	return d.Domain == expectations.Table && (d.Name == engine.NotEmpty.String() || d.Name == engine.WellFormedRows.String() || d.Name == engine.ValidCells.String())
}

// tidied orders mistakes by file and place and drops what aliases repeat.
func (ds Diagnostics) tidied() Diagnostics {
	files := make(map[string]int)
	for _, d := range ds {
		if _, known := files[d.At.File]; !known {
			files[d.At.File] = len(files)
		}
	}
	slices.SortStableFunc(ds, func(a, b Diagnostic) int {
		return cmp.Or(cmp.Compare(files[a.At.File], files[b.At.File]), cmp.Compare(a.At.Line, b.At.Line), cmp.Compare(a.At.Col, b.At.Col))
	})
	return slices.CompactFunc(ds, func(a, b Diagnostic) bool { return a.At == b.At && a.Msg == b.Msg })
}
