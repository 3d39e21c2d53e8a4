package reports

import (
	"fmt"
	"slices"
	"strings"

	"assay/engine"
)

// htmlFailure is an outcome that did not pass.
type htmlFailure struct {
	Anchor, ID, State, Severity, Class, Rank string
	Title                                    []span
	About, At                                string
	Share                                    *htmlShare
	Facts                                    []htmlFact
	Groups                                   []htmlFact // the worst groups
	Examples                                 *htmlExampleTable
	Notes                                    []string
}

// htmlShare is the bar of unexpected rows.
type htmlShare struct{ Percent, Allowed, Text, Note string }

// htmlExampleTable lists the first unexpected rows.
type htmlExampleTable struct {
	Heads []string
	Rows  []htmlExample
	More  string
}

type htmlExample struct {
	Address, Record string
	Cells           []htmlCell
}

type htmlCell struct {
	Text string
	Null bool
}

// htmlPass is an outcome that passed.
type htmlPass struct{ Anchor, ID, Severity, Expected, Found string }

func (m *htmlMaker) pass(o engine.Outcome) htmlPass {
	c := o.Check
	return htmlPass{
		Anchor: m.anchor(c.ID), ID: clean(c.ID), Severity: c.Severity.String(),
		Expected: clip(clean(c.Expect)+tolerance(c)+where(c), htmlExpectLength/4), Found: clip(found(o), 120),
	}
}

func where(c *engine.Check) string {
	if c.Where == nil {
		return ""
	}
	return ", where " + clean(c.Where.Text)
}

func (m *htmlMaker) failure(o engine.Outcome, examples int) htmlFailure {
	c := o.Check
	f := htmlFailure{
		Anchor: m.anchor(c.ID), ID: clean(c.ID), State: o.Status.String(), Severity: c.Severity.String(),
		Class: className(o), Rank: c.Severity.String(), Title: sentence(o),
	}
	if o.Status == engine.Error {
		f.Rank = "could not be evaluated"
	}
	if !strings.HasPrefix(c.ID, c.Name) {
		f.About = clean(c.Name)
		if len(c.Columns) > 0 {
			f.About += " of " + clean(strings.Join(c.Columns, ", "))
		}
	}
	if c.At.Line > 0 {
		f.At = fmt.Sprintf("%s:%d", clean(c.At.File), c.At.Line)
	}
	f.Facts = htmlFacts(o)
	if s := o.Segments; s != nil {
		for _, g := range s.Worst {
			f.Groups = append(f.Groups, htmlFact{segmentName(s, g), segmentFound(g)})
		}
	}
	if o.Status != engine.Error {
		f.Share = htmlShareOf(o)
		f.Examples = m.examples(o, examples)
	}
	if text := excused(m.r, o); text != "" {
		f.Notes = append(f.Notes, text)
	}
	for _, note := range c.Notes {
		for line := range strings.SplitSeq(strings.TrimSpace(note), "\n") {
			f.Notes = append(f.Notes, clean(line))
		}
	}
	return f
}

// htmlFacts are what was expected against what was observed.
func htmlFacts(o engine.Outcome) []htmlFact {
	c := o.Check
	facts := []htmlFact{{"Expected", clip(clean(c.Expect)+tolerance(c), htmlExpectLength)}}
	if c.Where != nil {
		facts = append(facts, htmlFact{"Where", clean(c.Where.Text)})
	}
	if e := failure(o); e != nil {
		facts = append(facts, htmlFact{"Error", cleanText(e.Msg)})
		if e.Hint != "" {
			facts = append(facts, htmlFact{"A way out", cleanText(e.Hint)})
		}
		return facts
	}
	if o.Observed != nil {
		facts = append(facts, htmlFact{"Observed", clip(observedText(o), htmlExpectLength)})
	} else if text := exampleValues(o); text != "" {
		facts = append(facts, htmlFact{"Observed", text})
	}
	for _, name := range sortedKeys(o.Details) {
		facts = append(facts, htmlFact{strings.ReplaceAll(clean(name), "_", " "), clip(display(o.Details[name]), htmlExpectLength)})
	}
	return facts
}

// exampleValues lists the different values among the examples of a check of one
// column.
func exampleValues(o engine.Outcome) string {
	const most = 5
	if o.Counts == nil {
		return ""
	}
	var texts []string
	for _, e := range o.Examples {
		if len(e.Values) != 1 || len(texts) == most {
			break
		}
		if text := clip(scalarText(e.Values[0]), htmlCellLength/3); !slices.Contains(texts, text) {
			texts = append(texts, text)
		}
	}
	if int64(len(texts)) < o.Counts.Unexpected && len(texts) == most {
		texts = append(texts, "…")
	}
	return strings.Join(texts, ", ")
}

// cleanText is text of several lines on one.
func cleanText(s string) string { return clean(strings.Join(strings.Fields(s), " ")) }

func htmlShareOf(o engine.Outcome) *htmlShare {
	if o.Counts == nil {
		return nil
	}
	c := *o.Counts
	s := &htmlShare{Percent: coordinate(max(fraction(o)*100, 0.4)), Text: share(c.Unexpected, c.Judged())}
	if c.Unexpected == 0 || c.Judged() == 0 {
		s.Percent = "0"
	}
	var notes []string
	if o.Check.MostlyGiven {
		allowed := (1 - o.Check.Mostly) * 100
		s.Allowed = coordinate(min(allowed, 99.5))
		notes = append(notes, decimal(allowed)+"% allowed")
	}
	if c.Missing > 0 && !c.OfElements {
		notes = append(notes, plural(c.Missing, "null")+" left out")
	}
	s.Note = strings.Join(notes, " · ")
	return s
}

func (m *htmlMaker) examples(o engine.Outcome, limit int) *htmlExampleTable {
	shown := o.Examples[:min(limit, len(o.Examples))]
	if o.Counts == nil || len(shown) == 0 {
		return nil
	}
	t := &htmlExampleTable{}
	columns := o.Check.Columns
	for i := range shown[0].Values {
		head := "Value"
		if len(columns) == len(shown[0].Values) {
			head = clean(columns[i])
		}
		t.Heads = append(t.Heads, head)
	}
	reasons := false
	for _, e := range shown {
		reasons = reasons || e.Reason != ""
	}
	if reasons {
		t.Heads = append(t.Heads, "Reason")
	}
	for _, e := range shown {
		t.Rows = append(t.Rows, m.example(e, reasons))
	}
	if more := o.Counts.Unexpected - int64(len(shown)); more > 0 {
		t.More = "and " + group(more) + " more"
	}
	return t
}

func (m *htmlMaker) example(e engine.Example, reasons bool) htmlExample {
	x := htmlExample{Address: clean(fileName(m.r, e.At.File)), Record: group(e.At.Record)}
	if e.At.Line > 0 {
		x.Address += fmt.Sprintf(":%d", e.At.Line)
	} else {
		x.Address += fmt.Sprintf(", record %d", e.At.Record)
	}
	for _, v := range e.Values {
		x.Cells = append(x.Cells, htmlCell{Text: clip(scalarText(v), htmlCellLength), Null: v.IsNull()})
	}
	if reasons {
		x.Cells = append(x.Cells, htmlCell{Text: clean(e.Reason)})
	}
	return x
}
