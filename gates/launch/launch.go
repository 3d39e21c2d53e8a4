// Package launch runs the command that data were checked for.
package launch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"os/signal"
)

// The codes of commands that could not be started, as shells have them.
const (
	NotExecutable = 126
	NotFound      = 127
)

// Command is what to run. Its streams are given as they are.
type Command struct {
	Args     []string // the program first
	Env      []string // all of the environment, NAME=VALUE
	In       io.Reader
	Out, Err io.Writer
	// Terminal says that the command is started from one, which itself sends
	// an interrupt to all that it runs.
	Terminal bool
}

// StartError is why a command was not run.
type StartError struct {
	Code int // NotFound or NotExecutable
	err  error
}

// Error is one sentence.
func (e *StartError) Error() string { return e.err.Error() }

// Unwrap returns the cause.
func (e *StartError) Unwrap() error { return e.err }

// Run runs a command to its end and returns its exit code, 128 and the number of
// the signal where one ended it. Signals that this process is sent are passed
// on. A context that has ended already keeps the command from being started. The
// error is a *StartError, the context's, or one of copying streams.
func (c *Command) Run(ctx context.Context) (code int, err error) {
	signals := make(chan os.Signal, 8)
	signal.Notify(signals, passedOn...)
	defer signal.Stop(signals)
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	cmd := exec.Command(c.Args[0], c.Args[1:]...)
	cmd.Env, cmd.Stdin, cmd.Stdout, cmd.Stderr = c.Env, c.In, c.Out, c.Err
	if err := cmd.Start(); err != nil {
		return 0, startError(c.Args[0], err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	for {
		select {
		case s := <-signals:
			if !c.Terminal || !fromTerminal(s) {
				_ = cmd.Process.Signal(s) // it may have ended by now
			}
		case err := <-ended:
			var exit *exec.ExitError
			if err != nil && !errors.As(err, &exit) {
				return 0, fmt.Errorf("%s: %w", c.Args[0], err)
			}
			return exitCode(cmd.ProcessState), nil
		}
	}
}

func startError(name string, err error) error {
	if errors.Is(err, exec.ErrNotFound) || errors.Is(err, fs.ErrNotExist) {
		return &StartError{NotFound, fmt.Errorf("there is no command %q", name)}
	}
	var pe *fs.PathError
	if errors.As(err, &pe) {
		err = pe.Err
	}
	return &StartError{NotExecutable, fmt.Errorf("the command %q cannot be started: %w", name, err)}
}
