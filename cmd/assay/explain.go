package main

import (
	"cmp"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"assay/engine/nearest"
	"assay/expectations"
)

func newExplain() *cobra.Command {
	return &cobra.Command{
		Use:               "explain NAME",
		Short:             "Explain one expectation",
		Long:              `Explain what an expectation means, its parameters, and how it is written. NAME is its name or its Great Expectations name.`,
		Args:              cobra.ExactArgs(1),
		ValidArgsFunction: completeExpectation,
		RunE: func(cmd *cobra.Command, args []string) error {
			catalogue := expectations.Builtin()
			d, ok := catalogue.Lookup(args[0])
			if !ok {
				hint := cmp.Or(nearest.DidYouMean(args[0], catalogue.Names()), `"assay list" names them all`)
				return usageError("unknown expectation %q: %s", args[0], hint)
			}
			return explain(cmd.OutOrStdout(), d)
		},
	}
}

func completeExpectation(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return expectations.Builtin().Names(), cobra.ShellCompDirectiveNoFileComp
}

// explain prints all that a declaration says.
func explain(w io.Writer, d *expectations.Declaration) error {
	fmt.Fprintf(w, "%s: %s\n", d.Name, d.Title)
	if d.Alias != "" {
		fmt.Fprintf(w, "in Great Expectations: %s\n", d.Alias)
	}
	for paragraph := range strings.SplitSeq(d.Doc, "\n\n") {
		fmt.Fprintf(w, "\n%s", fill(paragraph, 80))
	}
	if err := explainParams(w, d); err != nil {
		return err
	}
	options := "name, severity"
	if !d.NoWhere {
		options += ", where, segments, min_group_size"
	}
	if d.RowWise {
		options += ", mostly, max_unexpected, warn_at, fail_at"
	}
	options += ", notes, meta"
	fmt.Fprintf(w, "\nOptions beside it: %s\n", options)
	if d.Domain != expectations.Table && d.Accepts != expectations.AnyType {
		fmt.Fprintf(w, "Columns: %s\n", d.Accepts)
	}
	_, err := fmt.Fprintf(w, "\nExample:\n%s", indent(d.Example))
	return err
}

func explainParams(w io.Writer, d *expectations.Declaration) error {
	params := d.Params()
	if len(params) == 0 {
		return nil
	}
	fmt.Fprintln(w, "\nParameters:")
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, p := range params {
		doc := p.Doc
		if len(p.Enum) > 0 {
			doc += " (" + strings.Join(p.Enum, ", ") + ")"
		}
		if p.Required {
			doc += " (required)"
		}
		name := p.Name
		if p.Alias != p.Name {
			name += ", " + p.Alias
		}
		for line := range strings.Lines(fill(strings.TrimSpace(doc), 110)) {
			fmt.Fprintf(table, "  %s\t%s", name, line)
			name = ""
		}
		if p.Name == "column" && d.Domain == expectations.SingleColumn {
			fmt.Fprintf(table, "  except\tcolumns that column does not mean\n")
		}
	}
	return table.Flush()
}

// fill breaks a paragraph into lines of at most width characters. Lines that
// are indented stand as they are.
func fill(paragraph string, width int) string {
	if strings.HasPrefix(paragraph, " ") {
		return paragraph + "\n"
	}
	var b strings.Builder
	used := 0
	for _, word := range strings.Fields(paragraph) {
		switch {
		case used == 0:
		case used+1+len(word) > width:
			b.WriteByte('\n')
			used = 0
		default:
			b.WriteByte(' ')
			used++
		}
		b.WriteString(word)
		used += len(word)
	}
	b.WriteByte('\n')
	return b.String()
}

func indent(text string) string {
	var b strings.Builder
	for line := range strings.Lines(strings.TrimRight(text, "\n") + "\n") {
		b.WriteString("  " + line)
	}
	return b.String()
}
