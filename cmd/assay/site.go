package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"assay/reports"
	"assay/reports/site"
)

func newSite(ui *terminal) *cobra.Command {
	var dataset string
	cmd := &cobra.Command{
		Use:   "site DIR [RESULT.json…]",
		Short: "Keep results in a folder and write a static site of them",
		Long: `Add results that assay check --report json saved to a folder, and write its
pages: an index of datasets with their verdicts, the trends of each expectation
over runs, and a report of each run. Without results, all pages are written
again. Adding a result twice changes nothing; several may write at a time.`,
		Example: `  assay check orders.csv -s orders.yaml --timing --report json=result.json
  assay site public result.json
  assay site serve public`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return addToSite(cmd.Context(), ui, args[0], args[1:], dataset)
		},
	}
	cmd.Flags().StringVar(&dataset, "dataset", "", "name of the dataset (default the suite's name and the path of the data)")
	cmd.AddCommand(newSiteServe(ui))
	return cmd
}

// addToSite adds results, all of them or, where one cannot be read, none.
func addToSite(ctx context.Context, ui *terminal, dir string, paths []string, dataset string) error {
	var entries []site.Entry
	for _, path := range paths {
		e, err := siteEntry(path)
		if err != nil {
			return usageError("%s: %w", path, err)
		}
		e.Dataset = dataset
		entries = append(entries, e)
	}
	s, err := site.Open(dir)
	if err != nil {
		return &exitError{exitReport, fmt.Errorf("cannot write the site: %w", err)}
	}
	added, err := s.Add(ctx, entries...)
	switch {
	case errors.Is(err, context.Canceled):
		return err
	case err != nil:
		return &exitError{exitReport, fmt.Errorf("cannot write the site: %w", err)}
	}
	text := fmt.Sprintf("%d of %d results added to %s", added, len(entries), dir)
	if len(entries) == 0 {
		text = "all pages of " + dir + " written"
	}
	_, err = fmt.Fprintln(ui.out, text)
	return err
}

// siteEntry reads a saved result. One that does not say when it was made is
// from when its file was written.
func siteEntry(path string) (site.Entry, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return site.Entry{}, err
	}
	info, err := os.Stat(path)
	if err != nil {
		return site.Entry{}, err
	}
	result, err := reports.ReadJSON(bytes.NewReader(raw))
	return site.Entry{Raw: raw, Result: result, Time: info.ModTime()}, err
}
