package main

import (
	"github.com/spf13/cobra"

	"assay"
	"assay/suites"
)

func newImport(ui *terminal) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "import",
		Short: "Turn another tool's suite into one of assay",
		Args:  unknownTool,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(translation(ui, &cobra.Command{
		Use:   "gx FILE",
		Short: "Write a suite of Great Expectations in assay's language",
		Long: `Write a suite of Great Expectations, 1.x or 0.18, in assay's language, as YAML.
The suite that is written gives the same answers. What Great Expectations
evaluates and assay takes for a mistake, such as a set without members, is shown.`,
		Example: `  assay import gx suite.json > orders.yaml`,
	}, (*suites.Suite).YAML))
	return cmd
}

func newExport(ui *terminal) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "export",
		Short: "Turn a suite into one of another tool",
		Args:  unknownTool,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(translation(ui, &cobra.Command{
		Use:   "gx SUITE",
		Short: "Write a suite as JSON that Great Expectations loads",
		Long: `Write a suite as JSON that Great Expectations 1.x loads. What Great Expectations
does not have is a mistake, shown at its place.`,
		Example: `  assay export gx orders.yaml > suite.json`,
	}, suites.ExportGX))
	return cmd
}

func unknownTool(_ *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return usageError("unknown tool %q: the one that is known is gx", args[0])
}

// translation completes a command that reads a suite and writes another.
func translation(ui *terminal, cmd *cobra.Command, write func(*suites.Suite) ([]byte, error)) *cobra.Command {
	var given []string
	cmd.Args = cobra.ExactArgs(1)
	cmd.RunE = func(_ *cobra.Command, args []string) error {
		params, err := parseParams(given)
		if err != nil {
			return err
		}
		var m mistakes
		s := m.load(assay.Loader{Params: params}, args)
		if s == nil {
			return ui.refuse(m.found, m.sources)
		}
		if err := knownParams(params, paramNames(s)); err != nil {
			return err
		}
		text, err := write(s)
		if found, ok := err.(suites.Diagnostics); ok {
			return ui.refuse(found, m.sources)
		}
		if err != nil {
			return err
		}
		if _, err = ui.out.Write(text); err != nil {
			return err
		}
		return s.Warnings.Print(ui.err, m.sources, ui.paints(ui.err))
	}
	cmd.Flags().StringArrayVar(&given, "param", nil, "value for a parameter of the suite, as NAME=VALUE (repeat for several)")
	return cmd
}
