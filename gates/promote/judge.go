package promote

import (
	"fmt"
	"math"
	"strings"
	"time"

	"assay/gates/verdict"
	"assay/suites"
)

// judge weighs everything, and gives all reasons against promotion at once.
func (g *Gate) judge(c *Candidate, found []Evidence) *Decision {
	d := &Decision{Candidate: c}
	refuse := func(format string, args ...any) { d.Reasons = append(d.Reasons, fmt.Sprintf(format, args...)) }
	if !g.Policy.Approves(g.Approver) {
		refuse("%q is none of those who may approve", g.Approver)
	}
	for _, m := range g.Policy.Metrics {
		if why := missesMetric(m, c.Metrics); why != "" {
			refuse("%s", why)
		}
	}
	if len(c.Data) == 0 {
		refuse("nothing says which data it was trained on%s", hinted(c.DataFrom))
	}
	wanted := g.Policy.Suites
	if len(wanted) == 0 {
		wanted = []suites.RequiredSuite{{}}
	}
	for _, md5 := range c.Data {
		for _, suite := range wanted {
			e, why := g.proof(md5, suite, found)
			if why != "" {
				refuse("%s", why)
				continue
			}
			d.Evidence = append(d.Evidence, *e)
		}
	}
	d.Promote = len(d.Reasons) == 0
	return d
}

func hinted(text string) string {
	if text == "" {
		return ""
	}
	return ": " + text
}

// missesMetric says why a metric is not as demanded.
func missesMetric(m suites.RequiredMetric, have map[string]float64) string {
	value, ok := have[m.Name]
	switch {
	case !ok:
		return fmt.Sprintf("the training run has no metric %q", m.Name)
	case math.IsNaN(value):
		return fmt.Sprintf("the metric %s is not a number", m.Name)
	case m.Min != nil && value < *m.Min:
		return fmt.Sprintf("the metric %s is %v, below %v", m.Name, value, *m.Min)
	case m.Max != nil && value > *m.Max:
		return fmt.Sprintf("the metric %s is %v, above %v", m.Name, value, *m.Max)
	}
	return ""
}

// proof is the verdict that decides about data under a suite: the newest that is
// authentic. An acceptance that a later check has withdrawn is none.
func (g *Gate) proof(md5 string, suite suites.RequiredSuite, found []Evidence) (e *Evidence, why string) {
	var passed []string
	for i := range found {
		e := &found[i]
		if e.Err != nil {
			passed = append(passed, fmt.Sprintf("%s: %v", e.Place, e.Err))
			continue
		}
		if e.Verdict.Data.MD5 != md5 || !matches(suite, e.Verdict.Suite) {
			continue
		}
		if err := g.authentic(e.Verdict); err != nil {
			passed = append(passed, fmt.Sprintf("%s: %v", e.Place, err))
			continue
		}
		if err := g.accepts(e); err != nil {
			return nil, fmt.Sprintf("the data %s are not accepted%s: %s: %v", md5, under(suite), e.Place, err)
		}
		return e, ""
	}
	why = fmt.Sprintf("there is no verdict on the data %s%s", md5, under(suite))
	const shown = 5
	if more := len(passed) - shown; more > 0 {
		passed = append(passed[:shown], fmt.Sprintf("and %d more", more))
	}
	if len(passed) > 0 {
		why += " that counts: " + strings.Join(passed, "; ")
	}
	return nil, why
}

func under(suite suites.RequiredSuite) string {
	if suite == (suites.RequiredSuite{}) {
		return ""
	}
	return " under the suite " + suite.String()
}

func matches(want suites.RequiredSuite, have verdict.Suite) bool {
	return (want.Name == "" || want.Name == have.Name) && (want.Digest == "" || want.Digest == have.Digest)
}

// authentic demands what shows that a verdict is one.
func (g *Gate) authentic(v *verdict.Verdict) error {
	if err := v.CheckDigest(); err != nil {
		return err
	}
	if len(g.Policy.Trust) > 0 {
		return v.CheckSignature(g.Trusted)
	}
	return nil
}

// accepts demands that a verdict is an acceptance as the policy wants it.
func (g *Gate) accepts(e *Evidence) error {
	v := e.Verdict
	if err := v.CheckAccepted(g.Policy.FailOn); err != nil {
		return err
	}
	if g.Policy.Pages {
		if err := v.CheckEvidence(); err != nil {
			return err
		}
	}
	if g.Policy.SameVersion {
		if err := v.CheckEngine(g.Version); err != nil {
			return err
		}
	}
	if g.Policy.MaxAge == 0 {
		return nil
	}
	if e.Time.IsZero() {
		return fmt.Errorf("nothing says when the data were checked, and %v is the greatest age", g.Policy.MaxAge)
	}
	if age := g.Now().Sub(e.Time); age > g.Policy.MaxAge {
		return fmt.Errorf("the data were checked %v ago, and %v is the greatest age", age.Round(time.Minute), g.Policy.MaxAge)
	}
	return nil
}
