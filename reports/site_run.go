package reports

import (
	"math"
	"time"

	"assay/engine"
)

// The limits of the pages of a site: they do not grow with its age.
const (
	// SiteRuns is how many of the last runs of a dataset are shown.
	SiteRuns      = 200
	sitePoints    = 1000 // outcomes of a run that are kept for charts
	siteCharts    = 100  // expectations with charts on a page
	siteAllDots   = 60   // runs up to which each point has its dot
	siteIndexRuns = 40   // runs of a dataset that the index shows
)

// SiteRun is what the pages of a site show of one run.
type SiteRun struct {
	Page     string    `json:"page"` // file name of its report
	Time     time.Time `json:"time"`
	Accepted bool      `json:"accepted"`
	Rows     int64     `json:"rows"`
	Tally    tally     `json:"tally"`
	// Points are the outcomes by their ids.
	Points map[string]SitePoint `json:"points,omitempty"`
}

// SitePoint is one outcome of one run in a trend.
type SitePoint struct {
	Status engine.Status `json:"status"`
	// Value is what was observed, where that is a number.
	Value *float64 `json:"value,omitempty"`
	// Unexpected of Judged rows or groups are the failure share.
	Unexpected int64 `json:"unexpected,omitempty"`
	Judged     int64 `json:"judged,omitempty"`
}

// SiteDataset is a dataset of a site with its last runs, oldest first.
type SiteDataset struct {
	Name   string
	Folder string
	Total  int // of all runs, also those that are not shown
	Runs   []SiteRun
}

// DatasetName is what a site calls the data of r by default.
func DatasetName(r *engine.Result) string {
	if r.Suite.Name == "" {
		return datasetName(r)
	}
	return r.Suite.Name + " · " + datasetName(r)
}

// NewSiteRun is what a site keeps of r for its trends.
func NewSiteRun(r *engine.Result, page string, at time.Time) SiteRun {
	run := SiteRun{
		Page: page, Time: at, Accepted: Accepted(r), Rows: r.Rows,
		Tally: count(r.Outcomes), Points: make(map[string]SitePoint),
	}
	for _, o := range r.Outcomes[:min(len(r.Outcomes), sitePoints)] {
		run.Points[o.Check.ID] = newSitePoint(o)
	}
	return run
}

func newSitePoint(o engine.Outcome) SitePoint {
	p := SitePoint{Status: o.Status}
	if o.Status == engine.Error {
		return p
	}
	if x, ok := observedNumber(o); ok && !math.IsInf(x, 0) && !math.IsNaN(x) {
		p.Value = &x
	}
	switch {
	case o.Segments != nil:
		p.Unexpected = int64(o.Segments.Failed + o.Segments.Errors)
		p.Judged = int64(o.Segments.Groups - o.Segments.Small)
	case o.Counts != nil:
		p.Unexpected, p.Judged = o.Counts.Unexpected, o.Counts.Judged()
	}
	return p
}
