package reports

import "assay/engine"

// newSiteTrend is an outcome of the last run with what it was in others.
func newSiteTrend(o engine.Outcome, runs []SiteRun) siteTrend {
	c := o.Check
	t := siteTrend{
		ID: clean(c.ID), Expected: clip(clean(c.Expect)+tolerance(c)+where(c), htmlExpectLength/4),
		Found: clip(found(o), 120), State: siteState[o.Status], Class: className(o), Charts: newSiteCharts(c.ID, runs),
	}
	if o.Status == engine.Error {
		t.Found = ""
	}
	t.Strip = siteStrip(runs, func(run SiteRun) (class, title string) {
		p, ok := run.Points[c.ID]
		if !ok {
			return "c-none", "not checked"
		}
		return siteClass[p.Status], siteState[p.Status]
	})
	return t
}

var (
	siteState = map[engine.Status]string{engine.Pass: "passed", engine.Fail: "failed", engine.Error: "could not be evaluated"}
	siteClass = map[engine.Status]string{engine.Pass: "c-pass", engine.Fail: "c-critical", engine.Error: "c-error"}
)

func verdictStrip(runs []SiteRun) []siteTick {
	return siteStrip(runs, func(run SiteRun) (class, title string) {
		if run.Accepted {
			return "c-pass", "accepted"
		}
		return "c-critical", "rejected"
	})
}

// siteStrip is a row of ticks, one for each run.
func siteStrip(runs []SiteRun, of func(SiteRun) (class, title string)) []siteTick {
	width := 100 / float64(len(runs))
	ticks := make([]siteTick, len(runs))
	for i, run := range runs {
		class, title := of(run)
		ticks[i] = siteTick{coordinate(float64(i) * width), coordinate(width * 0.9), class, siteTime(run.Time) + ": " + title}
	}
	return ticks
}
