package vector

import "fmt"

// LiteralError is why a literal, or a column, cannot be used as it was asked
// for. It is meant for the author of a suite.
type LiteralError struct {
	// Code is one of the Code constants.
	Code string
	Msg  string // one sentence without a full stop: what is wrong
	Hint string // a way out, may be ""
}

// The codes of a LiteralError.
const (
	CodeWrongType  = "wrong-type"   // a string where a number is needed, …
	CodeBadNumber  = "bad-number"   // no number
	CodeBadDate    = "bad-date"     // no date, timestamp or time of day
	CodeZoneNeeded = "zone-needed"  // an instant meets a time without a zone
	CodeOutOfRange = "out-of-range" // beyond what can be worked with
)

// Error is the message, without the hint.
func (e *LiteralError) Error() string { return e.Msg }

func badNumber(hint, format string, args ...any) *LiteralError {
	return &LiteralError{Code: CodeBadNumber, Msg: fmt.Sprintf(format, args...), Hint: hint}
}

func badDate(hint, format string, args ...any) *LiteralError {
	return &LiteralError{Code: CodeBadDate, Msg: fmt.Sprintf(format, args...), Hint: hint}
}

func wrongType(hint, format string, args ...any) *LiteralError {
	return &LiteralError{Code: CodeWrongType, Msg: fmt.Sprintf(format, args...), Hint: hint}
}

func zoneNeeded(format string, args ...any) *LiteralError {
	const hint = "give both a time zone, or say with data.timezone what times without one mean"
	return &LiteralError{Code: CodeZoneNeeded, Msg: fmt.Sprintf(format, args...), Hint: hint}
}
