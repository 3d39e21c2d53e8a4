package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"assay/engine"
	"assay/readers"
	"assay/reports"
)

// checkFlags are the flags of assay check.
type checkFlags struct {
	suites      []string
	reports     []string
	failOn      thresholdFlag
	params      []string
	maxExamples int
	workers     int
	memory      sizeFlag
	allowEmpty  bool
	inputFormat string
	now         momentFlag
	plan        bool
	noStats     bool
	timing      bool
	quiet       bool
	verbose     bool
}

func newCheck(ui *terminal) *cobra.Command {
	f := checkFlags{memory: engine.DefaultMemory}
	cmd := &cobra.Command{
		Use:   "check [DATA…]",
		Short: "Check data against a suite",
		Long: `Check data against a suite of expectations, write reports, and end with an exit
code. DATA is a file, a glob, a folder (the CSV and Parquet files below it) or -
(standard input). Without DATA, every dataset listed in assay.yaml is checked.

Report formats:
` + formatHelp(),
		Example: `  assay check orders.csv -s orders.yaml
  assay check data/ -s orders.yaml --report text --report json=result.json
  zcat orders.csv.gz | assay check - --input-format csv -s orders.yaml`,
		RunE: func(cmd *cobra.Command, args []string) error {
			c := checker{flags: &f, ui: ui, changed: cmd.Flags().Changed}
			return c.run(cmd.Context(), args)
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringArrayVarP(&f.suites, "suite", "s", nil, "suite to check (repeat for several)")
	flags.StringArrayVar(&f.reports, "report", nil, "report to write, as FORMAT[?SETTING=VALUE][=PATH] (repeat for several; default text)")
	flags.Var(&f.failOn, "fail-on", "severity from which a failure rejects: critical, warning, info or never")
	flags.StringArrayVar(&f.params, "param", nil, "value for a parameter of the suite, as NAME=VALUE (repeat for several)")
	flags.IntVar(&f.maxExamples, "max-examples", 0, "unexpected rows to show of each outcome (default 20 in reports for machines, 5 in text)")
	flags.BoolVar(&f.allowEmpty, "allow-empty", false, "accept data without rows")
	flags.StringVar(&f.inputFormat, "input-format", "", "layout of standard input or of files with odd names: "+inputFormats())
	flags.Var(&f.now, "now", "what now() is: a date or a time in RFC 3339")
	flags.BoolVar(&f.plan, "plan", false, "print what a run would do, and check nothing")
	flags.BoolVar(&f.noStats, "no-stats", false, "read the data also where statistics that its files hold prove a check")
	flags.BoolVar(&f.timing, "timing", false, "report what differs from run to run: time, bytes read, spills")
	flags.IntVar(&f.workers, "workers", 0, "goroutines that check (default one for each processor)")
	flags.Var(&f.memory, "memory", "memory to stay within; state that does not fit goes to temporary files")
	flags.BoolVarP(&f.quiet, "quiet", "q", false, "no text report unless --report asks for it")
	flags.BoolVarP(&f.verbose, "verbose", "v", false, "show what the text report folds")
	return cmd
}

// formatHelp lists the report formats and their settings.
func formatHelp() string {
	var b strings.Builder
	for _, format := range reports.All() {
		fmt.Fprintf(&b, "  %-12s%s\n", format.Name, format.Title)
		for _, s := range format.Settings {
			values := strings.Join(s.Values, "|")
			if values == "" {
				values = "TEXT"
			}
			fmt.Fprintf(&b, "              ?%s=%s (default %s)\n", s.Name, values, s.Default)
		}
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// validate finds the mistakes that flags can have among themselves.
func (f *checkFlags) validate() error {
	switch {
	case f.maxExamples < 0:
		return usageError("--max-examples cannot be %d: it is a number from 0 on", f.maxExamples)
	case f.workers < 0:
		return usageError("--workers cannot be %d: it is a number from 1 on, or 0 for one for each processor", f.workers)
	case f.inputFormat != "" && !slices.Contains(readers.Formats(), f.inputFormat):
		return usageError("--input-format cannot be %q: it is one of %s", f.inputFormat, inputFormats())
	case f.quiet && f.verbose:
		return usageError("--quiet and --verbose contradict each other: give one of them")
	}
	return nil
}

// parseParams reads NAME=VALUE pairs.
func parseParams(pairs []string) (map[string]string, error) {
	params := make(map[string]string, len(pairs))
	for _, pair := range pairs {
		name, value, ok := strings.Cut(pair, "=")
		if !ok || name == "" {
			return nil, usageError("--param %q: it is NAME=VALUE", pair)
		}
		if _, twice := params[name]; twice {
			return nil, usageError("--param %s is given twice", name)
		}
		params[name] = value
	}
	return params, nil
}

// parseReports reads report specs, of which at most one may go to each place.
func parseReports(texts []string) ([]reports.Spec, error) {
	var specs []reports.Spec
	for _, text := range texts {
		spec, err := reports.ParseSpec(text)
		if err != nil {
			return nil, usageError("%w", err)
		}
		same := func(s reports.Spec) bool { return s.Path == spec.Path }
		switch {
		case !slices.ContainsFunc(specs, same):
		case spec.Path == reports.Stdout:
			return nil, usageError("two reports go to standard output: give one of them a file, as in --report %s=PATH", spec.Format.Name)
		default:
			return nil, usageError("two reports go to %s", spec.Path)
		}
		specs = append(specs, spec)
	}
	return specs, nil
}

// needs is what all reports together must find in the result.
func needs(specs []reports.Spec, o reports.Options) (reports.Needs, error) {
	var all reports.Needs
	for _, spec := range specs {
		n, err := spec.Needs(o)
		if err != nil {
			return all, usageError("report %s: %w", spec.Format.Name, err)
		}
		all = all.Merge(n)
	}
	return all, nil
}

// writeReports writes every report, also after one that could not be written,
// and says which could not.
func (c *checker) writeReports(specs []reports.Spec, r *engine.Result) error {
	var failed error
	for _, spec := range specs {
		o := c.reportOptions()
		if spec.Path == reports.Stdout {
			o.Color, o.Width = c.ui.paints(c.ui.out), c.ui.width(c.ui.out)
		} else {
			o.Color = *c.ui.color == colorAlways
		}
		if err := spec.Write(c.ui.out, r, o); err != nil {
			c.ui.complain(err)
			failed = &exitError{exitReport, nil}
		}
	}
	return failed
}

// reportOptions are those that do not depend on where a report goes.
func (c *checker) reportOptions() reports.Options {
	o := reports.Options{Verbose: c.flags.verbose}
	if c.changed("max-examples") {
		o.MaxExamples = &c.flags.maxExamples
	}
	return o
}
