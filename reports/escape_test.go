package reports_test

import (
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"io"
	"regexp"
	"strings"
	"testing"

	"assay/engine"
	"assay/engine/vector"
	"assay/reports"
)

// attacks are texts that mean something to what shows a report. Each bears the
// mark by which it is found again.
var attacks = []string{
	`<script>alert("pwned")</script>`,
	`<img src=x onerror=pwned()>`,
	`" onmouseover="pwned()`,
	`=HYPERLINK("http://pwned")`, `+pwned`, `-pwned`, `@pwned`, "\tpwned", "\rpwned",
	"\x1b[2Jpwned\x1b]0;title\x07", "\u202epwned", "\u009bpwned",
	"[pwned](javascript:pwned)", "![pwned](http://pwned)", "`pwned` | pwned |", "</details>pwned",
	"\n::set-output name=x::pwned", "::error::pwned", "%0A::add-mask::pwned", "${{ secrets.pwned }}",
	"\n##vso[task.setvariable variable=x]pwned", "##vso[task.complete result=Succeeded;]pwned", "##[add-matcher]pwned", "]]>pwned",
	"<!channel> pwned", "<http://pwned|pwned>",
}

// attacked is a result into which a text has come by way of the data: as a cell,
// a column, a file and a reason.
func attacked(text string) *engine.Result {
	o := between(0, engine.Fail)
	o.Check.ID, o.Check.Columns = "between."+text, []string{text}
	o.Counts.Unexpected = 1
	e := example(1, vector.StringScalar(text))
	e.Reason = text + " is not a number"
	o.Examples, o.All = []engine.Example{e}, engine.NewFailureLog(1, func(visit func(engine.Example) error) error { return visit(e) })
	r := base(o)
	r.Files[0].Path = text + ".csv"
	r.Columns[1].Name = text
	r.Profile[1].Min, r.Profile[1].Max = vector.StringScalar(text), vector.StringScalar(text)
	return r
}

// TestReportsEscape renders each attack in every format.
func TestReportsEscape(t *testing.T) {
	harmless := map[string]func(t *testing.T, out string){
		"html": harmlessHTML, "markdown": harmlessMarkdown, "csv": harmlessCSV, "junit": harmlessXML,
		"github": harmlessCommands, "azure": harmlessCommands, "text": harmlessCommands,
	}
	for name, check := range harmless {
		format, _ := reports.Lookup(name)
		for _, attack := range attacks {
			var out bytes.Buffer
			if err := format.Render(&out, attacked(attack), reports.Options{Verbose: true}); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if !strings.Contains(out.String(), "pwned") {
				t.Errorf("%s does not show %q", name, attack)
			}
			check(t, out.String())
			if name != "csv" {
				noControls(t, name, out.String())
			}
			if t.Failed() {
				t.Fatalf("%s shows %q as\n%s", name, attack, out.String())
			}
		}
	}
}

// controls are characters that move a cursor, or text around.
var controls = regexp.MustCompile("[\x00-\x08\x0b-\x1f\x7f\u0080-\u009f\u202a-\u202e\u2066-\u2069]")

func noControls(t *testing.T, name, out string) {
	t.Helper()
	if found := controls.FindString(out); found != "" {
		t.Errorf("%s: the control character %q", name, found)
	}
}

// harmlessHTML finds the mark neither within a tag nor as a script.
func harmlessHTML(t *testing.T, out string) {
	for _, tag := range regexp.MustCompile(`<(script|img|details|/details)[^>]*pwned`).FindAllString(out, -1) {
		t.Errorf("a tag of the data's: %s", tag)
	}
	if strings.Contains(out, `onmouseover="pwned`) || strings.Contains(out, `<script>alert("pwned`) {
		t.Error("an attribute or a script of the data's")
	}
}

// harmlessMarkdown finds the mark only where nothing is markup: between backticks,
// or in a block of HTML.
func harmlessMarkdown(t *testing.T, out string) {
	for line := range strings.Lines(out) {
		if summary, ok := strings.CutPrefix(line, "<details><summary>"); ok {
			if summary = strings.TrimSuffix(summary, "</summary>\n"); strings.Contains(summary, "<") {
				t.Errorf("markup of the data's: %s", line)
			}
			continue
		}
		bare := regexp.MustCompile("(`+)[^`].*?[^`]?(`+)").ReplaceAllString(line, "")
		if m := regexp.MustCompile(`<(script|img|/details)|\]\((javascript|http)`).FindString(bare); m != "" && strings.Contains(bare, "pwned") {
			t.Errorf("markup of the data's: %s", line)
		}
	}
}

func harmlessCSV(t *testing.T, out string) {
	rows, err := csv.NewReader(strings.NewReader(out)).ReadAll()
	if err != nil {
		t.Error(err)
	}
	for _, row := range rows {
		for _, cell := range row {
			if strings.Contains(cell, "pwned") && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
				t.Errorf("a formula: %q", cell)
			}
		}
	}
}

func harmlessXML(t *testing.T, out string) {
	dec := xml.NewDecoder(strings.NewReader(out))
	for {
		token, err := dec.Token()
		if err == io.EOF {
			return
		}
		if err != nil {
			t.Errorf("no XML: %v", err)
			return
		}
		if start, ok := token.(xml.StartElement); ok && strings.Contains(start.Name.Local, "script") {
			t.Error("an element of the data's")
		}
	}
}

// harmlessCommands finds no logging command but those that the format writes,
// none of which reads as if a cell had ended it.
func harmlessCommands(t *testing.T, out string) {
	// GitHub obeys nothing between these two.
	if before, rest, ok := strings.Cut(out, "::stop-commands::"); ok {
		token, text, _ := strings.Cut(rest, "\n")
		_, after, ended := strings.Cut(text, "\n::"+token+"::\n")
		if !ended || len(token) < 32 {
			t.Errorf("commands are not stopped by a long token, or not resumed")
		}
		out = before + after
	}
	for line := range strings.Lines(out) {
		trimmed := strings.TrimLeft(line, " \t")
		switch {
		case strings.HasPrefix(trimmed, "::"):
			if !regexp.MustCompile(`^::(error|warning|notice|group|endgroup)[ :]`).MatchString(trimmed) || line != trimmed || strings.HasPrefix(line, "::error::pwned") {
				t.Errorf("a command of the data's: %s", line)
			}
		case strings.Contains(line, "##["):
			t.Errorf("a command of the data's: %s", line)
		case strings.Contains(line, "##vso["):
			if strings.Count(line, "##vso[") > 1 || line != trimmed || !regexp.MustCompile(`^##vso\[task\.(logissue|setvariable|uploadsummary|complete|addattachment)`).MatchString(trimmed) {
				t.Errorf("a command of the data's: %s", line)
			}
		}
	}
}

// TestReadJSONIsBounded refuses nesting without end.
func TestReadJSONIsBounded(t *testing.T) {
	deep := `{"assay_result": 1, "outcomes": ` + strings.Repeat("[", 1_000_000)
	if _, err := reports.ReadJSON(strings.NewReader(deep)); err == nil {
		t.Error("a million brackets are read")
	}
	endless := io.MultiReader(strings.NewReader(`{"assay_result": 1, "verdict": "`), &spaces{left: 300 << 20})
	if _, err := reports.ReadJSON(endless); err == nil || !strings.Contains(err.Error(), "longer than") {
		t.Errorf("a text without end: %v", err)
	}
}

// spaces is a long text.
type spaces struct{ left int }

func (s *spaces) Read(p []byte) (int, error) {
	if s.left <= 0 {
		return 0, io.EOF
	}
	for i := range p {
		p[i] = ' '
	}
	s.left -= len(p)
	return len(p), nil
}
