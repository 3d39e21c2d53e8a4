package reports_test

import (
	"bytes"
	"fmt"
	"math"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"assay/engine"
	"assay/engine/vector"
	"assay/reports"
)

// siteOf is a dataset with runs an hour apart.
func siteOf(name string, results ...*engine.Result) reports.SiteDataset {
	d := reports.SiteDataset{Name: name, Folder: "orders-0123", Total: len(results)}
	for i, r := range results {
		at := time.Date(2024, 3, 1, i, 0, 0, 0, time.UTC)
		d.Runs = append(d.Runs, reports.NewSiteRun(r, fmt.Sprintf("run-%d.html", i), at))
	}
	return d
}

func siteIndex(t *testing.T, datasets ...reports.SiteDataset) string {
	t.Helper()
	var b bytes.Buffer
	if err := reports.WriteSiteIndex(&b, datasets); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func sitePage(t *testing.T, d reports.SiteDataset, last *engine.Result) string {
	t.Helper()
	var b bytes.Buffer
	if err := reports.WriteSiteDataset(&b, d, last); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestSiteGolden compares the pages, but for the style: an expectation that is
// new, one that could not be evaluated once, shares and figures.
func TestSiteGolden(t *testing.T) {
	broken := mean(0, engine.Error)
	broken.Observed = nil
	results := []*engine.Result{
		base(between(3, engine.Pass), mean(32.5, engine.Pass)),
		base(between(0, engine.Pass), broken),
		base(between(5000, engine.Fail), mean(80.25, engine.Fail), notNull()),
	}
	d := siteOf("orders", results...)
	d.Total = 1234
	for name, page := range map[string]string{
		"site-index.html":   siteIndex(t, d, siteOf("other", accepted())),
		"site-dataset.html": sitePage(t, d, results[2]),
	} {
		compare(t, filepath.Join("testdata", name), []byte(assets.ReplaceAllString(page, "$1…$2")))
	}
}

// TestSiteEscapes gives every text of a run an evil value.
func TestSiteEscapes(t *testing.T) {
	pages := func(text string) string {
		r := poisoned(text)
		d := siteOf(text, r, r)
		return siteIndex(t, d) + sitePage(t, d, r)
	}
	harmless := structure(pages("harmless"))
	for _, text := range evil {
		if page := pages(text); structure(page) != harmless || strings.ContainsAny(page, "\x00\u202e") {
			t.Errorf("%q became more than text", text)
		}
	}
}

// TestSiteLoadsNothing looks for anything that would make a browser fetch.
func TestSiteLoadsNothing(t *testing.T) {
	d := siteOf("orders", rejected())
	page := siteIndex(t, d) + sitePage(t, d, rejected())
	for _, what := range []string{"<script", "src=", "<link", "@import", "url(", "http://", "https://", " style="} {
		if strings.Contains(page, what) {
			t.Errorf("a page has %q", what)
		}
	}
}

// TestSiteExtremes draws values at the ends of what floats can be, and none.
func TestSiteExtremes(t *testing.T) {
	var results []*engine.Result
	for _, x := range []float64{math.MaxFloat64, -math.MaxFloat64, math.Inf(1), math.NaN(), 0, math.SmallestNonzeroFloat64} {
		results = append(results, base(mean(x, engine.Pass)))
	}
	page := sitePage(t, siteOf("orders", results...), results[0])
	for _, bad := range []string{"NaN", "Inf"} {
		if strings.Contains(page, bad) {
			t.Errorf("the page has %s", bad)
		}
	}
	if !strings.Contains(page, `points="6,6 123.6,94"`) {
		t.Error("the greatest and the least float are not at the edges")
	}
}

// TestSiteIsBounded makes a page of as many runs and expectations as are shown.
func TestSiteIsBounded(t *testing.T) {
	r := allFailing(5000)
	for i := range r.Outcomes {
		r.Outcomes[i].Observed = vector.FloatScalar(1.5)
	}
	d := siteOf("orders", r)
	for len(d.Runs) < reports.SiteRuns {
		d.Runs = append(d.Runs, d.Runs[0])
	}
	page := sitePage(t, d, r)
	if len(page) > 16_000_000 {
		t.Errorf("%d bytes", len(page))
	}
	if !strings.Contains(page, "4,900 more expectations: see the last report.") {
		t.Error("the page does not say what it leaves out")
	}
}
