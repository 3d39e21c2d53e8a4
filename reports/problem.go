package reports

import (
	"cmp"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"assay/engine"
)

// level is how loud a report for machines is about an outcome that did not
// pass.
type level uint8

// The levels, mildest first.
const (
	levelNote    level = iota
	levelWarning       // a failure that is tolerated, or whose rows are set aside
	levelError         // what rejects the data
)

// levelOf is levelError for all that rejects the data, else by severity. That
// rows are set aside is never a mere note.
func levelOf(r *engine.Result, o engine.Outcome) level {
	switch {
	case o.RejectedAt(threshold(r)):
		return levelError
	case o.SetAside, o.Check.Severity == engine.Warning:
		return levelWarning
	}
	return levelNote
}

// problem is an outcome that did not pass.
type problem struct {
	engine.Outcome
	level level
	at    engine.Position // in the suite
}

// problems lists what did not pass, worst first; among equals what is wrong
// with the data as such comes first, which may explain the rest.
func problems(r *engine.Result) []problem {
	var list []problem
	for _, outcomes := range [][]engine.Outcome{r.Findings, r.Outcomes} {
		for _, o := range outcomes {
			if o.Status != engine.Pass {
				list = append(list, problem{o, levelOf(r, o), suitePlace(r, o.Check)})
			}
		}
	}
	slices.SortStableFunc(list, func(a, b problem) int { return cmp.Compare(b.level, a.level) })
	return list
}

// severityText is the severity of a problem, or that there is no answer.
func severityText(p problem) string {
	if p.Status == engine.Error {
		return engine.Error.String()
	}
	return p.Check.Severity.String()
}

// suitePlace is where the suite asks for c. What no line asks for, such as a
// built-in finding, stands at the beginning of the first suite.
func suitePlace(r *engine.Result, c *engine.Check) engine.Position {
	at := c.At
	if at.Line == 0 {
		first, _, _ := strings.Cut(r.Suite.Path, ", ")
		at = engine.Position{File: first, Line: 1}
	}
	at.File = slashPath(at.File)
	return at
}

// slashPath is a path as CI systems compare it with those of a repository.
func slashPath(p string) string {
	if p == "" {
		return ""
	}
	return path.Clean(filepath.ToSlash(p))
}

// headline says in one line what an outcome came to: "312 of 9,998 rows
// unexpected (3.1%), expected between 18 and 99".
func headline(o engine.Outcome) string {
	if e := failure(o); e != nil {
		return clip(clean(e.Error()), valueLimit)
	}
	return clip(observation(o)+"expected "+clean(o.Check.Expect)+tolerance(o.Check), valueLimit)
}

// account is headline, and that the outcome does not count where it does not.
func account(r *engine.Result, o engine.Outcome) string {
	text := headline(o)
	if why := excused(r, o); why != "" {
		text += "; " + why
	}
	return text
}

// observation is what an outcome was judged on, with a comma behind it.
func observation(o engine.Outcome) string {
	text := ""
	if c := o.Counts; c != nil {
		text = group(c.Unexpected) + " of " + plural(c.Judged(), noun(o.Check)) + " unexpected (" + share(c.Unexpected, c.Judged()) + "), "
	}
	if s := o.Segments; s != nil {
		text = group(int64(s.Failed+s.Errors)) + " of " + plural(int64(s.Groups-s.Small), "group") + " failed, "
	}
	if o.Observed != nil {
		text += "observed " + clip(observedText(o), observedLimit) + ", "
	}
	return text
}

// The limits of one-line texts, so that no value of the data makes a report
// large.
const (
	observedLimit = 200
	exampleLimit  = 300
)

// subject is the id, with the columns where the id does not name them.
func subject(c *engine.Check) string {
	text := c.ID
	if !strings.Contains(c.ID, strings.Join(c.Columns, ",")) {
		text += " (" + strings.Join(c.Columns, ", ") + ")"
	}
	return clip(clean(text), exampleLimit)
}

// exampleLines are the first n unexpected rows, a line each, and one that says
// how many there are beyond them.
func exampleLines(r *engine.Result, o engine.Outcome, n int) []string {
	if o.Counts == nil {
		return nil
	}
	shown := o.Examples[:min(n, len(o.Examples))]
	lines := make([]string, 0, len(shown)+1)
	for _, e := range shown {
		lines = append(lines, exampleLine(r, o.Check, e))
	}
	if more := o.Counts.Unexpected - int64(len(shown)); more > 0 && len(shown) > 0 {
		lines = append(lines, "… and "+group(more)+" more")
	}
	return lines
}

// exampleLine is an unexpected row: "data/orders.csv:14 record 13: age = 150".
func exampleLine(r *engine.Result, c *engine.Check, e engine.Example) string {
	values := make([]string, len(e.Values))
	for i, v := range e.Values {
		values[i] = clip(scalarText(v), observedLimit)
		if len(e.Values) == len(c.Columns) {
			values[i] = clean(c.Columns[i]) + " = " + values[i]
		}
	}
	text := rowPlace(r, e.At) + ": " + strings.Join(values, ", ")
	if e.Reason != "" {
		text += " (" + clean(e.Reason) + ")"
	}
	return clip(text, exampleLimit)
}

// advice are the notes of the suite.
func advice(o engine.Outcome) []string {
	var lines []string
	for _, note := range o.Check.Notes {
		lines = append(lines, "note: "+clip(clean(note), exampleLimit))
	}
	return lines
}
