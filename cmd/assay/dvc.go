package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"assay/engine"
	gate "assay/gates/dvc"
	"assay/readers/dvc"
	"assay/suites"
)

func newDVC(ui *terminal) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "dvc",
		Short: "Run a command of DVC if the data are accepted",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newDVCPush(ui))
	return cmd
}

// pushFlags are the flags of assay dvc push.
type pushFlags struct {
	data, suites []string
}

func newDVCPush(ui *terminal) *cobra.Command {
	var f pushFlags
	cmd := &cobra.Command{
		Use:   "push [TARGET…] [-- FLAGS…]",
		Short: "Check what DVC records, and push it if it is accepted",
		Long: `Check the data as DVC's pointers and dvc.lock record them, and then run dvc push
with the TARGETs and FLAGS; its exit code is passed on. What is checked is what
--data and --suite say, else the datasets of assay.yaml that DVC tracks, else what
the assay check commands of dvc.yaml check. Other outputs are pushed unchecked.`,
		Example: `  assay dvc push
  assay dvc push orders.csv -- --remote backup --jobs 4`,
		RunE: func(cmd *cobra.Command, args []string) error {
			p := pusher{flags: &f, ui: ui}
			return p.run(cmd.Context(), args)
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringArrayVar(&f.data, "data", nil, "data to check (repeat for several)")
	flags.StringArrayVarP(&f.suites, "suite", "s", nil, "suite to check (repeat for several)")
	return cmd
}

// pusher carries out one assay dvc push.
type pusher struct {
	flags *pushFlags
	ui    *terminal
}

func (p *pusher) run(ctx context.Context, args []string) error {
	if err := gate.CheckPushArgs(args); err != nil {
		return usageError("%w", err)
	}
	checks, err := p.checks()
	if err != nil {
		return err
	}
	for _, c := range checks {
		err := c.checker.run(ctx, c.data)
		if code := codeOf(err); code == exitInterrupted {
			return err
		} else if code != exitAccepted {
			return &exitError{code, notPushed(err)}
		}
	}
	err = gate.Push(ctx, args, p.ui.in, p.ui.out, p.ui.err)
	var failed *gate.PushError
	switch {
	case errors.As(err, &failed):
		return &exitError{exitCode(failed.Code), nil}
	case err != nil && ctx.Err() == nil:
		return &exitError{exitReport, fmt.Errorf("not pushed: %w", err)}
	}
	return err
}

// notPushed says why nothing was pushed, of which more may have been said.
func notPushed(err error) error {
	switch {
	case !said(err):
		return fmt.Errorf("not pushed: %w", err)
	case codeOf(err) == exitRejected:
		return errors.New("not pushed: the data were rejected")
	}
	return errors.New("not pushed: the data were not checked")
}

// recordedCheck is a check of what DVC records.
type recordedCheck struct {
	checker *checker
	data    []string
}

// checks are those to be passed.
func (p *pusher) checks() ([]recordedCheck, error) {
	here, err := os.Getwd()
	if err != nil {
		return nil, err
	}
	_, project := suites.FindProject(here)
	if project || len(p.flags.data)+len(p.flags.suites) > 0 {
		f := &checkFlags{suites: p.flags.suites, memory: engine.DefaultMemory}
		return []recordedCheck{{p.checker(f), p.flags.data}}, nil
	}
	pipeline, err := os.ReadFile(gate.PipelineFile)
	if err != nil {
		return nil, usageError("it is not known what to check: there is no assay.yaml here or above, and no %s; name the data with --data and --suite", gate.PipelineFile)
	}
	commands, err := gate.Checks(pipeline)
	if err != nil {
		return nil, usageError("%w", err)
	}
	var all []recordedCheck
	for _, args := range commands {
		f := &checkFlags{memory: engine.DefaultMemory}
		flags := pflag.NewFlagSet("assay check", pflag.ContinueOnError)
		f.register(flags)
		if err := flags.Parse(args); err != nil {
			return nil, usageError("%s: assay check: %w", gate.PipelineFile, err)
		}
		// Only the verdict counts here, and the stage's files are DVC's.
		f.publish, f.verdict, f.quarantine, f.mlflow = publishFlags{}, "", quarantineFlags{}, false
		all = append(all, recordedCheck{p.checker(f), flags.Args()})
	}
	if len(all) == 0 {
		return nil, usageError("it is not known what to check: no stage of %s runs assay check; assay init dvc writes one", gate.PipelineFile)
	}
	return all, nil
}

func (p *pusher) checker(f *checkFlags) *checker {
	return &checker{flags: f, ui: p.ui, publisher: newPublisher(p.ui, &f.publish), recorded: true, judges: true}
}

// asRecorded makes jobs read what DVC records of their data. Datasets that DVC
// does not track are left out, but one must be left.
func asRecorded(ctx context.Context, jobs []*job) ([]*job, error) {
	var tracked []*job
	for _, j := range jobs {
		var data []string
		for _, d := range j.dataset.Data {
			d = strings.TrimPrefix(d, dvc.Scheme)
			ok, err := dvc.Tracked(ctx, d)
			if err != nil {
				return nil, checkError(err)
			}
			if ok {
				data = append(data, dvc.Scheme+d)
			}
		}
		if len(data) > 0 {
			j.dataset.Data = data
			tracked = append(tracked, j)
		}
	}
	if len(tracked) == 0 {
		var names []string
		for _, j := range jobs {
			names = slices.Concat(names, j.dataset.Data)
		}
		return nil, usageError("DVC tracks none of %s", strings.Join(names, ", "))
	}
	return tracked, nil
}
