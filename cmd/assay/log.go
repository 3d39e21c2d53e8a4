package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"assay/engine"
	"assay/gates/verdict"
)

func newLog(ui *terminal) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "log",
		Short: "Log a saved result to a tracking server",
		Args:  unknownCommand,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newLogMLflow(ui))
	return cmd
}

func newLogMLflow(ui *terminal) *cobra.Command {
	var f publishFlags
	var sealed string
	cmd := &cobra.Command{
		Use:   "mlflow RESULT.json",
		Short: "Log a saved result to MLflow",
		Long: `Log a result that assay check --digest --report json saved, as assay check
--mlflow does: a run of the tracking server that MLFLOW_TRACKING_URI names, or the
one of MLFLOW_RUN_ID. It ends with 0 whatever the verdict.`,
		Example: `  assay check orders.csv -s orders.yaml --digest --report json=result.json
  assay log mlflow result.json`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return logSaved(cmd.Context(), newPublisher(ui, &f), args[0], sealed)
		},
	}
	cmd.Flags().StringVar(&sealed, "verdict", "", "file of the verdict of the same run, which may be signed")
	return cmd
}

// logSaved logs a saved result.
func logSaved(ctx context.Context, p *publisher, path, sealed string) error {
	t, err := newTracker(p.ui)
	if err != nil {
		return err
	}
	saved, err := p.read(path)
	if err != nil {
		return usageError("%s: %w", path, err)
	}
	p.timing = true // of the run that was saved
	v, err := savedVerdict(saved, sealed)
	if err != nil {
		return usageError("%s: %w", path, err)
	}
	specs := trackedReports()
	html := specs["report.html"]
	html.Settings = map[string]string{"profile": "off"} // figures of columns are not saved
	specs["report.html"] = html
	return t.track(ctx, p, saved, v, specs)
}

// savedVerdict is the verdict of a saved result: that of a file, which must be of
// the same run, where one is named.
func savedVerdict(saved *engine.Result, path string) (*verdict.Verdict, error) {
	v, err := verdict.Of(saved)
	if err != nil || path == "" {
		return v, err
	}
	given, err := verdict.Read(path)
	if err == nil {
		err = given.CheckDigest()
	}
	switch {
	case err != nil:
		return nil, fmt.Errorf("--verdict %s: %w", path, err)
	case given.Digest != v.Digest:
		return nil, fmt.Errorf("--verdict %s is of another run", path)
	}
	return given, nil
}
