package reports

import (
	"fmt"
	"io"
	"strings"

	"assay/engine"
	"assay/engine/lazyregexp"
)

// The limits of the text report.
const (
	textExamples    = 5
	textWidth       = 100 // where the terminal's is unknown
	textWidest      = 120
	textNarrowest   = 48
	foldPassesAbove = 20
)

var _ = register(Format{
	Name:  "text",
	Title: "what a person reads in a terminal in ten seconds",
	Needs: func(o Options) (Needs, error) { return Needs{Examples: o.examples(textExamples)}, nil },
	Render: func(w io.Writer, r *engine.Result, o Options) error {
		_, err := io.WriteString(w, quiet(textOf(r, o)))
		return err
	},
})

// quiet keeps text of the data from being obeyed by a CI system in whose log it
// comes to stand: a space takes the meaning away from ##vso[ (Azure) and ##[
// anywhere, and from :: (GitHub) where a line begins.
func quiet(text string) string { return logCommand().ReplaceAllString(text, "$1$3 $2$4") }

var logCommand = lazyregexp.New(`(?m)(#)(#(?:vso)?\[)|(^[ \t]*:)(:)`)

func textOf(r *engine.Result, o Options) string {
	t := newTextReport(r, o)
	t.header()
	t.failures()
	t.passes()
	t.timing()
	return t.b.String()
}

// textReport lays the result out. It is held in memory: examples are few and
// values are cut.
type textReport struct {
	b        strings.Builder
	r        *engine.Result
	paint    palette
	width    int
	examples int
	verbose  bool
}

func newTextReport(r *engine.Result, o Options) *textReport {
	width := textWidth
	if o.Width > 0 {
		width = min(max(o.Width, textNarrowest), textWidest)
	}
	return &textReport{r: r, paint: palette(o.Color), width: width, examples: o.examples(textExamples), verbose: o.Verbose}
}

func (t *textReport) line(parts ...string) {
	t.b.WriteString(strings.TrimRight(strings.Join(parts, ""), " "))
	t.b.WriteByte('\n')
}

// header is the verdict with what it is about, and the tally.
func (t *textReport) header() {
	word := t.paint.bad("REJECTED")
	if Accepted(t.r) {
		word = t.paint.good("ACCEPTED")
	}
	facts := []string{clean(datasetName(t.r)), plural(t.r.Rows, "row"), plural(int64(len(t.r.Files)), "file")}
	if n, known := totalBytes(t.r); known {
		facts = append(facts, bytesText(n))
	}
	if n := blankLines(t.r); n > 0 {
		facts = append(facts, plural(n, "blank line")+" skipped")
	}
	t.line(word, "  ", t.paint.strong(facts[0]), t.paint.dim(" · "+strings.Join(facts[1:], " · ")))
	t.line(t.tally())
	if text := divided(t.r); text != "" {
		t.line(text)
	}
}

// tally counts the suite's outcomes: "suite orders: 21 of 25 expectations
// passed, 3 failed (1 critical, 2 warning), 1 error".
func (t *textReport) tally() string {
	c := count(t.r.Outcomes)
	all := len(t.r.Outcomes)
	text := fmt.Sprintf("%s of %s passed", group(int64(c.Pass)), plural(int64(all), "expectation"))
	if c.Pass == all {
		text = plural(int64(all), "expectation") + " passed"
		if all > 1 {
			text = "all " + text
		}
	}
	if c.Fail > 0 {
		text += fmt.Sprintf(", %s failed (%s)", group(int64(c.Fail)), severities(t.r.Outcomes))
	}
	if c.Error > 0 {
		text += ", " + plural(int64(c.Error), "error")
	}
	if t.r.FailOn != engine.FailOnCritical {
		text += fmt.Sprintf(" (--fail-on %s)", t.r.FailOn)
	}
	if t.r.Suite.Name == "" {
		return text
	}
	return "suite " + clean(t.r.Suite.Name) + ": " + text
}

// failures is a block for everything that did not pass: first what is wrong
// with the data as such, which may explain the rest.
func (t *textReport) failures() {
	for _, list := range [][]engine.Outcome{t.r.Findings, t.r.Outcomes} {
		for _, o := range list {
			if o.Status != engine.Pass {
				t.line()
				t.failure(o)
			}
		}
	}
}

// timing is what --timing asks for.
func (t *textReport) timing() {
	d := t.r.Timing
	if d == nil {
		return
	}
	facts := []string{
		fmt.Sprintf("%.2f s", d.Elapsed.Seconds()),
		bytesText(d.BytesRead) + " read",
		plural(int64(d.Passes), "pass"),
		plural(int64(d.Workers), "worker"),
	}
	if d.Requests > 0 {
		facts = append(facts, fetchedText(d))
	}
	if d.Spilled > 0 {
		facts = append(facts, bytesText(d.Spilled)+" spilled")
	}
	t.line()
	t.line(t.paint.dim(strings.Join(facts, " · ")))
}

// fetchedText says what crossed the network.
func fetchedText(d *engine.Timing) string {
	return bytesText(d.Fetched) + " fetched in " + plural(d.Requests, "request")
}

func blankLines(r *engine.Result) int64 {
	var n int64
	for _, f := range r.Files {
		n += f.BlankLines
	}
	return n
}
