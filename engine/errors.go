package engine

import (
	"fmt"
	"strings"
)

// Error is one sentence: where, what is wrong, and why.
func (e *DataError) Error() string {
	var b strings.Builder
	b.WriteString(e.Path)
	if e.Line > 0 {
		fmt.Fprintf(&b, ":%d", e.Line)
	}
	b.WriteString(": ")
	b.WriteString(e.Msg)
	if e.Err != nil {
		fmt.Fprintf(&b, ": %v", e.Err)
	}
	return b.String()
}

// Unwrap returns the cause.
func (e *DataError) Unwrap() error { return e.Err }

// Error is the message, with the way out behind it.
func (e *CheckError) Error() string {
	if e.Hint == "" {
		return e.Msg
	}
	return e.Msg + " (" + e.Hint + ")"
}

// Error is the cause's message; the row is resolved to an address by the
// engine.
func (e *RowError) Error() string { return e.Err.Error() }

// Unwrap returns the cause.
func (e *RowError) Unwrap() error { return e.Err }

// String is the name used in suites and reports.
func (s Severity) String() string {
	return [...]string{"info", "warning", "critical"}[s]
}

// ParseSeverity reads a severity's name.
func ParseSeverity(name string) (Severity, bool) {
	for s := Info; s <= Critical; s++ {
		if s.String() == name {
			return s, true
		}
	}
	return Critical, false
}

// String is the name used in reports.
func (s Status) String() string {
	return [...]string{"pass", "fail", "error"}[s]
}

// ParseStatus reads a status's name.
func ParseStatus(name string) (Status, bool) {
	for s := Pass; s <= Error; s++ {
		if s.String() == name {
			return s, true
		}
	}
	return Error, false
}

// String is the name used by --fail-on.
func (t Threshold) String() string {
	return [...]string{"critical", "warning", "info", "never"}[t]
}

// ParseThreshold reads the name of a threshold.
func ParseThreshold(name string) (Threshold, bool) {
	for t := FailOnCritical; t <= FailOnNever; t++ {
		if t.String() == name {
			return t, true
		}
	}
	return FailOnCritical, false
}

// Rejects reports whether an outcome of this status and severity rejects the
// data. An error counts as critical whatever the check's severity.
func (t Threshold) Rejects(status Status, severity Severity) bool {
	if status == Pass || t == FailOnNever {
		return false
	}
	if status == Error {
		severity = Critical
	}
	return severity >= Critical-Severity(t)
}

// String is the finding's native name.
func (s Structural) String() string {
	return [...]string{"not-empty", "well-formed-rows", "valid-cells"}[s]
}
