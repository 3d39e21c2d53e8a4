package suites

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"assay/engine"
)

// Policy says under which conditions a gate lets a model pass. Its zero value
// demands an accepted verdict on the data, and nothing more.
type Policy struct {
	Path   string
	Digest string // of the file: sha256:…
	Name   string
	// Suites are those that must have accepted the data, each.
	Suites []RequiredSuite
	// MaxAge bounds the age of a validation; 0 does not.
	MaxAge time.Duration
	// FailOn is the severity from which a failure refuses, whatever the check
	// was told.
	FailOn engine.Threshold
	// Pages demands that no answer came from statistics of the data's files.
	Pages bool
	// SameVersion demands verdicts of the version of assay that judges.
	SameVersion bool
	// Trust are files of public keys, of which one must have signed.
	Trust []string
	// Metrics are demanded of the training run.
	Metrics []RequiredMetric
	// Approvers may promote; without any, everybody may.
	Approvers []string
	// Audit is the file to which decisions are appended; "" where the policy
	// does not say.
	Audit string
}

// RequiredSuite is a suite by name, by digest, or by both.
type RequiredSuite struct{ Name, Digest string }

// String is how messages call it.
func (s RequiredSuite) String() string {
	switch {
	case s.Digest == "":
		return s.Name
	case s.Name == "":
		return s.Digest
	}
	return s.Name + " (" + s.Digest + ")"
}

// RequiredMetric is a metric and its bounds, of which one may be missing.
type RequiredMetric struct {
	Name     string
	Min, Max *float64
}

// LoadPolicy reads a policy file. It finds all mistakes; the policy is nil where
// there is one.
func (l *Loader) LoadPolicy(path string) (*Policy, Diagnostics) {
	ld := &loading{loader: l}
	text, err := l.read(path)
	if err != nil {
		ld.report(Span{File: path}, "unreadable", fmt.Sprintf("the policy cannot be read: %s", cause(err)), "")
		return nil, ld.diags
	}
	root := (&parser{file: path, diags: &ld.diags}).parse(text)
	if root == nil {
		return nil, ld.diags.tidied()
	}
	p := &policyFile{Policy: Policy{Path: path, Digest: fmt.Sprintf("sha256:%x", sha256.Sum256(text))}}
	d := decoder{&ld.diags}
	readKeys(d, "a policy", policyKeys, p, ld.substitute(root))
	if !p.version && len(ld.diags) == 0 {
		d.report(root.at, "missing-version", "the policy does not say its version", "it begins with version: 1")
	}
	if len(ld.diags) > 0 {
		return nil, ld.diags.tidied()
	}
	return &p.Policy, nil
}

// policyFile is a policy that is being read.
type policyFile struct {
	Policy
	version bool
}

// resolve makes a path of the file's relative to the file.
func (p *policyFile) resolve(path string) string { return besides(p.Path, path) }

var policyKeys = []dataKey[policyFile]{
	{"version", func(d decoder, p *policyFile, n *node, _ string) {
		if p.version = true; n.kind != scalarNode || n.text != "1" {
			d.report(n.at, "bad-version", fmt.Sprintf("the version of policies is 1, not %s", n.describe()), "")
		}
	}},
	{"policy", func(d decoder, p *policyFile, n *node, name string) { set(&p.Name, d.text, n, name) }},
	{"suites", func(d decoder, p *policyFile, n *node, name string) {
		d.each(n, name, func(n *node) { d.requiredSuite(p, n) })
	}},
	{"max_age", func(d decoder, p *policyFile, n *node, name string) { set(&p.MaxAge, d.age, n, name) }},
	{"fail_on", func(d decoder, p *policyFile, n *node, name string) {
		if text, ok := d.enum(n, name, []string{"critical", "warning", "info"}); ok {
			p.FailOn, _ = engine.ParseThreshold(text)
		}
	}},
	{"evidence", func(d decoder, p *policyFile, n *node, name string) {
		text, ok := d.enum(n, name, []string{"any", "pages"})
		p.Pages = ok && text == "pages"
	}},
	{"same_version", func(d decoder, p *policyFile, n *node, name string) { set(&p.SameVersion, d.truth, n, name) }},
	{"trust", func(d decoder, p *policyFile, n *node, name string) { d.paths(&p.Trust, p.resolve, n, name) }},
	{"metrics", func(d decoder, p *policyFile, n *node, name string) {
		d.each(n, name, func(n *node) { d.requiredMetric(p, n) })
	}},
	{"approvers", func(d decoder, p *policyFile, n *node, name string) {
		if set(&p.Approvers, d.texts, n, name); n.kind == listNode && len(n.items) == 0 {
			d.report(n.at, "bad-value", "approvers lists nobody", "leave it out where everybody may approve")
		}
	}},
	{"audit", func(d decoder, p *policyFile, n *node, name string) {
		if text, ok := d.text(n, name); ok {
			p.Audit = p.resolve(text)
		}
	}},
}

// each reads the entries of a list.
func (d decoder) each(n *node, name string, read func(*node)) {
	if n.kind != listNode {
		d.wrong(n, name, "a list", "put a dash before each entry")
		return
	}
	for _, item := range n.items {
		read(item)
	}
}

var requiredSuiteKeys = []dataKey[RequiredSuite]{
	{"name", func(d decoder, s *RequiredSuite, n *node, name string) { set(&s.Name, d.text, n, name) }},
	{"digest", func(d decoder, s *RequiredSuite, n *node, name string) {
		set(&s.Digest, d.text, n, name)
		const length = len("sha256:") + 64
		if !n.broken && (len(s.Digest) != length || !strings.HasPrefix(s.Digest, "sha256:")) {
			d.report(n.at, "bad-value", fmt.Sprintf("%q is no digest of a suite", s.Digest), "it is sha256: and 64 hexadecimal digits, as the verdict names it")
		}
	}},
}

// requiredSuite reads a suite: its name, or a mapping.
func (d decoder) requiredSuite(p *policyFile, n *node) {
	var s RequiredSuite
	if n.kind == scalarNode {
		set(&s.Name, d.text, n, "a suite")
	} else {
		readKeys(d, "a suite of a policy", requiredSuiteKeys, &s, n)
	}
	if s == (RequiredSuite{}) && len(*d.diags) == 0 {
		d.report(n.at, "missing-suite", "this names no suite", "give its name, its digest, or both")
	}
	p.Suites = append(p.Suites, s)
}

var requiredMetricKeys = []dataKey[RequiredMetric]{
	{"name", func(d decoder, m *RequiredMetric, n *node, name string) { set(&m.Name, d.text, n, name) }},
	{"min", func(d decoder, m *RequiredMetric, n *node, name string) { d.bound(&m.Min, n, name) }},
	{"max", func(d decoder, m *RequiredMetric, n *node, name string) { d.bound(&m.Max, n, name) }},
}

func (d decoder) bound(into **float64, n *node, name string) {
	if value, ok := d.float(n, name); ok {
		*into = &value
	}
}

func (d decoder) requiredMetric(p *policyFile, n *node) {
	var m RequiredMetric
	mistakes := len(*d.diags)
	readKeys(d, "a metric", requiredMetricKeys, &m, n)
	switch {
	case len(*d.diags) > mistakes:
	case m.Name == "":
		d.report(n.at, "missing-name", "the metric has no name", "add name: with that of a metric of the training run")
	case m.Min == nil && m.Max == nil:
		d.report(n.at, "missing-bound", fmt.Sprintf("nothing is demanded of the metric %s", m.Name), "add min: or max:")
	case m.Min != nil && m.Max != nil && *m.Min > *m.Max:
		d.report(n.at, "bad-range", fmt.Sprintf("min is above max of the metric %s", m.Name), "")
	}
	p.Metrics = append(p.Metrics, m)
}

// age reads a duration: 90m, 12h, 30d, 2w.
func (d decoder) age(n *node, what string) (time.Duration, bool) {
	units := map[byte]time.Duration{'m': time.Minute, 'h': time.Hour, 'd': 24 * time.Hour, 'w': 7 * 24 * time.Hour}
	text, ok := d.text(n, what)
	if !ok {
		return 0, false
	}
	const most = 100_000
	if len(text) > 1 {
		count, err := strconv.Atoi(text[:len(text)-1])
		unit := units[text[len(text)-1]]
		if err == nil && unit > 0 && count > 0 && count < most {
			return time.Duration(count) * unit, true
		}
	}
	d.report(n.at, "bad-value", fmt.Sprintf("%s cannot be %q", what, text), "it is a number of minutes, hours, days or weeks: 90m, 12h, 30d, 2w")
	return 0, false
}

// Approves reports whether somebody may approve.
func (p *Policy) Approves(who string) bool {
	return len(p.Approvers) == 0 || slices.Contains(p.Approvers, who)
}
