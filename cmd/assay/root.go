package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"assay/engine/nearest"
)

// std are the streams of the process.
type std struct {
	in       io.Reader
	out, err io.Writer
}

// execute runs the command line and prints what went wrong.
func execute(ctx context.Context, streams std, args []string) exitCode {
	root := newRoot(streams)
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	code := codeOf(err)
	switch {
	case err == nil, said(err):
	case code == exitInterrupted:
		fmt.Fprintln(streams.err, "assay: interrupted")
	default:
		fmt.Fprintf(streams.err, "assay: %v\n", err)
	}
	return code
}

// newRoot is the command tree.
func newRoot(streams std) *cobra.Command {
	root := &cobra.Command{
		Use:   "assay",
		Short: "Check data against suites of expectations",
		Long: `assay checks CSV and Parquet data against suites of expectations written in
YAML, reports what is not as expected, and ends with an exit code that gates
what follows.`,
		Args:          unknownCommand,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	root.SetIn(streams.in)
	root.SetOut(streams.out)
	root.SetErr(streams.err)
	color := colorAuto
	root.PersistentFlags().Var(&color, "color", "colour in the terminal: auto, always or never")
	ui := &terminal{std: streams, color: &color}
	root.AddCommand(newCheck(ui), newVerify(ui), newRun(ui), newReport(ui), newLog(ui), newGate(ui), newSite(ui), newLint(ui), newList(), newExplain(), newSchema(), newImport(ui), newExport(ui), newInit(ui), newDVC(ui), newVersion())
	root.SetHelpTemplate(root.HelpTemplate() + "\n" + exitHelp())
	return root
}

func unknownCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	var names []string
	for _, c := range cmd.Commands() {
		names = append(names, c.Name())
	}
	return usageError("unknown command %q: %s", args[0], cmp.Or(nearest.DidYouMean(args[0], names), `"assay --help" lists them all`))
}

// terminal is what commands know of the user's side.
type terminal struct {
	std
	color *colorMode
}

// paints reports whether output to w is to be coloured.
func (t *terminal) paints(w io.Writer) bool {
	return wantsColor(*t.color, isTerminal(w), os.Getenv)
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// wantsColor obeys --color, and where that leaves it open NO_COLOR
// (https://no-color.org).
func wantsColor(mode colorMode, terminal bool, getenv func(string) string) bool {
	switch mode {
	case colorAlways:
		return true
	case colorNever:
		return false
	}
	return terminal && getenv("NO_COLOR") == "" && getenv("TERM") != "dumb"
}

// width is the number of columns of the terminal behind w, 0 where there is
// none.
func (t *terminal) width(w io.Writer) int {
	f, ok := w.(*os.File)
	if !ok {
		return 0
	}
	columns, _, err := term.GetSize(int(f.Fd()))
	if err != nil {
		return 0
	}
	return columns
}

// complain prints one message to standard error.
func (t *terminal) complain(err error) { fmt.Fprintf(t.err, "assay: %v\n", err) }
