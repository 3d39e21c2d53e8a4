package engine

import "fmt"

// rowOutcome judges the counts of a row-wise check.
func rowOutcome(c *Check, counts RowCounts, failures *failureList) Outcome {
	o := Outcome{Check: c, Counts: &counts, Examples: failures.examples, All: failures.log()}
	if !withinTolerance(c, counts) {
		o.Status = Fail
	}
	return o
}

// withinTolerance applies mostly and max_unexpected. A check that judged no
// row is met: nothing contradicts it. The share is compared in float64 without
// rounding allowance, as Great Expectations does.
func withinTolerance(c *Check, counts RowCounts) bool {
	if c.MaxUnexpected != nil && counts.Unexpected > *c.MaxUnexpected {
		return false
	}
	judged := counts.Judged()
	if judged == 0 || c.MaxUnexpected != nil && !c.MostlyGiven {
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
