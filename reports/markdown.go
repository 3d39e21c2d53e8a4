package reports

import (
	"fmt"
	"io"
	"strings"

	"assay/engine"
)

// The limits of the markdown report, which keep it far below what comments and
// summaries may hold.
const (
	markdownProblems = 50
	markdownCell     = 160
)

var _ = register(Format{
	Name:   "markdown",
	Title:  "a summary for pull requests and wikis, as GitHub-flavoured Markdown",
	Needs:  func(o Options) (Needs, error) { return Needs{Examples: o.examples(textExamples)}, nil },
	Render: renderMarkdown,
})

func renderMarkdown(w io.Writer, r *engine.Result, o Options) error {
	var b strings.Builder
	markdownHeader(&b, r)
	list := problems(r)
	shown := list[:min(len(list), markdownProblems)]
	markdownTable(&b, shown)
	if more := len(list) - len(shown); more > 0 {
		fmt.Fprintf(&b, "\n… and %s that did not pass.\n", plural(int64(more), "more outcome"))
	}
	for _, p := range shown {
		markdownExamples(&b, r, p, o.examples(textExamples))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// markdownHeader is the verdict with what it is about, and the tally.
func markdownHeader(b *strings.Builder, r *engine.Result) {
	mark := "❌"
	if Accepted(r) {
		mark = "✅"
	}
	fmt.Fprintf(b, "### %s %s: %s\n\n", mark, strings.ToUpper(verdict(r)), code(datasetName(r)))
	facts := []string{plural(r.Rows, "row"), plural(int64(len(r.Files)), "file")}
	if n, known := totalBytes(r); known {
		facts = append(facts, bytesText(n))
	}
	if r.Suite.Name != "" {
		facts = append(facts, "suite "+code(r.Suite.Name))
	}
	t := count(r.Outcomes)
	facts = append(facts, fmt.Sprintf("%s of %s passed", group(int64(t.Pass)), plural(int64(len(r.Outcomes)), "expectation")))
	if t.Fail > 0 {
		facts = append(facts, group(int64(t.Fail))+" failed")
	}
	if t.Error > 0 {
		facts = append(facts, plural(int64(t.Error), "error"))
	}
	b.WriteString(strings.Join(facts, " · ") + "\n")
	if text := divided(r); text != "" {
		b.WriteString("\n" + codeOf(text) + "\n")
	}
}

// markdownTable is a row for each problem.
func markdownTable(b *strings.Builder, list []problem) {
	if len(list) == 0 {
		return
	}
	b.WriteString("\n| | expectation | expected | observed | suite |\n|---|---|---|---|---|\n")
	for _, p := range list {
		place := ""
		if p.at.File != "" {
			place = code(fmt.Sprintf("%s:%d", p.at.File, p.at.Line))
		}
		cells := []string{markdownRank(p), code(p.Check.ID), code(p.Check.Expect + tolerance(p.Check)), markdownObserved(p), place}
		for i, c := range cells {
			cells[i] = strings.ReplaceAll(c, "|", `\|`)
		}
		b.WriteString("| " + strings.Join(cells, " | ") + " |\n")
	}
}

// markdownRank is the severity with a mark.
func markdownRank(p problem) string {
	return [...]string{"ℹ️", "⚠️", "❌"}[p.level] + " " + severityText(p)
}

func markdownObserved(p problem) string {
	if e := failure(p.Outcome); e != nil {
		return code(e.Error())
	}
	return code(strings.TrimSuffix(observation(p.Outcome), ", "))
}

// markdownExamples are the first unexpected rows, folded.
func markdownExamples(b *strings.Builder, r *engine.Result, p problem, n int) {
	lines := append(exampleLines(r, p.Outcome, n), advice(p.Outcome)...)
	if text := excused(r, p.Outcome); text != "" {
		lines = append(lines, text)
	}
	if len(lines) == 0 {
		return
	}
	fmt.Fprintf(b, "\n<details><summary>%s</summary>\n\n", htmlText(subject(p.Check)))
	for _, line := range lines {
		b.WriteString("- " + codeOf(line) + "\n")
	}
	b.WriteString("\n</details>\n")
}

// code is text from outside as a code span, in which nothing is markup, a
// mention or a link. It is cut to what a table can show.
func code(s string) string { return codeOf(clip(clean(s), markdownCell)) }

// codeOf is a line as a code span: its fence is longer than any in the text,
// from which blanks keep it apart.
func codeOf(line string) string {
	if line == "" {
		return ""
	}
	longest, run := 0, 0
	for _, c := range line {
		if c != '`' {
			run = 0
			continue
		}
		run++
		longest = max(longest, run)
	}
	fence := strings.Repeat("`", longest+1)
	if longest > 0 || strings.Trim(line, " ") != line {
		line = " " + line + " "
	}
	return fence + line + fence
}

// htmlText is a line where Markdown is HTML.
func htmlText(line string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "@", "&#64;\u200b", "\"", "&quot;").Replace(line)
}
