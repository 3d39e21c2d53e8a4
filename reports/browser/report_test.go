package browser

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"assay/engine"
	"assay/readers"
	"assay/readers/csv"
	"assay/reports"
	"assay/suites"
)

var shots = flag.String("screenshots", "", "folder to write the screenshots of docs/ to")

// public is the folder of the tables that others made.
const public = "testdata/public"

// TestMain works from the root of the repository, so that pages show paths as a
// user sees them.
func TestMain(m *testing.M) {
	if err := os.Chdir("../.."); err != nil {
		panic(err)
	}
	os.Exit(m.Run())
}

// page writes the HTML report of a suite over data, and returns its path.
func page(t *testing.T, suite, data string) string {
	t.Helper()
	res := run(t, suite, data)
	defer res.Close()
	return write(t, res)
}

func run(t *testing.T, suite, data string) *engine.Result {
	t.Helper()
	loader := &suites.Loader{}
	s, diagnostics := loader.Load(suite)
	if len(diagnostics) > 0 {
		t.Fatal(diagnostics)
	}
	src, err := readers.Open(context.Background(), readers.Request{
		Paths: []string{data}, CSV: csv.Options{NullValues: s.Data.CSV.NullValues},
	})
	if err != nil {
		t.Fatal(err)
	}
	defer src.Close()
	bound := s.Bind(&engine.Env{Schema: src.Schema()})
	plan, err := engine.Compile(src.Schema(), bound.Checks, bound.Findings, engine.PlanOptions{AlsoRead: bound.AlsoRead})
	if err != nil {
		t.Fatal(err)
	}
	res, err := engine.Run(context.Background(), plan, src, engine.RunOptions{MaxExamples: 20, Profile: true, Suite: s.Info(), Version: "1.0"})
	if err != nil {
		t.Fatal(err)
	}
	return res
}

func write(t *testing.T, res *engine.Result) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "report.html")
	spec, err := reports.ParseSpec("html=" + path)
	if err == nil {
		err = spec.Write(nil, res, reports.Options{})
	}
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// shown counts the outcomes that the filters leave.
const shown = `document.querySelectorAll("[data-state]:not([hidden])").length`

func TestFiltersAndLinks(t *testing.T) {
	b := openBrowser(t)
	b.emulate(1200, 900, "light", "screen")
	b.open(page(t, public+"/airports.yaml", public+"/airports.csv"))
	all := b.number(shown)
	if all != 10 {
		t.Fatalf("%v outcomes, not 10", all)
	}
	for selector, want := range map[string]float64{`[data-status=fail]`: 3, `[data-status=pass]`: 7, `[data-status=error]`: 0, `[data-status=""]`: 10} {
		b.click(selector)
		if n := b.number(shown); n != want {
			t.Errorf("after a click on %s %v outcomes are shown, not %v", selector, n, want)
		}
		if !b.is(`document.querySelector(` + quoted(selector) + `).getAttribute("aria-pressed") === "true"`) {
			t.Errorf("%s does not say that it is pressed", selector)
		}
	}
	b.click(`[data-status=""]`)
	b.choose("page-severity", "warning")
	if n := b.number(shown); n != 1 {
		t.Errorf("%v warnings, not 1", n)
	}
	if said := b.text(`document.getElementById("page-shown").textContent`); said != "1 of 10 shown" {
		t.Errorf("the page says %q", said)
	}
	b.click("#page-reset")
	b.choose("page-column", b.text(`[...document.querySelectorAll("#page-column option")].find((o) => o.text === "state").value`))
	if n := b.number(shown); n != 2 {
		t.Errorf("%v expectations about state, not 2", n)
	}
	b.click("#page-reset")
	b.search(t, "city twelve")
	b.follows(t)
	b.copies(t)
	b.clean(t)
}

// choose picks an option of a list.
func (b *browser) choose(id, value string) {
	b.t.Helper()
	b.eval(fmt.Sprintf(`(() => { const s = document.getElementById(%q); s.value = %q; s.dispatchEvent(new Event("change")); })()`, id, value), nil)
}

// search reaches the field with a key and types words that one outcome has.
func (b *browser) search(t *testing.T, words string) {
	t.Helper()
	b.eval(`document.activeElement.blur()`, nil)
	b.press("/", "Slash", "/")
	if !b.is(`document.activeElement.id === "page-search"`) {
		t.Fatal("the key / does not lead to the search field")
	}
	b.call("Input.insertText", map[string]string{"text": words}, nil)
	b.until(shown + ` === 1`)
	b.press("Escape", "Escape", "")
	if n := b.number(shown); n != 10 {
		t.Errorf("after Escape %v outcomes are shown, not 10", n)
	}
}

// follows goes to an outcome that is filtered out.
func (b *browser) follows(t *testing.T) {
	t.Helper()
	b.click(`[data-status=pass]`)
	b.eval(`location.hash = "in-set.country"`, nil)
	b.until(`(() => { const r = document.getElementById("in-set.country").getBoundingClientRect();
		return r.height > 0 && r.top >= 0 && r.top < innerHeight; })()`)
}

// copies an address.
func (b *browser) copies(t *testing.T) {
	t.Helper()
	b.click(`#in-set\.country .cp`)
	b.until(`document.getElementById("page-toast").textContent.startsWith("Copied ")`)
	if said := b.text(`document.getElementById("page-toast").textContent`); !strings.HasSuffix(said, "airports.csv:2796") {
		t.Errorf("the page says %q", said)
	}
}

// clean demands that the page asked nothing of the network and threw nothing.
func (b *browser) clean(t *testing.T) {
	t.Helper()
	if urls := b.requests(); len(urls) > 0 {
		t.Errorf("the page asked for %q", urls)
	}
	if said := b.complaints(); len(said) > 0 {
		t.Errorf("the browser complains: %s", said)
	}
}

// TestTheme turns dark to light and back.
func TestTheme(t *testing.T) {
	b := openBrowser(t)
	b.emulate(1200, 900, "dark", "screen")
	b.open(page(t, public+"/airports.yaml", public+"/airports.csv"))
	const background = `getComputedStyle(document.body).backgroundColor`
	dark := b.text(background)
	b.click("#page-theme")
	light := b.text(background)
	b.click("#page-theme")
	if again := b.text(background); dark == light || again != dark {
		t.Errorf("background %s, then %s, then %s", dark, light, again)
	}
}

// TestAccessible runs axe-core over reports.
func TestAccessible(t *testing.T) {
	axe := axeCore(t)
	b := openBrowser(t)
	for _, suite := range []string{"airports.yaml:airports.csv", "penguins.yaml:penguins-raw.csv"} {
		file, data, _ := strings.Cut(suite, ":")
		path := page(t, filepath.Join(public, file), filepath.Join(public, data))
		for _, scheme := range []string{"light", "dark"} {
			for _, width := range []int{1200, 400} {
				b.emulate(width, 900, scheme, "screen")
				b.open(path)
				b.eval(axe, nil)
				b.noViolations(t, fmt.Sprintf("%s, %s, %d wide", file, scheme, width))
			}
		}
	}
}

func (b *browser) noViolations(t *testing.T, what string) {
	t.Helper()
	var result struct {
		Passes     int
		Violations []json.RawMessage
	}
	b.eval(`axe.run().then((r) => ({passes: r.passes.length, violations: r.violations.map((v) =>
		({id: v.id, impact: v.impact, nodes: v.nodes.slice(0, 3).map((n) => [n.html, n.failureSummary])}))}))`, &result)
	if result.Passes < 10 {
		t.Errorf("%s: only %d rules applied", what, result.Passes)
	}
	for _, v := range result.Violations {
		t.Errorf("%s: %s", what, v)
	}
}

// TestLargeSuite opens the page of 5,000 expectations.
func TestLargeSuite(t *testing.T) {
	res := run(t, public+"/airports.yaml", public+"/airports.csv")
	defer res.Close()
	base := res.Outcomes
	for i := range 5000 - len(base) {
		o := base[i%len(base)]
		c := *o.Check
		c.ID = fmt.Sprintf("%s #%d", c.ID, i)
		o.Check = &c
		res.Outcomes = append(res.Outcomes, o)
	}
	b := openBrowser(t)
	b.emulate(1200, 900, "light", "screen")
	b.open(write(t, res))
	paint := b.number(`new Promise((done) => new PerformanceObserver((l) => done(l.getEntries()[0].startTime)).observe({type: "paint", buffered: true}))`)
	filter := b.number(`(() => { const t = performance.now(); document.querySelector("[data-status=pass]").click();
		document.body.getBoundingClientRect(); return performance.now() - t; })()`)
	if n := b.number(shown); n != 3500 {
		t.Errorf("%v passed, not 3500", n)
	}
	t.Logf("first paint after %.0f ms, filtered in %.0f ms", paint, filter)
	b.clean(t)
}

// TestScreenshots looks at the page in four ways.
func TestScreenshots(t *testing.T) {
	b := openBrowser(t)
	path := page(t, public+"/airports.yaml", public+"/airports.csv")
	folder := *shots
	if folder == "" {
		folder = t.TempDir()
	}
	for _, look := range []struct {
		name, scheme, medium string
		width, height        int
		at                   string
	}{
		{"report-light", "light", "screen", 1100, 1000, ""},
		{"report-dark", "dark", "screen", 1100, 1000, "page-columns-title"},
		{"report-narrow", "light", "screen", 400, 1000, ""},
		{"report-print", "light", "print", 794, 1000, ""},
	} {
		b.emulate(look.width, look.height, look.scheme, look.medium)
		b.open(path)
		if look.at != "" {
			b.eval(fmt.Sprintf(`document.getElementById(%q).scrollIntoView({block: "start", behavior: "instant"})`, look.at), nil)
		}
		if b.is(`document.documentElement.scrollWidth > innerWidth`) {
			t.Errorf("%s: the page is wider than the window", look.name)
		}
		file := filepath.Join(folder, look.name+".png")
		b.screenshot(file)
		if info, err := os.Stat(file); err != nil || info.Size() < 10_000 {
			t.Errorf("%s shows nothing: %v", look.name, err)
		}
	}
}
