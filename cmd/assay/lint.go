package main

import (
	"context"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"assay"
	"assay/suites"
)

// lintFlags are the flags of assay lint.
type lintFlags struct {
	data        []string
	params      []string
	inputFormat string
	verbose     bool
}

func newLint(ui *terminal) *cobra.Command {
	var f lintFlags
	cmd := &cobra.Command{
		Use:   "lint SUITE…",
		Short: "Find the mistakes of suites without checking data",
		Long: `Find the mistakes of suites without checking data: each is shown with its line
and a mark under it. With --data the columns of the data count too; no more of
it is read than it takes to know them.`,
		Example: `  assay lint orders.yaml
  assay lint orders.yaml --data orders.csv`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			l := linter{flags: &f, ui: ui}
			return l.run(cmd.Context(), args)
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringArrayVar(&f.data, "data", nil, "check against these data's columns too (repeat for several files)")
	flags.StringArrayVar(&f.params, "param", nil, "value for a parameter of the suite, as NAME=VALUE (repeat for several)")
	flags.StringVar(&f.inputFormat, "input-format", "", "layout of standard input or of files with odd names: "+inputFormats())
	flags.BoolVarP(&f.verbose, "verbose", "v", false, "say how each regular expression is searched for")
	return cmd
}

// linter carries out one assay lint.
type linter struct {
	flags *lintFlags
	ui    *terminal
}

// run shows the mistakes of all suites at once.
func (l *linter) run(ctx context.Context, paths []string) error {
	params, err := parseParams(l.flags.params)
	if err != nil {
		return err
	}
	if len(paths) > 1 && slices.Contains(l.flags.data, "-") {
		return usageError("standard input can be read once: lint one suite at a time")
	}
	var m mistakes
	var read []*suites.Suite
	var declared []string
	for _, path := range paths {
		s := m.load(assay.Loader{Params: params}, []string{path})
		if s == nil {
			continue
		}
		declared = append(declared, paramNames(s)...)
		read = append(read, s)
		if len(l.flags.data) == 0 {
			continue
		}
		if err := l.bind(ctx, s, &m); err != nil {
			return err
		}
	}
	if len(m.found) > 0 {
		return l.ui.refuse(m.found, m.sources)
	}
	if err := knownParams(params, declared); err != nil {
		return err
	}
	for _, s := range read {
		if err := l.accept(s, m.sources); err != nil {
			return err
		}
		if !l.flags.verbose {
			continue
		}
		if err := l.searches(s); err != nil {
			return err
		}
	}
	return nil
}

// searches says how a suite's regular expressions are searched for.
func (l *linter) searches(s *suites.Suite) error {
	for _, search := range s.Searches() {
		if _, err := fmt.Fprintf(l.ui.out, "%s: %s: %s\n", search.At, search.Pattern, search.Engine); err != nil {
			return err
		}
	}
	return nil
}

// accept says that a suite has no mistakes, after its warnings.
func (l *linter) accept(s *suites.Suite, sources suites.Sources) error {
	if err := s.Warnings.Print(l.ui.out, sources, l.ui.paints(l.ui.out)); err != nil {
		return err
	}
	found := "no mistakes"
	if n := len(s.Warnings); n > 0 {
		found = fmt.Sprintf("no mistakes, %d warnings: Great Expectations evaluates these as they stand, and so does assay", n)
	}
	_, err := fmt.Fprintf(l.ui.out, "%s: suite %s, %d expectations, %s\n", s.Path, s.Name, len(s.Items), found)
	return err
}

// bind gathers the mistakes that show with the data's columns.
func (l *linter) bind(ctx context.Context, s *suites.Suite, m *mistakes) error {
	data := assay.Data{Paths: l.flags.data, Stdin: l.ui.in, InputFormat: l.flags.inputFormat}
	bound, err := assay.Bind(ctx, s, data, assay.BindOptions{})
	if err != nil {
		return checkError(err)
	}
	m.add(bound.Diagnostics())
	return bound.Close()
}
