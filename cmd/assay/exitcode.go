package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"assay"
)

// exitCode is what the process ends with.
type exitCode = assay.ExitCode

// The exit codes, by short names.
const (
	exitAccepted    = assay.ExitAccepted
	exitRejected    = assay.ExitRejected
	exitUsage       = assay.ExitUsage
	exitData        = assay.ExitData
	exitReport      = assay.ExitReport
	exitInterrupted = assay.ExitInterrupted
)

// exitHelp is the table of exit codes for --help.
func exitHelp() string {
	var b strings.Builder
	b.WriteString("Exit codes:\n")
	for _, code := range assay.ExitCodes() {
		fmt.Fprintf(&b, "  %3d  %s\n", int(code), code)
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

// checkError gives an error of reading or running its code.
func checkError(err error) error {
	if code := assay.ExitCodeOf(nil, err); code != exitInterrupted {
		return &exitError{code, err}
	}
	return err
}
