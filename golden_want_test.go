package assay_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"assay/engine"
	"assay/engine/vector"
)

// wantText writes down what a golden case is about: the verdict, and of every
// outcome the status, the counts, what was observed and where. Lines, byte
// offsets and file names belong to the format and are left out.
func wantText(r *engine.Result) string {
	var b strings.Builder
	verdict := "rejected"
	if r.Accepted {
		verdict = "accepted"
	}
	fmt.Fprintf(&b, "%s, %d rows\n", verdict, r.Rows)
	for _, o := range r.Outcomes {
		writeOutcome(&b, o)
	}
	for _, o := range r.Findings {
		if o.Status != engine.Pass || o.Check.At.Line > 0 {
			b.WriteString("finding ")
			writeOutcome(&b, o)
		}
	}
	return b.String()
}

func writeOutcome(b *strings.Builder, o engine.Outcome) {
	fmt.Fprintf(b, "%s %s", o.Status, o.Check.ID)
	if o.Check.Severity != engine.Critical {
		fmt.Fprintf(b, " (%s)", o.Check.Severity)
	}
	if o.Err != nil {
		fmt.Fprintf(b, ": %s\n  %s\n", o.Err.Code, o.Err.Error())
		return
	}
	fmt.Fprintf(b, ": %s\n", o.Check.Expect)
	if c := o.Counts; c != nil {
		fmt.Fprintf(b, "  %d of %d unexpected, %d of %d missing\n", c.Unexpected, c.Judged(), c.Missing, c.Elements)
	}
	if o.Observed != nil {
		fmt.Fprintf(b, "  observed %s\n", valueText(o.Observed))
	}
	if o.Details != nil {
		fmt.Fprintf(b, "  details %s\n", valueText(o.Details))
	}
	writeSegments(b, o.Segments)
	for _, e := range o.Examples {
		said := []string{fmt.Sprintf("  record %d:", e.At.Record)}
		if len(e.Values) > 0 {
			said = append(said, valueText(e.Values))
		}
		if e.Reason != "" {
			said = append(said, "("+e.Reason+")")
		}
		fmt.Fprintln(b, strings.Join(said, " "))
	}
}

func writeSegments(b *strings.Builder, s *engine.Segments) {
	if s == nil {
		return
	}
	fmt.Fprintf(b, "  segments by %s: %d groups, %d small, %d failed, %d errors\n", strings.Join(s.Columns, ", "), s.Groups, s.Small, s.Failed, s.Errors)
	for _, g := range s.Worst {
		fmt.Fprintf(b, "    %s %s, %d rows", g.Status, valueText(g.Values), g.Rows)
		if g.Counts != nil {
			fmt.Fprintf(b, ", %d of %d unexpected", g.Counts.Unexpected, g.Counts.Judged())
		}
		if g.Observed != nil {
			fmt.Fprintf(b, ", observed %s", valueText(g.Observed))
		}
		if g.Err != nil {
			fmt.Fprintf(b, ": %s", g.Err)
		}
		b.WriteString("\n")
	}
}

// valueText writes an observed value: scalars as in JSON, lists and maps in a
// shape that is easy to read.
func valueText(v any) string {
	switch v := v.(type) {
	case vector.Scalar:
		return string(v.AppendJSON(nil))
	case []vector.Scalar:
		return listText(v)
	case []string:
		return listText(v)
	case []map[string]any:
		return "[" + strings.Join(texts(v), "; ") + "]"
	case map[string]any:
		var parts []string
		for _, key := range slices.Sorted(maps.Keys(v)) {
			parts = append(parts, key+": "+valueText(v[key]))
		}
		return strings.Join(parts, ", ")
	case nil:
		return "nothing"
	}
	return fmt.Sprint(v)
}

func listText[T any](list []T) string { return strings.Join(texts(list), ", ") }

func texts[T any](list []T) []string {
	parts := make([]string, len(list))
	for i, v := range list {
		parts[i] = valueText(v)
	}
	return parts
}
