package reports

import (
	"strings"

	"assay/engine"
)

// Accepted is the verdict. Under FailOnNever nothing stops the run, but the
// verdict still says what the data are worth, at the default threshold.
func Accepted(r *engine.Result) bool { return !rejectedAt(threshold(r), r) }

// threshold is the one that the verdict follows.
func threshold(r *engine.Result) engine.Threshold {
	if r.FailOn == engine.FailOnNever {
		return engine.FailOnCritical
	}
	return r.FailOn
}

func rejectedAt(t engine.Threshold, r *engine.Result) bool {
	for _, list := range [][]engine.Outcome{r.Outcomes, r.Findings} {
		for _, o := range list {
			if o.RejectedAt(t) {
				return true
			}
		}
	}
	return false
}

func verdict(r *engine.Result) string {
	if Accepted(r) {
		return "accepted"
	}
	return "rejected"
}

// tally counts outcomes by status.
type tally struct {
	Pass  int `json:"pass"`
	Fail  int `json:"fail"`
	Error int `json:"error"`
}

func count(outcomes []engine.Outcome) tally {
	var t tally
	for _, o := range outcomes {
		switch o.Status {
		case engine.Pass:
			t.Pass++
		case engine.Fail:
			t.Fail++
		default:
			t.Error++
		}
	}
	return t
}

// severities counts failed outcomes, worst first: "1 critical, 2 warning".
func severities(outcomes []engine.Outcome) string {
	var n [engine.Critical + 1]int64
	for _, o := range outcomes {
		if o.Status == engine.Fail {
			n[o.Check.Severity]++
		}
	}
	var parts []string
	for s := engine.Critical; ; s-- {
		if n[s] > 0 {
			parts = append(parts, group(n[s])+" "+s.String())
		}
		if s == engine.Info {
			return strings.Join(parts, ", ")
		}
	}
}
