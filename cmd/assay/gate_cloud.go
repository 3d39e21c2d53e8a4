package main

import (
	"cmp"
	"os"

	"github.com/spf13/cobra"

	"assay/gates/sagemaker"
	"assay/gates/vertex"
)

func newGateSageMaker(ui *terminal) *cobra.Command {
	var f gateFlags
	var r sagemaker.Registry
	cmd := &cobra.Command{
		Use:   "sagemaker --model-package ARN --verdict FILE",
		Short: "Approve a model package of Amazon SageMaker",
		Long: `Approve a model package only if the data that it names, by their MD5 under
assay.data.md5 in its CustomerMetadataProperties, were accepted: by verdicts that
--verdict names. Credentials and region are those of AWS's own tools.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := needed([2]string{"model-package", r.ARN}); err != nil {
				return err
			}
			r.Region = cmp.Or(r.Region, os.Getenv("AWS_REGION"), os.Getenv("AWS_DEFAULT_REGION"))
			r.Endpoint = cmp.Or(r.Endpoint, os.Getenv("AWS_ENDPOINT_URL_SAGEMAKER"), os.Getenv("AWS_ENDPOINT_URL"))
			r.Profile = os.Getenv("AWS_PROFILE")
			if err := r.Check(); err != nil {
				return usageError("%w", err)
			}
			k := gatekeeper{flags: &f, ui: ui}
			return k.run(cmd.Context(), &r)
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVar(&r.ARN, "model-package", "", "ARN of the model package")
	flags.StringVar(&r.Region, "region", "", "region (default $AWS_REGION, or that of the ARN)")
	flags.StringVar(&r.Endpoint, "endpoint", "", "address of the API (default $AWS_ENDPOINT_URL_SAGEMAKER, $AWS_ENDPOINT_URL, or that of the region)")
	f.register(flags)
	return cmd
}

func newGateVertex(ui *terminal) *cobra.Command {
	var f gateFlags
	var r vertex.Registry
	cmd := &cobra.Command{
		Use:   "vertex --project P --location L --model ID --version N --alias ALIAS --verdict FILE",
		Short: "Move an alias in Vertex AI's model registry",
		Long: `Move an alias to a version of a model only if the data that it names, by their MD5
in its label assay-data-md5, were accepted: by verdicts that --verdict names.
Credentials are Google's application default credentials.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			err := needed([2]string{"project", r.Project}, [2]string{"location", r.Location}, [2]string{"model", r.Model}, [2]string{"version", r.Version}, [2]string{"alias", r.Alias})
			if err != nil {
				return err
			}
			if err := r.Check(); err != nil {
				return usageError("%w", err)
			}
			k := gatekeeper{flags: &f, ui: ui}
			return k.run(cmd.Context(), &r)
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVar(&r.Project, "project", "", "the project")
	flags.StringVar(&r.Location, "location", "", "the location, such as europe-west1")
	flags.StringVar(&r.Model, "model", "", "ID of the model")
	flags.StringVar(&r.Version, "version", "", "ID of the version")
	flags.StringVar(&r.Alias, "alias", "", "alias to move to it")
	flags.StringVar(&r.Endpoint, "endpoint", "", "address of the API (default that of the location)")
	f.register(flags)
	return cmd
}
