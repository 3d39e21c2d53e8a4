package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"assay/expectations"
	"assay/suites"
)

func newSchema() *cobra.Command {
	return &cobra.Command{
		Use:   "schema",
		Short: "Print the JSON Schema of the suite language",
		Long: `Print the JSON Schema of the suite language, from which editors complete and
check suites. In an editor with a YAML language server:

  assay schema > assay.schema.json

and at the top of a suite:

  # yaml-language-server: $schema=assay.schema.json`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			schema, err := suites.JSONSchema(expectations.Builtin())
			if err != nil {
				return fmt.Errorf("internal error: %w", err)
			}
			_, err = cmd.OutOrStdout().Write(append(schema, '\n'))
			return err
		},
	}
}
