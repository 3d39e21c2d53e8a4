package reports_test

import (
	"bytes"
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"assay/engine"
	"assay/engine/vector"
	"assay/reports"
)

// assets are the parts of a page that do not depend on the result.
var assets = regexp.MustCompile(`(?s)(<style>|<script>|http-equiv="Content-Security-Policy" content=").*?(</style>|</script>|">)`)

func renderHTML(t *testing.T, r *engine.Result) string {
	t.Helper()
	return string(render(t, "html", r, reports.Options{}))
}

// TestHTMLGolden compares the pages, but for style and script.
func TestHTMLGolden(t *testing.T) {
	for name, result := range fixtures() {
		t.Run(name, func(t *testing.T) {
			page := assets.ReplaceAllString(renderHTML(t, result), "$1…$2")
			compare(t, filepath.Join("testdata", name+".html"), []byte(page))
		})
	}
}

// evil are texts that must stay text.
var evil = []string{
	"<script>alert(1)</script>", "</script><script>alert(2)</script>", `"><img src=x onerror=alert(3)>`,
	"' onmouseover='alert(4)", "javascript:alert(5)", "=HYPERLINK(\"http://x\")", "{{.Version}}", "<!--", "]]>", "&lt;b&gt;",
	"broken \xff\xfe", "\u202eright to left", "nul \x00",
}

// TestHTMLEscapes puts evil texts wherever a text from outside is shown: the
// page must have the elements and attributes that it has with a harmless one.
func TestHTMLEscapes(t *testing.T) {
	harmless := structure(renderHTML(t, poisoned("harmless")))
	for _, text := range evil {
		page := renderHTML(t, poisoned(text))
		if !utf8.ValidString(page) || strings.ContainsAny(page, "\x00\u202e") {
			t.Errorf("%q: the page is not clean UTF-8", text)
		}
		if structure(page) != harmless {
			t.Errorf("%q became more than text", text)
		}
		if strings.Contains(page, `href="javascript:`) {
			t.Errorf("%q became an address", text)
		}
	}
}

var (
	tags       = regexp.MustCompile(`<[^>]*>`)
	attributes = regexp.MustCompile(`"[^"]*"`)
)

// structure lists the tags of a page with the names of their attributes.
func structure(page string) string {
	page = assets.ReplaceAllString(page, "$1$2")
	return attributes.ReplaceAllString(strings.Join(tags.FindAllString(page, -1), ""), "")
}

// poisoned has text in every place that comes from the suite or the data.
func poisoned(text string) *engine.Result {
	o := between(3, engine.Fail)
	c := o.Check
	c.ID, c.Name, c.Columns, c.Expect, c.Fault = text, text, []string{text}, text, text
	c.Notes, c.At.File, c.Where.Text = []string{text}, text, text
	o.Details = map[string]any{text: text}
	for i := range o.Examples {
		o.Examples[i].Values, o.Examples[i].Reason = []vector.Scalar{vector.StringScalar(text)}, text
	}
	broken := engine.Outcome{Status: engine.Error, Check: notNull().Check, Err: &engine.CheckError{Code: text, Msg: text, Hint: text}}
	passed := notNull()
	passed.Check.ID, passed.Check.Expect = text, text
	r := base(o, broken, passed)
	r.Version, r.Suite = text, engine.SuiteInfo{Name: text, Description: text, Path: text, Digest: text, Params: []engine.Param{{Name: text, Value: text}}}
	r.Files[0].Path, r.Files[0].Format = text, text
	for i := range r.Columns {
		r.Columns[i] = engine.ColumnInfo{Name: text, Type: text}
		r.Profile[i].Min, r.Profile[i].Max = vector.StringScalar(text), vector.StringScalar(text)
		for j := range r.Profile[i].Values {
			r.Profile[i].Values[j].Value = vector.StringScalar(text)
		}
	}
	return r
}

// TestHTMLLoadsNothing looks for anything that would make a browser fetch.
func TestHTMLLoadsNothing(t *testing.T) {
	page := renderHTML(t, rejected())
	for _, pattern := range []string{`src=`, `<link`, `@import`, `url\(`, `https?://`, ` style=`, ` on[a-z]+=`} {
		if found := regexp.MustCompile(pattern).FindString(page); found != "" {
			t.Errorf("the page has %q", found)
		}
	}
	if !strings.Contains(page, `default-src &#39;none&#39;`) {
		t.Error("the page has no policy that keeps it off the network")
	}
}

func TestHTMLSize(t *testing.T) {
	for _, bound := range []struct{ expectations, bytes int }{{1, 40_000}, {100, 300_000}, {5000, 8_000_000}} {
		if n := len(renderHTML(t, allFailing(bound.expectations))); n > bound.bytes {
			t.Errorf("%d failing expectations take %d bytes, more than %d", bound.expectations, n, bound.bytes)
		}
	}
}

// TestHTMLIsBounded gives the page more than it shows.
func TestHTMLIsBounded(t *testing.T) {
	o := between(100_000, engine.Fail)
	for len(o.Examples) < 100_000 {
		o.Examples = append(o.Examples, o.Examples[0])
	}
	o.Examples[0].Values = []vector.Scalar{vector.StringScalar(strings.Repeat("long ", 1<<20))}
	o.Check.Expect = strings.Repeat("one of many ", 1<<16)
	r := base(o)
	for i := range 5000 {
		r.Files = append(r.Files, engine.FileResult{Path: fmt.Sprintf("data/part-%d.csv", i), Format: "csv"})
	}
	if n := len(renderHTML(t, r)); n > 100_000 {
		t.Errorf("%d bytes", n)
	}
}

// allFailing has n expectations that failed, about a column each.
func allFailing(n int) *engine.Result {
	r := base()
	r.Columns, r.Profile = nil, nil
	for i := range n {
		o := between(312, engine.Fail)
		o.Check.ID = fmt.Sprintf("between.column_%d", i)
		o.Check.Columns = []string{fmt.Sprintf("column_%d", i)}
		r.Outcomes = append(r.Outcomes, o)
		if i < 100 {
			r.Columns = append(r.Columns, engine.ColumnInfo{Name: o.Check.Columns[0], Type: "int64"})
			r.Profile = append(r.Profile, profiles()[1])
		}
	}
	return r
}

func TestHTMLWithoutProfile(t *testing.T) {
	off := render(t, "html?profile=off", rejected(), reports.Options{})
	if bytes.Contains(off, []byte(`class="card"`)) {
		t.Error("profile=off shows cards of columns")
	}
	format, _ := reports.Lookup("html")
	for value, want := range map[string]bool{"on": true, "OFF": false} {
		needs, err := format.Needs(reports.Options{Settings: map[string]string{"profile": value}})
		if err != nil || needs.Profile != want {
			t.Errorf("profile=%s: %+v, %v", value, needs, err)
		}
	}
	if _, err := format.Needs(reports.Options{Settings: map[string]string{"profile": "maybe"}}); err == nil {
		t.Error("profile=maybe is accepted")
	}
}
