package reports

import (
	"cmp"
	"html/template"
	"io"
	"slices"
	"sync"
	"time"

	"assay/engine"
)

// siteAssets are the parts that are the same on every page of a site.
type siteAssets struct {
	pages *template.Template
	style template.CSS
	csp   string
}

// siteParts parses the templates once. The style is that of the HTML report,
// and what charts over runs need.
var siteParts = sync.OnceValues(func() (*siteAssets, error) {
	pages, err := template.ParseFS(htmlFS, "html/site.tmpl")
	if err != nil {
		return nil, err
	}
	style, err := htmlFS.ReadFile("html/style.css")
	if err != nil {
		return nil, err
	}
	own, err := htmlFS.ReadFile("html/site.css")
	if err != nil {
		return nil, err
	}
	style = append(style, own...)
	return &siteAssets{
		pages: pages, style: template.CSS(style),
		csp: "default-src 'none'; style-src " + cspHash(style) + "; base-uri 'none'; form-action 'none'",
	}, nil
})

// sitePage is what the templates show.
type sitePage struct {
	CSP   string
	Style template.CSS

	Title, Lead, Back string
	Datasets          []siteRow     // of the index
	History           []siteVerdict // of a dataset, newest first
	Strip             []siteTick
	Trends            []siteTrend
	First, Last, More string
	Report            string // page of the last run
}

// siteRow is a dataset in the index.
type siteRow struct {
	Name, Folder, Runs string
	Last               siteVerdict
	Strip              []siteTick
}

// siteVerdict is a run in a list.
type siteVerdict struct {
	Page, Time, Verdict, Class, Rows, Passed, Failed, Errors string
}

// siteTick is a run in a strip.
type siteTick struct{ X, Width, Class, Title string }

// siteTrend is an expectation with its charts.
type siteTrend struct {
	ID, Expected, Found, State, Class string
	Strip                             []siteTick
	Charts                            []siteChart
}

func renderSite(w io.Writer, page string, p sitePage) error {
	parts, err := siteParts()
	if err != nil {
		return err
	}
	p.CSP, p.Style = parts.csp, parts.style
	return parts.pages.ExecuteTemplate(w, page, p)
}

// WriteSiteIndex writes the first page of a site. Each dataset has a run.
func WriteSiteIndex(w io.Writer, datasets []SiteDataset) error {
	p := sitePage{Title: "Datasets"}
	rejected := 0
	for _, d := range datasets {
		last := d.Runs[len(d.Runs)-1]
		if !last.Accepted {
			rejected++
		}
		recent := d.Runs[max(0, len(d.Runs)-siteIndexRuns):]
		p.Datasets = append(p.Datasets, siteRow{
			Name: clean(d.Name), Folder: d.Folder, Runs: group(int64(d.Total)),
			Last: newSiteVerdict(last), Strip: verdictStrip(recent),
		})
	}
	p.Lead = plural(int64(len(datasets)), "dataset") + ", of which " + group(int64(rejected)) + " rejected at the last run"
	return renderSite(w, "index", p)
}

// WriteSiteDataset writes the page of a dataset, of which last is the newest
// run.
func WriteSiteDataset(w io.Writer, d SiteDataset, last *engine.Result) error {
	p := sitePage{Title: clean(d.Name), Back: "../index.html", Strip: verdictStrip(d.Runs)}
	p.Lead = plural(int64(d.Total), "run")
	if len(d.Runs) < d.Total {
		p.Lead += ", of which the last " + group(int64(len(d.Runs))) + " are shown"
	}
	for _, run := range slices.Backward(d.Runs) {
		p.History = append(p.History, newSiteVerdict(run))
	}
	p.First, p.Last = siteTime(d.Runs[0].Time), siteTime(d.Runs[len(d.Runs)-1].Time)
	p.Report = p.History[0].Page
	worst := slices.Clone(last.Outcomes[:min(len(last.Outcomes), sitePoints)])
	slices.SortStableFunc(worst, func(a, b engine.Outcome) int { return cmp.Compare(concern(b), concern(a)) })
	for _, o := range worst[:min(len(worst), siteCharts)] {
		p.Trends = append(p.Trends, newSiteTrend(o, d.Runs))
	}
	if more := len(last.Outcomes) - len(p.Trends); more > 0 {
		p.More = plural(int64(more), "more expectation") + ": see the last report."
	}
	return renderSite(w, "dataset", p)
}

// concern ranks the outcomes of the last run: what passed comes last.
func concern(o engine.Outcome) int {
	if o.Status == engine.Pass {
		return -1
	}
	return gravity(o)
}

func newSiteVerdict(run SiteRun) siteVerdict {
	v := siteVerdict{
		Page: run.Page, Time: siteTime(run.Time), Verdict: "accepted", Class: "pass", Rows: group(run.Rows),
		Passed: group(int64(run.Tally.Pass)), Failed: group(int64(run.Tally.Fail)), Errors: group(int64(run.Tally.Error)),
	}
	if !run.Accepted {
		v.Verdict, v.Class = "rejected", "critical"
	}
	return v
}

func siteTime(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05") + " UTC" }
