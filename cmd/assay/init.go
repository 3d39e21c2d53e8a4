package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"assay"
	"assay/gates/dvc"
	"assay/reports"
)

func newInit(ui *terminal) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "init",
		Short: "Set another tool up to ask assay before data go on",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newInitDVC(ui))
	return cmd
}

// initFlags are the flags of assay init dvc.
type initFlags struct {
	data, suites, guards []string
	stage                string
	yes, dryRun          bool
}

func newInitDVC(ui *terminal) *cobra.Command {
	var f initFlags
	cmd := &cobra.Command{
		Use:   "dvc --data DATA --suite SUITE",
		Short: "Write a stage that validates, and git hooks",
		Long: `Write into dvc.yaml a stage that checks the data, put assay verify before the
command of the stage that trains, and write git hooks into pre-commit's
configuration that check what a pointer says before it is committed or pushed.
What is there stays as it is. The changes are shown first.`,
		Example: `  assay init dvc --data orders.csv --suite orders.yaml`,
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			i := initializer{flags: &f, ui: ui}
			return i.run()
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringArrayVar(&f.data, "data", nil, "data that DVC tracks (repeat for several); by default those of assay.yaml")
	flags.StringArrayVarP(&f.suites, "suite", "s", nil, "suite to check (repeat for several)")
	flags.StringVar(&f.stage, "stage", "validate", "name of the stage")
	flags.StringArrayVar(&f.guards, "guard", nil, "stage that must not run without a verdict (repeat for several); by default train")
	flags.BoolVar(&f.yes, "yes", false, "write without asking")
	flags.BoolVar(&f.dryRun, "dry-run", false, "show the changes, and write nothing")
	return cmd
}

// initializer carries out assay init dvc.
type initializer struct {
	flags *initFlags
	ui    *terminal
}

func (i *initializer) run() error {
	top, folder, err := repositories()
	if err != nil {
		return err
	}
	setup, err := i.setup(folder)
	if err != nil {
		return err
	}
	pipeline, err := change("", dvc.PipelineFile, setup.Pipeline)
	if err != nil {
		return err
	}
	hooks, err := change(top, dvc.HooksFile, setup.Hooks)
	if err != nil {
		return err
	}
	return i.write(top, pipeline, hooks)
}

// repositories finds the top of the git repository, and where in it this folder
// is.
func repositories() (top, folder string, err error) {
	here, err := os.Getwd()
	if err != nil {
		return "", "", err
	}
	if _, ok := above(here, ".dvc"); !ok {
		return "", "", usageError("this is no DVC repository: run dvc init first")
	}
	top, ok := above(here, ".git")
	if !ok {
		return "", "", usageError("this is no git repository: run git init first")
	}
	folder, err = filepath.Rel(top, here)
	if folder == "." {
		folder = ""
	}
	return top, filepath.ToSlash(folder), err
}

// above is the nearest folder, from dir upwards, that has an entry.
func above(dir, entry string) (string, bool) {
	for {
		if _, err := os.Stat(filepath.Join(dir, entry)); err == nil {
			return dir, true
		}
		up := filepath.Dir(dir)
		if up == dir {
			return "", false
		}
		dir = up
	}
}

// setup says what is to be checked, once it is known that the suites are right.
func (i *initializer) setup(folder string) (*dvc.Setup, error) {
	c := &checker{flags: &checkFlags{suites: i.flags.suites}, ui: i.ui, publisher: newPublisher(i.ui, &publishFlags{})}
	jobs, err := c.jobs(i.flags.data)
	if err != nil {
		return nil, err
	}
	if len(jobs) != 1 {
		return nil, usageError("a stage checks one dataset, and assay.yaml lists %d: name the data with --data, and the stage with --stage", len(jobs))
	}
	var m mistakes
	if m.load(assay.Loader{Params: jobs[0].params}, jobs[0].suitePaths) == nil {
		return nil, i.ui.refuse(m.found, m.sources)
	}
	s := &dvc.Setup{Stage: i.flags.stage, Suites: i.flags.suites, Guards: i.flags.guards, Folder: folder, Deps: slices.Sorted(maps.Keys(m.sources))}
	for _, d := range jobs[0].dataset.Data {
		d = strings.TrimSuffix(strings.TrimPrefix(d, "dvc://"), ".dvc")
		s.Data = append(s.Data, filepath.ToSlash(filepath.Clean(d)))
	}
	if at := jobs[0].dataset.At.File; len(s.Suites) == 0 && at != "" {
		s.Deps = append(s.Deps, filepath.ToSlash(at))
	}
	return s, nil
}

// change makes a file's new text of its present one.
func change(dir, name string, edit func([]byte) (dvc.Change, error)) (dvc.Change, error) {
	before, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return dvc.Change{}, usageError("%w", err)
	}
	c, err := edit(before)
	if err != nil {
		return c, usageError("%w", err)
	}
	return c, nil
}

// write shows the changes, and makes them where that is wanted.
func (i *initializer) write(top string, pipeline, hooks dvc.Change) error {
	changed := false
	for _, c := range []dvc.Change{pipeline, hooks} {
		changed = changed || c.Changed()
		fmt.Fprint(i.ui.out, c.Diff())
	}
	if !changed {
		fmt.Fprintln(i.ui.out, "Nothing to change.")
		return nil
	}
	if i.flags.dryRun {
		return nil
	}
	if err := i.agree(); err != nil {
		return err
	}
	for dir, c := range map[string]dvc.Change{"": pipeline, top: hooks} {
		if !c.Changed() {
			continue
		}
		err := reports.WriteFile(filepath.Join(dir, c.Path), func(w io.Writer) error {
			_, err := w.Write(c.After)
			return err
		})
		if err != nil {
			return &exitError{exitReport, err}
		}
	}
	fmt.Fprintln(i.ui.out, "\nWritten. Next: pre-commit install, dvc repro, git add, git commit.")
	return nil
}

// agree asks on a terminal; elsewhere --yes must have been said.
func (i *initializer) agree() error {
	if i.flags.yes {
		return nil
	}
	if f, ok := i.ui.in.(*os.File); !ok || !isTerminal(f) {
		return usageError("nothing is written: say --yes to write these changes")
	}
	fmt.Fprint(i.ui.err, "\nWrite these changes? [y/N] ")
	answer, _ := bufio.NewReader(i.ui.in).ReadString('\n')
	if a := strings.ToLower(strings.TrimSpace(answer)); a != "y" && a != "yes" {
		return usageError("nothing is written")
	}
	return nil
}
