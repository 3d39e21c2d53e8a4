package reports

import (
	"cmp"
	"fmt"
	"html/template"
	"slices"
	"strings"

	"assay/engine"
)

// htmlPage is what the template shows, as text that is ready to be escaped.
type htmlPage struct {
	CSP    string
	Style  template.CSS
	Script template.JS

	Version, Verdict, Word, Lead string
	Accepted                     bool
	Dataset, Description         string
	Strip                        []htmlSegment
	Facts, About                 []htmlFact
	Chips                        []htmlChip
	Names                        []string // of the columns to filter by
	ColumnsOf                    [][]int  // of each outcome on the page, indexes of Names
	Failed                       []htmlFailure
	Passed                       []htmlPass
	Columns                      []htmlColumn
	ColumnsNote                  string
	Files                        []htmlFile
	FilesTitle                   string
}

// htmlFact is a name with its value.
type htmlFact struct{ Name, Value string }

// htmlChip is one of the status filters.
type htmlChip struct{ Status, Label, Count string }

// htmlFile is one file of the dataset.
type htmlFile struct{ Path, Format, Records, Size, SHA256, DVC, Revision string }

// htmlSegment is a part of the bar over all outcomes.
type htmlSegment struct {
	Class, Label, Count string
	X, Width            string // percent
}

// htmlMaker lays a result out.
type htmlMaker struct {
	r       *engine.Result
	page    htmlPage
	anchors map[string]bool
	column  map[string]int // index into page.Names
}

func newHTMLPage(r *engine.Result, examples int, profile bool) *htmlPage {
	m := &htmlMaker{r: r, anchors: make(map[string]bool), column: make(map[string]int)}
	m.head()
	m.names()
	m.outcomes(examples)
	m.columns(profile)
	m.about()
	return &m.page
}

// head is what a person sees first.
func (m *htmlMaker) head() {
	p, r := &m.page, m.r
	p.Version, p.Verdict, p.Accepted = clean(r.Version), verdict(r), Accepted(r)
	p.Word = "Rejected"
	if p.Accepted {
		p.Word = "Accepted"
	}
	p.Dataset, p.Description = clean(datasetName(r)), clean(r.Suite.Description)
	c := count(r.Outcomes)
	p.Lead = lead(r, c)
	p.Strip = segments(r)
	p.Facts = []htmlFact{
		{"Rows", group(r.Rows)}, {"Columns", group(int64(len(r.Columns)))},
		{"Files", group(int64(len(r.Files)))},
	}
	if n, known := totalBytes(r); known && len(r.Files) > 0 {
		p.Facts = append(p.Facts, htmlFact{"Size", bytesText(n)})
	}
	if r.Suite.Name != "" {
		p.Facts = append(p.Facts, htmlFact{"Suite", clean(r.Suite.Name)})
	}
	if q := r.Quarantine; q != nil && q.Withheld == "" {
		p.Facts = append(p.Facts, htmlFact{"Accepted rows", group(q.Accepted)}, htmlFact{"Rejected rows", group(q.Rejected)})
	}
	if t := r.Timing; t != nil {
		p.Facts = append(p.Facts, htmlFact{"Took", fmt.Sprintf("%.2f s", t.Elapsed.Seconds())})
	}
}

// lead is the verdict's reason in a sentence.
func lead(r *engine.Result, c tally) string {
	all := plural(int64(len(r.Outcomes)), "expectation")
	var parts []string
	if c.Fail > 0 {
		parts = append(parts, group(int64(c.Fail))+" of "+all+" failed ("+severities(r.Outcomes)+")")
	}
	if c.Error > 0 {
		parts = append(parts, group(int64(c.Error))+" could not be evaluated")
	}
	if n := count(r.Findings).Fail; n > 0 {
		parts = append(parts, plural(int64(n), "finding")+" about the data as such")
	}
	switch {
	case len(parts) > 0:
		return strings.Join(parts, ", ") + "."
	case len(r.Outcomes) == 1:
		return "The one expectation holds."
	}
	return "All " + all + " hold."
}

// segments are the shares of the outcomes, worst first.
func segments(r *engine.Result) []htmlSegment {
	classes := []string{"critical", "error", "warning", "info", "pass"}
	labels := []string{"failed, critical", "could not be evaluated", "failed, warning", "failed, info", "passed"}
	var counts [5]int
	for _, o := range r.Outcomes {
		counts[slices.Index(classes, className(o))]++
	}
	var out []htmlSegment
	before := 0
	for i, n := range counts {
		if n == 0 {
			continue
		}
		all := float64(len(r.Outcomes))
		out = append(out, htmlSegment{
			Class: classes[i], Label: labels[i], Count: group(int64(n)),
			X: coordinate(float64(before) / all * 100), Width: coordinate(float64(n) / all * 100),
		})
		before += n
	}
	return out
}

// className is how the page paints an outcome.
func className(o engine.Outcome) string {
	switch o.Status {
	case engine.Pass:
		return "pass"
	case engine.Error:
		return "error"
	}
	return o.Check.Severity.String()
}

// coordinate writes a number of a drawing.
func coordinate(x float64) string {
	return strings.TrimSuffix(strings.TrimRight(fmt.Sprintf("%.3f", x), "0"), ".")
}

// names are the columns of the data, and those that expectations ask for.
func (m *htmlMaker) names() {
	add := func(name string) {
		if _, ok := m.column[name]; !ok {
			m.column[name] = len(m.page.Names)
			m.page.Names = append(m.page.Names, clean(name))
		}
	}
	for _, o := range m.r.Outcomes {
		for _, c := range o.Check.Columns {
			add(c)
		}
	}
}

// outcomes lays out failures, worst first, and what passed.
func (m *htmlMaker) outcomes(examples int) {
	failed, passed := worstFirst(m.r)
	if n := len(failed); n > 0 {
		examples = min(examples, max(htmlExamplesAll/n, 1))
	}
	for _, o := range failed {
		m.page.Failed = append(m.page.Failed, m.failure(o, examples))
	}
	for _, o := range passed {
		m.page.Passed = append(m.page.Passed, m.pass(o))
	}
	m.page.ColumnsOf = make([][]int, 0, len(failed)+len(passed))
	for _, o := range slices.Concat(failed, passed) {
		of := make([]int, 0, len(o.Check.Columns))
		for _, c := range o.Check.Columns {
			if i, ok := m.column[c]; ok {
				of = append(of, i)
			}
		}
		m.page.ColumnsOf = append(m.page.ColumnsOf, of)
	}
	m.chips()
}

func (m *htmlMaker) chips() {
	var fail, broken int64
	for _, f := range m.page.Failed {
		if f.State == "error" {
			broken++
		} else {
			fail++
		}
	}
	passed := int64(len(m.page.Passed))
	m.page.Chips = []htmlChip{
		{"", "All", group(fail + broken + passed)}, {"fail", "Failed", group(fail)},
		{"error", "Errors", group(broken)}, {"pass", "Passed", group(passed)},
	}
}

// worstFirst sorts what did not pass: by severity, where what could not be
// evaluated counts as critical, then by the share of unexpected rows. What is
// wrong with the data as such may explain the rest, and comes before its equals.
func worstFirst(r *engine.Result) (failed, passed []engine.Outcome) {
	for _, o := range slices.Concat(r.Findings, r.Outcomes) {
		if o.Status != engine.Pass {
			failed = append(failed, o)
		}
	}
	for _, o := range r.Outcomes {
		if o.Status == engine.Pass {
			passed = append(passed, o)
		}
	}
	slices.SortStableFunc(failed, func(a, b engine.Outcome) int {
		return cmp.Or(cmp.Compare(gravity(b), gravity(a)), cmp.Compare(fraction(b), fraction(a)))
	})
	return failed, passed
}

// gravity ranks outcomes that did not pass.
func gravity(o engine.Outcome) int {
	severity := o.Check.Severity
	if o.Status == engine.Error {
		severity = engine.Critical
	}
	rank := 2 * int(severity)
	if _, ok := o.Check.Kind.(engine.Structural); ok {
		rank++
	}
	return rank
}

// fraction is the share of unexpected rows; of what has no rows it is all.
func fraction(o engine.Outcome) float64 {
	if o.Counts == nil || o.Counts.Judged() == 0 {
		return 1
	}
	return float64(o.Counts.Unexpected) / float64(o.Counts.Judged())
}

// anchor is the id of an element: that of the outcome, where it can be one.
func (m *htmlMaker) anchor(id string) string {
	base := strings.Join(strings.Fields(clean(id)), "_")
	if base == "" || strings.HasPrefix(base, "page-") {
		base = "id-" + base
	}
	name := base
	for n := 2; m.anchors[name]; n++ {
		name = fmt.Sprintf("%s-%d", base, n)
	}
	m.anchors[name] = true
	return name
}
