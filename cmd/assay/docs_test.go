package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"assay/reports"
)

// TestDocsNameEveryFlag looks for every flag, command, report format and exit
// code in docs/cli.md.
func TestDocsNameEveryFlag(t *testing.T) {
	text, err := os.ReadFile("../../docs/cli.md")
	if err != nil {
		t.Fatal(err)
	}
	docs := string(text)
	wants := func(what string) {
		if !strings.Contains(docs, what) {
			t.Errorf("docs/cli.md does not name %s", what)
		}
	}
	flag := func(f *pflag.Flag) {
		wants("`--" + f.Name)
		if f.Shorthand != "" {
			wants("`-" + f.Shorthand + "`")
		}
	}
	root := newRoot(std{})
	root.PersistentFlags().VisitAll(flag)
	for _, cmd := range root.Commands() {
		wants("`assay " + cmd.Name())
		cmd.Flags().VisitAll(flag)
	}
	for _, f := range reports.All() {
		wants("`" + f.Name + "`")
		for _, s := range f.Settings {
			wants(f.Name + "?" + s.Name + "=")
		}
	}
	for _, e := range exitCodes {
		wants(fmt.Sprintf("| %d | %s |", e.code, e.meaning))
	}
}

// TestHelpTellsExitCodes checks --help of every command.
func TestHelpTellsExitCodes(t *testing.T) {
	var names [][]string
	for _, cmd := range append(newRoot(std{}).Commands(), &cobra.Command{}) {
		names = append(names, append(strings.Fields(cmd.Name()), "--help"))
	}
	for _, args := range names {
		var out strings.Builder
		if code := execute(context.Background(), std{in: strings.NewReader(""), out: &out, err: io.Discard}, args); code != exitAccepted {
			t.Errorf("%v: exit code %d", args, code)
		}
		if !strings.Contains(out.String(), exitHelp()) {
			t.Errorf("%v does not list the exit codes:\n%s", args, out.String())
		}
	}
}
