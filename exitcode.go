package assay

import (
	"context"
	"errors"
	"io/fs"

	"assay/engine"
)

// ExitCode is what the command ends with.
type ExitCode int

// The exit codes. They are part of the command's contract: --help, the README
// and docs/cli.md say the same.
const (
	ExitAccepted    ExitCode = 0
	ExitRejected    ExitCode = 1
	ExitUsage       ExitCode = 2 // the suite or the request is wrong
	ExitData        ExitCode = 3
	ExitReport      ExitCode = 4
	ExitInterrupted ExitCode = 130
)

// ExitCodes lists the codes in order.
func ExitCodes() []ExitCode {
	return []ExitCode{ExitAccepted, ExitRejected, ExitUsage, ExitData, ExitReport, ExitInterrupted}
}

// String says what the code means.
func (c ExitCode) String() string {
	switch c {
	case ExitAccepted:
		return "accepted"
	case ExitRejected:
		return "rejected: an expectation or a built-in finding at or above --fail-on failed, or could not be evaluated"
	case ExitUsage:
		return "the suite or the command line is wrong; nothing was checked"
	case ExitData:
		return "the data cannot be read: missing, corrupt, truncated, or contradicting itself"
	case ExitReport:
		return "a report, a temporary file or a destination could not be written or reached"
	case ExitInterrupted:
		return "interrupted"
	}
	return "unknown"
}

// ExitCodeOf is the code with which the command ends where Check, or LoadSuite
// before it, returns r and err. Of errors:
//
//   - ExitUsage: a *SuiteError or a *RequestError
//   - ExitData: an *engine.DataError
//   - ExitInterrupted: the context was cancelled
//   - ExitReport: all others, which come of temporary files and of writers
func ExitCodeOf(r *Result, err error) ExitCode {
	var suite *SuiteError
	var request *RequestError
	var data *engine.DataError
	switch {
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return ExitInterrupted
	case errors.As(err, &suite), errors.As(err, &request):
		return ExitUsage
	case errors.As(err, &data):
		return ExitData
	case err != nil:
		return ExitReport
	case r == nil || !r.Accepted:
		return ExitRejected
	}
	return ExitAccepted
}

// RequestError is a request that makes no sense, such as an unknown format or a
// sensitive column that the data lack. Nothing was checked.
type RequestError struct{ Err error }

// Error is the cause's message.
func (e *RequestError) Error() string { return e.Err.Error() }

// Unwrap returns the cause.
func (e *RequestError) Unwrap() error { return e.Err }

// asRequest takes an error of readers.Open for a wrong request where it is
// neither the data's nor a file's.
func asRequest(err error) error {
	var data *engine.DataError
	var file *fs.PathError
	switch {
	case errors.As(err, &data), errors.As(err, &file), errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	}
	return &RequestError{err}
}
