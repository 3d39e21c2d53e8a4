package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"assay"
	"assay/expectations"
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
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, code := range assay.ExitCodes() {
		row := fmt.Sprintf("| %d | %s |", int(code), code)
		if wants(row); !strings.Contains(string(readme), row) {
			t.Errorf("README.md does not have the row %s", row)
		}
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

// TestExplainEveryExpectation asks for every name of the catalogue, and that
// the listing has it too.
func TestExplainEveryExpectation(t *testing.T) {
	list := printed(t, "list")
	for _, d := range expectations.Builtin().All() {
		if !strings.Contains(list, "  "+d.Name+" ") || !strings.Contains(list, d.Title) || !strings.Contains(list, d.Alias) {
			t.Errorf("assay list leaves out %s", d.Name)
		}
		text := printed(t, "explain", d.Name)
		wants := []string{d.Name + ": " + d.Title + "\n", strings.Fields(d.Doc)[0], d.Alias, strings.TrimSpace(strings.Split(d.Example, "\n")[0])}
		for _, p := range d.Params() {
			wants = append(wants, "\n  "+p.Name, p.Alias)
			if !strings.Contains(strings.Join(strings.Fields(text), " "), p.Doc) {
				t.Errorf("assay explain %s does not say of %s: %s", d.Name, p.Name, p.Doc)
			}
		}
		for _, want := range wants {
			if !strings.Contains(text, want) {
				t.Errorf("assay explain %s does not say %q:\n%s", d.Name, want, text)
			}
		}
		if d.Alias != "" && printed(t, "explain", d.Alias) != text {
			t.Errorf("assay explain %s says something else than of %s", d.Alias, d.Name)
		}
		if wide := slices.MaxFunc(strings.Split(text, "\n"), func(a, b string) int { return len(a) - len(b) }); len(wide) > 160 {
			t.Errorf("assay explain %s has a line of %d characters: %s", d.Name, len(wide), wide)
		}
	}
}

// printed is what a command that succeeds prints.
func printed(t *testing.T, args ...string) string {
	t.Helper()
	var out, complaints strings.Builder
	if code := execute(context.Background(), std{in: strings.NewReader(""), out: &out, err: &complaints}, args); code != exitAccepted {
		t.Fatalf("%v: exit code %d: %s", args, code, complaints.String())
	}
	return out.String()
}
