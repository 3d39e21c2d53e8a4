package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"assay/engine"
	"assay/gates/launch"
)

// runFlags are the flags of assay run: those of the check, and what is not its.
type runFlags struct {
	check   checkFlags
	data    []string
	refused int
}

func newRun(ui *terminal) *cobra.Command {
	f := runFlags{check: checkFlags{memory: engine.DefaultMemory}}
	cmd := &cobra.Command{
		Use:   "run --suite SUITE --data DATA -- COMMAND [ARGUMENT…]",
		Short: "Run a command only if data are accepted",
		Long: `Check data, and run COMMAND only if they are accepted. It ends with the command's
exit code, 128 and the number of the signal where one ended it, 127 where there is
no such command, and 126 where it cannot be started. Where data are not accepted
it says "assay: not run", and ends as assay check does. Standard output is the
command's: reports go to standard error. Without --data, every dataset listed in
assay.yaml must be accepted.`,
		Example: `  assay run -s suite.yaml --data data.csv -- python train.py
  assay run -s suite.yaml --data data.csv --mlflow -- python train.py`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usageError("no command is named: assay run --suite SUITE --data DATA -- COMMAND")
			}
			return newRunner(&f, ui).run(cmd.Context(), args)
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.SetInterspersed(false) // what follows the command is its own
	flags.StringArrayVar(&f.data, "data", nil, "the data, as assay check takes them (repeat for several)")
	f.check.register(flags)
	flags.IntVar(&f.refused, "refused-exit", 0, "exit code where the command is not run, instead of that of assay check")
	return cmd
}

// runner carries out one assay run.
type runner struct {
	flags   *runFlags
	ui      *terminal // whose standard output is standard error
	out     *terminal
	checker checker
	md5s    []string // of the data
	suites  []string // digests
}

func newRunner(f *runFlags, ui *terminal) *runner {
	quiet := *ui
	quiet.std.out = ui.err
	r := &runner{flags: f, ui: &quiet, out: ui}
	r.checker = checker{flags: &f.check, ui: r.ui, publisher: newPublisher(r.ui, &f.check.publish), observe: r.observe}
	return r
}

// observe notes what the command is told of the data.
func (r *runner) observe(res *engine.Result) {
	if !slices.Contains(r.md5s, res.MD5) {
		r.md5s = append(r.md5s, res.MD5)
	}
	if !slices.Contains(r.suites, res.Suite.Digest) {
		r.suites = append(r.suites, res.Suite.Digest)
	}
}

func (r *runner) run(ctx context.Context, command []string) error {
	f := &r.flags.check
	switch {
	case f.failOn.threshold == engine.FailOnNever:
		return usageError("--fail-on never would run anything: it is critical, warning or info")
	case f.plan:
		return usageError("--plan checks nothing: give it to assay check")
	case slices.Contains(r.flags.data, "-"):
		return usageError("standard input is the command's: name the data as files")
	case r.flags.refused < 0 || r.flags.refused > 255:
		return usageError("--refused-exit cannot be %d: it is a number from 1 to 255", r.flags.refused)
	}
	f.digest = true
	if f.mlflow {
		var err error
		if r.checker.tracker, err = newTracker(r.ui); err != nil {
			return err
		}
		r.checker.tracker.keepOpen = true
	}
	if err := r.checker.run(ctx, r.flags.data); err != nil {
		r.end(ctx, false)
		return r.refuse(err)
	}
	code, err := r.launch(ctx, command)
	r.end(ctx, err == nil && code == 0)
	var start *launch.StartError
	switch {
	case errors.As(err, &start):
		return &exitError{exitCode(start.Code), fmt.Errorf("not run: %w", err)}
	case err != nil:
		return err
	case code != 0:
		return &exitError{exitCode(code), nil}
	}
	return nil
}

// refuse says that the command was not run, and why.
func (r *runner) refuse(err error) error {
	code := codeOf(err)
	if code == exitInterrupted {
		return err
	}
	why := map[exitCode]string{
		exitRejected: "the data are not accepted", exitData: "the data cannot be read",
		exitReport: "what was found could not be written", exitUsage: "nothing was checked",
	}[code]
	if r.flags.refused != 0 {
		code = exitCode(r.flags.refused)
	}
	if !said(err) {
		return &exitError{code, fmt.Errorf("not run: %w", err)}
	}
	return &exitError{code, fmt.Errorf("not run: %s", why)}
}

func (r *runner) launch(ctx context.Context, command []string) (code int, err error) {
	c := launch.Command{
		Args: command, Env: r.environment(os.Environ()),
		In: r.out.in, Out: r.out.out, Err: r.out.err, Terminal: isTerminal(r.out.err),
	}
	return c.Run(ctx)
}

// environment is that of the command: what it may rely on about the data.
func (r *runner) environment(env []string) []string {
	env = append(env,
		"ASSAY_DATA="+strings.Join(r.flags.data, string(os.PathListSeparator)),
		"ASSAY_DATA_MD5="+strings.Join(r.md5s, ","),
		"ASSAY_SUITE_DIGEST="+strings.Join(r.suites, ","),
	)
	if len(r.checker.sealed) > 0 {
		var paths []string
		for _, path := range r.checker.sealed {
			paths = append(paths, absolute(path))
		}
		env = append(env, "ASSAY_VERDICT="+strings.Join(paths, string(os.PathListSeparator)))
	}
	if t := r.checker.tracker; t != nil && t.logged != nil {
		env = append(env, "MLFLOW_RUN_ID="+t.logged.RunID, "MLFLOW_EXPERIMENT_ID="+t.logged.Experiment)
	}
	return env
}

// end ends the run that the check began, unless the command has done so.
func (r *runner) end(ctx context.Context, succeeded bool) {
	if t := r.checker.tracker; t != nil {
		if err := t.end(context.WithoutCancel(ctx), succeeded); err != nil {
			r.ui.complain(err)
		}
	}
}
