package reports

import (
	"fmt"
	"math"
	"strings"

	"assay/engine"
)

// siteChart is a line over runs, in a drawing of siteWidth by siteHeight.
type siteChart struct {
	Title, Range string
	Lines        []string // of points, broken where a run has no value
	Dots         []siteDot
}

// siteDot is a run on a line.
type siteDot struct{ X, Y, Class, Title string }

const (
	siteWidth  = 600
	siteHeight = 100
	siteMargin = 6 // keeps dots inside
)

// siteSample is the value of one run, NaN where it has none.
type siteSample struct {
	value float64
	text  string
	point SitePoint
}

// newSiteCharts are the trends of one outcome.
func newSiteCharts(id string, runs []SiteRun) []siteChart {
	shares, values := make([]siteSample, len(runs)), make([]siteSample, len(runs))
	for i, run := range runs {
		p := run.Points[id]
		shares[i], values[i] = siteSample{value: math.NaN(), point: p}, siteSample{value: math.NaN(), point: p}
		if p.Judged > 0 {
			shares[i].value = float64(p.Unexpected) / float64(p.Judged) * 100
			shares[i].text = fmt.Sprintf("%s of %s (%s)", group(p.Unexpected), group(p.Judged), share(p.Unexpected, p.Judged))
		}
		if p.Value != nil {
			values[i].value, values[i].text = *p.Value, figure(*p.Value)
		}
	}
	var charts []siteChart
	// A share that was always zero is what the statuses say already.
	if low, high, ok := siteRange(shares); ok && high > 0 {
		c := newSiteChart(runs, shares, 0, high)
		c.Title, c.Range = "Failure share", figure(low)+"% to "+figure(high)+"%"
		charts = append(charts, c)
	}
	if low, high, ok := siteRange(values); ok {
		c := newSiteChart(runs, values, low, high)
		c.Title, c.Range = "Observed", figure(low)+" to "+figure(high)
		charts = append(charts, c)
	}
	return charts
}

// siteRange are the extremes, false where there is no value.
func siteRange(samples []siteSample) (low, high float64, ok bool) {
	low, high = math.Inf(1), math.Inf(-1)
	for _, s := range samples {
		if math.IsNaN(s.value) {
			continue
		}
		low, high = math.Min(low, s.value), math.Max(high, s.value)
	}
	return low, high, low <= high
}

func newSiteChart(runs []SiteRun, samples []siteSample, low, high float64) siteChart {
	var c siteChart
	var line []string
	flush := func() {
		if len(line) > 1 {
			c.Lines = append(c.Lines, strings.Join(line, " "))
		}
		line = line[:0]
	}
	for i, s := range samples {
		if math.IsNaN(s.value) {
			flush()
			continue
		}
		x, y := coordinate(siteX(i, len(samples))), coordinate(siteY(s.value, low, high))
		line = append(line, x+","+y)
		alone := len(line) == 1 && (i+1 == len(samples) || math.IsNaN(samples[i+1].value))
		if alone || s.point.Status != engine.Pass || i+1 == len(samples) || len(samples) <= siteAllDots {
			c.Dots = append(c.Dots, siteDot{x, y, s.point.Status.String(), siteTime(runs[i].Time) + ": " + s.text})
		}
	}
	flush()
	return c
}

// siteX is the place of a run: runs stand at equal distances.
func siteX(i, n int) float64 {
	if n < 2 {
		return siteWidth / 2
	}
	return siteMargin + float64(i)/float64(n-1)*(siteWidth-2*siteMargin)
}

// siteY is the place of a value. Halves keep the span of extreme values finite.
func siteY(value, low, high float64) float64 {
	span := high/2 - low/2
	if span <= 0 {
		return siteHeight / 2
	}
	return siteHeight - siteMargin - (value/2-low/2)/span*(siteHeight-2*siteMargin)
}
