package main

import (
	"context"

	"github.com/spf13/cobra"

	"assay/gates/mlflow"
	"assay/readers/dvc"
)

func newGateMLflow(ui *terminal) *cobra.Command {
	var f gateFlags
	var r mlflow.Registry
	var data string
	cmd := &cobra.Command{
		Use:   "mlflow --model NAME --version N --alias ALIAS",
		Short: "Promote a version in MLflow's model registry",
		Long: `Promote a version of a registered model to an alias, or to a stage, only if the
data of its training run were accepted: by verdicts that assay check --mlflow, or
assay run --mlflow, left in runs of the tracking server. It ends with 0 where it
was promoted (or would be, with --dry-run), with 1 and the reasons where it is
refused, and with 4 where the server failed or somebody else was faster.`,
		Example: `  assay gate mlflow --model fraud --version 3 --alias champion --policy policy.yaml
  assay gate mlflow --model fraud --version 3 --stage Production --dry-run`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := needed([2]string{"model", r.Model}, [2]string{"version", r.Version}); err != nil {
				return err
			}
			if err := r.CheckTarget(); err != nil {
				return usageError("%w", err)
			}
			var err error
			if r.Client, err = mlflowClient(); err != nil {
				return err
			}
			if data != "" {
				r.DataAt = func(ctx context.Context, commit string) (string, error) { return versionedMD5(ctx, data, commit) }
			}
			k := gatekeeper{flags: &f, ui: ui}
			return k.run(cmd.Context(), &r)
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVar(&r.Model, "model", "", "name of the registered model")
	flags.StringVar(&r.Version, "version", "", "version that is to be promoted")
	flags.StringVar(&r.Alias, "alias", "", "alias to move to it")
	flags.StringVar(&r.Stage, "stage", "", "stage to move it to: Staging, Production or Archived")
	flags.StringVar(&data, "data", "", "path of the training data in this git repository, for training runs that only name a commit")
	f.register(flags)
	return cmd
}

// versionedMD5 is the digest that DVC recorded for data at a commit.
func versionedMD5(ctx context.Context, data, commit string) (string, error) {
	address, _, err := dvc.ParseAddress(data, commit)
	if err != nil {
		return "", err
	}
	return dvc.RecordedMD5(ctx, address)
}
