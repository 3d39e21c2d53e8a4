package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"assay/engine"
	"assay/reports"
)

// reportFlags are the flags of assay report.
type reportFlags struct {
	reports     []string
	maxExamples int
	redact      bool
	verbose     bool
}

func newReport(ui *terminal) *cobra.Command {
	var f reportFlags
	cmd := &cobra.Command{
		Use:   "report RESULT.json",
		Short: "Write reports of a saved result",
		Long: `Write reports of a result that "assay check --report json=RESULT.json" saved. The
exit code says whether they could be written, not what the verdict is: 2 means
that the saved result does not hold what a report needs.`,
		Example: `  assay report result.json
  assay report result.json --report html?profile=off=report.html`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			c := checker{flags: f.checkFlags(), ui: ui, changed: cmd.Flags().Changed}
			return c.report(args[0])
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringArrayVar(&f.reports, "report", nil, "report to write, as FORMAT[?SETTING=VALUE][=PATH] (repeat for several; default text)")
	flags.IntVar(&f.maxExamples, "max-examples", 0, "unexpected rows to show of each outcome")
	flags.BoolVar(&f.redact, "redact", false, "show no value of the data in any report")
	flags.BoolVarP(&f.verbose, "verbose", "v", false, "show what the text report folds")
	return cmd
}

// checkFlags are the flags that a check would have for these reports.
func (f *reportFlags) checkFlags() *checkFlags {
	return &checkFlags{reports: f.reports, maxExamples: f.maxExamples, redact: f.redact, verbose: f.verbose}
}

// report writes reports of a saved result.
func (c *checker) report(path string) error {
	if err := c.flags.validate(); err != nil {
		return err
	}
	specs, err := parseReports(firstGiven(c.flags.reports, []string{"text"}))
	if err != nil {
		return err
	}
	res, err := readResult(path)
	if err != nil {
		return usageError("%s: %w", path, err)
	}
	for _, spec := range specs {
		n, err := needs([]reports.Spec{spec}, c.reportOptions())
		if err != nil {
			return err
		}
		if missing := missingFor(n, res); missing != "" {
			return usageError("%s: the report %s needs %s", path, spec.Format.Name, missing)
		}
	}
	return c.writeReports(specs, reports.Redact(res, reports.Redaction{All: c.flags.redact}))
}

func readResult(path string) (*engine.Result, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return reports.ReadJSON(f)
}

// missingFor says what a saved result does not hold of what a report needs, ""
// where it holds all.
func missingFor(n reports.Needs, r *engine.Result) string {
	switch {
	case n.Run:
		return "more than a saved result holds: write it with assay check"
	case n.AllUnexpected:
		return "every unexpected row, which a saved result does not hold: write it with assay check"
	case n.Profile:
		return "figures of the columns, which a saved result does not hold: leave them out with html?profile=off, or write it with assay check"
	}
	held := 0
	for _, o := range r.Outcomes {
		held = max(held, len(o.Examples))
	}
	for _, o := range r.Outcomes {
		// Who shows fewer than others has no more.
		if o.Counts != nil && len(o.Examples) == held && held < n.Examples && int64(held) < o.Counts.Unexpected && o.Segments == nil {
			return fmt.Sprintf("%d unexpected rows of each outcome, and %d were saved: save more with assay check --max-examples %d, or ask for fewer", n.Examples, held, n.Examples)
		}
	}
	return ""
}
