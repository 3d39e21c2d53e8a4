package mlflow

import (
	"math"
	"time"

	"assay/engine"
	"assay/engine/vector"
)

type metric struct {
	Key   string `json:"key"`
	Value any    `json:"value"` // a number, or "NaN"
	Time  int64  `json:"timestamp"`
	Step  int64  `json:"step"`
}

// metrics are what can be drawn over runs: counts of the whole, and of each
// expectation whether it passed (1 or 0), its counts, and what it observed
// where that is a number. Infinite numbers are left out: the server would keep
// another number in their place.
func (r *Record) metrics(now time.Time) []metric {
	m := metrics{at: now.UnixMilli()}
	passed, failed, errors := 0, 0, 0
	var each names
	for _, list := range [][]engine.Outcome{r.Result.Outcomes, r.Result.Findings} {
		for _, o := range list {
			switch o.Status {
			case engine.Pass:
				passed++
			case engine.Fail:
				failed++
			default:
				errors++
			}
			m.outcome(each.of("assay/"+o.Check.ID, len("/unexpected_percent")), o)
		}
	}
	m.add("assay/rows", float64(r.Result.Rows))
	m.add("assay/passed", float64(passed))
	m.add("assay/failed", float64(failed))
	m.add("assay/errors", float64(errors))
	return m.list
}

type metrics struct {
	at   int64
	list []metric
}

func (m *metrics) add(key string, value float64) {
	var v any = value
	switch {
	case math.IsInf(value, 0):
		return
	case math.IsNaN(value):
		v = "NaN"
	}
	m.list = append(m.list, metric{Key: key, Value: v, Time: m.at})
}

func (m *metrics) outcome(name string, o engine.Outcome) {
	passed := 0.0
	if o.Status == engine.Pass {
		passed = 1
	}
	m.add(name+"/passed", passed)
	if c := o.Counts; c != nil {
		m.add(name+"/missing", float64(c.Missing))
		m.add(name+"/unexpected", float64(c.Unexpected))
		if judged := c.Judged(); judged > 0 {
			m.add(name+"/unexpected_percent", 100*float64(c.Unexpected)/float64(judged))
		}
	}
	if observed, ok := observedNumber(o); ok {
		m.add(name+"/observed", observed)
	}
}

// observedNumber is what was observed, where that is a number.
func observedNumber(o engine.Outcome) (float64, bool) {
	s, ok := o.Observed.(vector.Scalar)
	if !ok || s.Invalid || o.Status == engine.Error {
		return 0, false
	}
	return s.Number()
}
