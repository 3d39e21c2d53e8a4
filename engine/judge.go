package engine

import "fmt"

// rowOutcome judges the counts of a row-wise check.
func rowOutcome(c *Check, counts RowCounts, failures *failureList) Outcome {
	o := Outcome{Check: c, Counts: &counts, Examples: failures.examples, All: failures.log()}
	switch {
	case !withinTolerance(c, counts) || c.FailAt.reached(counts):
		o.Status = Fail
	case c.WarnAt.reached(counts):
		o.Status, o.Check = Fail, c.atMost(Warning)
	}
	return o
}

// atMost is the check with a severity that is not above s.
func (c *Check) atMost(s Severity) *Check {
	milder := *c
	milder.Severity = min(c.Severity, s)
	return &milder
}

// withinTolerance applies mostly and max_unexpected. A check that judged no
// row is met: nothing contradicts it. The share is compared in float64 without
// rounding allowance, as Great Expectations does.
func withinTolerance(c *Check, counts RowCounts) bool {
	if c.MaxUnexpected != nil && counts.Unexpected > *c.MaxUnexpected {
		return false
	}
	judged := counts.Judged()
	limited := c.MaxUnexpected != nil || c.WarnAt != nil || c.FailAt != nil
	if judged == 0 || limited && !c.MostlyGiven {
		return true
	}
	return float64(judged-counts.Unexpected)/float64(judged) >= c.Mostly
}

// faultOutcome is the outcome of a check whose evaluation failed at a row.
func faultOutcome(c *Check, f *rowFault) Outcome {
	msg := f.err.Error()
	if f.at.Record > 0 {
		msg = fmt.Sprintf("%s, first at record %d", msg, f.at.Record)
	}
	return Outcome{Check: c, Status: Error, Err: &CheckError{Code: "evaluation-error", Msg: msg}}
}
