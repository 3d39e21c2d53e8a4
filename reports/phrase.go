package reports

import (
	"strings"

	"assay/engine"
	"assay/engine/vector"
)

// span is a piece of a sentence; Code marks what is a name in data or suite.
type span struct {
	Text string
	Code bool
}

func words(text string) span { return span{Text: text} }
func name(text string) span  { return span{Text: clean(text), Code: true} }

// sentence says in plain words what is wrong: "12 of 10,000 values of age are
// outside 18 to 99".
func sentence(o engine.Outcome) []span {
	c := o.Check
	switch {
	case o.Status == engine.Error:
		return []span{name(c.ID), words(" could not be evaluated")}
	case c.Kind == engine.NotEmpty:
		return []span{words("The data has no rows")}
	case o.Segments != nil:
		return groupSentence(c, o.Segments)
	case o.Counts != nil:
		return countSentence(c, *o.Counts)
	}
	return observedSentence(o)
}

func countSentence(c *engine.Check, n engine.RowCounts) []span {
	things := plural(n.Judged(), noun(c))
	single := len(c.Columns) == 1 && c.Kind != engine.ValidCells
	if single {
		things = plural(n.Judged(), "value")
	}
	out := []span{words(group(n.Unexpected) + " of " + things)}
	if single {
		out = append(out, words(" of "), name(c.Columns[0]))
	}
	verb := " are "
	if n.Unexpected == 1 {
		verb = " is "
	}
	return append(out, words(verb+fault(c)))
}

// groupSentence is about a check of groups: "2 of 7 groups by country are not
// as expected: no missing values".
func groupSentence(c *engine.Check, s *engine.Segments) []span {
	verb := " are"
	if s.Failed+s.Errors == 1 {
		verb = " is"
	}
	return []span{
		words(group(int64(s.Failed+s.Errors)) + " of " + plural(int64(s.Groups-s.Small), "group") + " by "),
		name(strings.Join(s.Columns, ", ")),
		words(verb + " not as expected: " + clip(clean(c.Expect), htmlExpectLength/4)),
	}
}

// fault is what unexpected rows are.
func fault(c *engine.Check) string {
	switch c.Kind {
	case engine.WellFormedRows:
		return "malformed"
	case engine.ValidCells:
		return "not of the column's type"
	}
	if c.Fault != "" {
		return clip(clean(c.Fault), htmlExpectLength/4)
	}
	return "not as expected: " + clip(clean(c.Expect), htmlExpectLength/4)
}

// observedSentence is about a figure: "The mean of price is 80.625".
func observedSentence(o engine.Outcome) []span {
	c := o.Check
	figure, ok := figureName(c.Name)
	value, scalar := o.Observed.(vector.Scalar)
	if !ok || !scalar {
		return []span{words("Not met: " + clip(clean(c.Expect), htmlExpectLength/4))}
	}
	out := []span{words("The " + figure)}
	if len(c.Columns) > 0 {
		out = append(out, words(" of "), name(strings.Join(c.Columns, ", ")))
	}
	if value.IsNull() {
		return append(out, words(" is missing: there are no values"))
	}
	return append(out, words(" is "+scalarText(value)))
}

// figureName is what an expectation about a figure measures: mean-between is
// about the mean.
func figureName(expectation string) (string, bool) {
	for _, suffix := range []string{"-between", "-equals"} {
		if figure, ok := strings.CutSuffix(expectation, suffix); ok {
			return strings.ReplaceAll(figure, "-", " "), true
		}
	}
	return "", false
}
