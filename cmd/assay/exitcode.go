package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"assay/engine"
)

// exitCode is what the process ends with.
type exitCode int

// The exit codes. They are part of the command's contract: --help, the README
// and docs/cli.md say the same.
const (
	exitAccepted    exitCode = 0
	exitRejected    exitCode = 1
	exitUsage       exitCode = 2
	exitData        exitCode = 3
	exitReport      exitCode = 4
	exitInterrupted exitCode = 130
)

// exitCodes says what each code means, in order.
var exitCodes = []struct {
	code    exitCode
	meaning string
}{
	{exitAccepted, "accepted"},
	{exitRejected, "rejected: an expectation or a built-in finding at or above --fail-on failed, or could not be evaluated"},
	{exitUsage, "the suite or the command line is wrong; nothing was checked"},
	{exitData, "the data cannot be read: missing, corrupt, truncated, or contradicting itself"},
	{exitReport, "a report, a temporary file or a destination could not be written or reached"},
	{exitInterrupted, "interrupted"},
}

// exitHelp is the table of exit codes for --help.
func exitHelp() string {
	var b strings.Builder
	b.WriteString("Exit codes:\n")
	for _, e := range exitCodes {
		fmt.Fprintf(&b, "  %3d  %s\n", e.code, e.meaning)
	}
	return b.String()
}

// exitError ends the command with a code. Its err is printed; a nil one means
// that all has been said.
type exitError struct {
	code exitCode
	err  error
}

// Error is the message of what went wrong.
func (e *exitError) Error() string {
	if e.err == nil {
		return fmt.Sprintf("exit code %d", e.code)
	}
	return e.err.Error()
}

// Unwrap returns the cause.
func (e *exitError) Unwrap() error { return e.err }

// said reports whether all has been said about an error.
func said(err error) bool {
	var exit *exitError
	return errors.As(err, &exit) && exit.err == nil
}

func usageError(format string, args ...any) error {
	return &exitError{exitUsage, fmt.Errorf(format, args...)}
}

// codeOf is the exit code of an error. What a command does not say itself is
// output that could not be written, or a mistake on the command line.
func codeOf(err error) exitCode {
	var exit *exitError
	var file *fs.PathError
	switch {
	case err == nil:
		return exitAccepted
	case errors.Is(err, context.Canceled):
		return exitInterrupted
	case errors.As(err, &exit):
		return exit.code
	case errors.As(err, &file):
		return exitReport
	}
	return exitUsage
}

// runError gives an error of reading or running its code: what is not the
// data's fault is a temporary file that could not be written.
func runError(err error) error {
	var data *engine.DataError
	switch {
	case errors.Is(err, context.Canceled):
		return err
	case errors.As(err, &data):
		return &exitError{exitData, err}
	}
	return &exitError{exitReport, err}
}
