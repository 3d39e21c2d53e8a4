package main

import (
	"context"
	"io"
	"os"

	"github.com/spf13/cobra"

	"assay/engine"
	"assay/reports"
)

func newReport(ui *terminal) *cobra.Command {
	var f publishFlags
	cmd := &cobra.Command{
		Use:   "report RESULT.json",
		Short: "Write reports from a saved result",
		Long: `Write reports from a result that assay check --report json saved, or from
standard input (-). It ends with 0 whatever the verdict, and with 2 where the
result does not hold what a report needs.

Report formats:
` + formatHelp(),
		Example: `  assay report result.json
  assay report result.json --report junit=junit.xml --report markdown=summary.md`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return rerender(cmd.Context(), newPublisher(ui, &f), args[0])
		},
	}
	cmd.Flags().SortFlags = false
	f.register(cmd.Flags())
	return cmd
}

// rerender writes reports from a saved result. Nothing is written where one of
// them misses something.
func rerender(ctx context.Context, p *publisher, path string) error {
	p.timing = true // of the run that was saved
	if err := p.flags.validate(); err != nil {
		return err
	}
	specs, err := parseReports(firstGiven(p.flags.reports, []string{"text"}), autoReports(p.getenv, ""))
	if err != nil {
		return err
	}
	saved, err := p.read(path)
	if err != nil {
		return usageError("%s: %w", path, err)
	}
	for _, spec := range p.wanted(specs) {
		if err := spec.Lacks(saved, p.options()); err != nil {
			return usageError("%s: the report %s needs %w", path, spec.Format.Name, err)
		}
	}
	return p.publish(ctx, specs, reports.Redact(saved, reports.Redaction{All: p.flags.redact}))
}

func (p *publisher) read(path string) (*engine.Result, error) {
	var in io.Reader = p.ui.in
	if path != reports.Stdout {
		f, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		in = f
	}
	return reports.ReadJSON(in)
}
