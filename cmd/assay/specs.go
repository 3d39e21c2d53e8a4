package main

import (
	"fmt"
	"slices"
	"strings"

	"assay/reports"
)

// formatHelp lists the report formats and their settings.
func formatHelp() string {
	var b strings.Builder
	for _, format := range reports.All() {
		fmt.Fprintf(&b, "  %-12s%s\n", format.Name, format.Title)
		for _, s := range format.Settings {
			values := strings.Join(s.Values, "|")
			if values == "" {
				values = "TEXT"
			}
			fmt.Fprintf(&b, "              ?%s=%s (default %s)\n", s.Name, values, s.Default)
		}
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// autoReport is what --report calls the reports that suit the environment.
const autoReport = "auto"

// autoReports are the reports for where the command runs: CI systems announce
// themselves in the environment. GitLab takes its report from a file, which is
// named after the dataset where that has a name.
func autoReports(getenv func(string) string, dataset string) []string {
	switch {
	case getenv("GITHUB_ACTIONS") == "true":
		return []string{"github"}
	case getenv("GITLAB_CI") == "true":
		file := "gl-code-quality-report.json"
		if dataset != "" {
			file = "gl-code-quality-report." + strings.ReplaceAll(dataset, "/", "-") + ".json"
		}
		return []string{"text", "gitlab=" + file}
	case strings.EqualFold(getenv("TF_BUILD"), "true"):
		return []string{"azure"}
	}
	return []string{"text"}
}

// parseReports reads report specs, of which at most one may go to each place.
// auto stands for the given list.
func parseReports(texts, auto []string) ([]reports.Spec, error) {
	var specs []reports.Spec
	for i, text := range texts {
		if text == autoReport {
			texts = slices.Replace(slices.Clone(texts), i, i+1, auto...)
			return parseReports(texts, nil)
		}
		if strings.HasPrefix(text, autoReport+"=") {
			return nil, usageError("report %q: auto decides by itself where to write; name a format to give it a path", text)
		}
		spec, err := reports.ParseSpec(text)
		if err != nil {
			return nil, usageError("%w", err)
		}
		same := func(s reports.Spec) bool { return s.Path == spec.Path }
		switch {
		case !slices.ContainsFunc(specs, same):
		case spec.Path == reports.Stdout:
			return nil, usageError("two reports go to standard output: give one of them a file, as in --report %s=PATH", spec.Format.Name)
		default:
			return nil, usageError("two reports go to %s", spec.Path)
		}
		specs = append(specs, spec)
	}
	return specs, nil
}

// needs is what all reports together must find in the result.
func needs(specs []reports.Spec, o reports.Options) (reports.Needs, error) {
	var all reports.Needs
	for _, spec := range specs {
		n, err := spec.Needs(o)
		if err != nil {
			return all, usageError("report %s: %w", spec.Format.Name, err)
		}
		all = all.Merge(n)
	}
	return all, nil
}
