package reports

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"strings"

	"assay/engine"
)

const (
	// githubAnnotations is how many annotations of each level GitHub shows of
	// a step.
	githubAnnotations = 10
	githubExamples    = 3
	githubSummary     = 1 << 20 // bytes that a step's summary may have
)

var _ = register(Format{
	Name:  "github",
	Title: "annotations for GitHub Actions with the text report; step summary and outputs",
	Needs: func(o Options) (Needs, error) { return Needs{Examples: o.examples(textExamples)}, nil },
	Render: func(w io.Writer, r *engine.Result, o Options) error {
		var b strings.Builder
		githubCommands(&b, r)
		githubLog(&b, textOf(r, o))
		_, err := io.WriteString(w, b.String())
		return err
	},
	Appendices: []Appendix{
		{Variable: "GITHUB_STEP_SUMMARY", Limit: githubSummary, Render: renderMarkdown},
		{Variable: "GITHUB_OUTPUT", Render: githubOutputs},
	},
})

// githubCommands writes an annotation for each problem, as many as are shown.
func githubCommands(b *strings.Builder, r *engine.Result) {
	var left [levelError + 1]int
	all := problems(r)
	for _, p := range all {
		left[p.level]++
	}
	var written [levelError + 1]int
	for _, p := range all {
		written[p.level]++
		switch n := written[p.level]; {
		case n < githubAnnotations, left[p.level] == githubAnnotations:
			githubCommand(b, p.level, githubProperties(p), githubMessage(r, p))
		case n == githubAnnotations:
			more := left[p.level] - n + 1
			githubCommand(b, p.level, nil, plural(int64(more), "more outcome")+" of this kind: see the log and the step summary")
		}
	}
}

// githubProperties are the title and the place in the suite.
func githubProperties(p problem) []string {
	list := []string{"title", subject(p.Check)}
	if p.at.File != "" {
		list = append(list, "file", cleanName(p.at.File), "line", fmt.Sprint(p.at.Line), "endLine", fmt.Sprint(p.at.Line))
		if p.at.Col > 0 {
			list = append(list, "col", fmt.Sprint(p.at.Col))
		}
	}
	return list
}

func githubMessage(r *engine.Result, p problem) string {
	lines := append([]string{account(r, p.Outcome)}, exampleLines(r, p.Outcome, githubExamples)...)
	return strings.Join(append(lines, advice(p.Outcome)...), "\n")
}

var (
	githubData     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	githubProperty = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

// githubCommand writes a workflow command as @actions/core does. properties
// are names and values in turn.
func githubCommand(b *strings.Builder, l level, properties []string, message string) {
	b.WriteString([...]string{"::notice", "::warning", "::error"}[l])
	for i := 0; i < len(properties); i += 2 {
		b.WriteString([]string{" ", ","}[min(i, 1)])
		b.WriteString(properties[i] + "=" + githubProperty.Replace(properties[i+1]))
	}
	b.WriteString("::" + githubData.Replace(message) + "\n")
}

// githubLog writes text for people, in which nothing that came from the data
// is taken for a command. The token that ends this is a digest of the text, so
// that the text cannot hold it.
func githubLog(b *strings.Builder, text string) {
	sum := sha256.Sum256([]byte(text))
	token := hex.EncodeToString(sum[:])
	b.WriteString("::stop-commands::" + token + "\n" + text + "::" + token + "::\n")
}

// githubOutputs are what later steps may read of this one.
func githubOutputs(w io.Writer, r *engine.Result, _ Options) error {
	t := count(r.Outcomes)
	var b strings.Builder
	fmt.Fprintf(&b, "verdict=%s\nrows=%d\npassed=%d\nfailed=%d\nerrors=%d\n", verdict(r), r.Rows, t.Pass, t.Fail, t.Error)
	for _, s := range sides(r) {
		fmt.Fprintf(&b, "%s-rows=%d\n%s-file=%s\n", s.name, s.rows, s.name, clean(s.path))
	}
	_, err := io.WriteString(w, b.String())
	return err
}
