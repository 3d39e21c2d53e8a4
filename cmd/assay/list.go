package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"assay/expectations"
)

func newList() *cobra.Command {
	return &cobra.Command{
		Use:   "list",
		Short: "List the expectations",
		Long:  `List every expectation: its name, what it says, and its Great Expectations name.`,
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return listExpectations(cmd.OutOrStdout(), expectations.Builtin().All())
		},
	}
}

// listExpectations prints a line for each, under the heading of its group;
// groups and names are sorted.
func listExpectations(w io.Writer, all []*expectations.Declaration) error {
	slices.SortStableFunc(all, func(a, b *expectations.Declaration) int { return strings.Compare(a.Group, b.Group) })
	name, title := 0, 0
	for _, d := range all {
		name, title = max(name, len(d.Name)), max(title, len(d.Title))
	}
	var b strings.Builder
	for i, d := range all {
		if i == 0 || d.Group != all[i-1].Group {
			if i > 0 {
				b.WriteByte('\n')
			}
			fmt.Fprintln(&b, d.Group)
		}
		line := fmt.Sprintf("  %-*s  %-*s  %s", name, d.Name, title, d.Title, d.Alias)
		fmt.Fprintln(&b, strings.TrimRight(line, " "))
	}
	_, err := io.WriteString(w, b.String())
	return err
}
