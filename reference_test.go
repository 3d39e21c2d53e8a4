package assay_test

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"testing"

	"assay/expectations"
)

const referencePage = "docs/expectations.md"

// TestReferenceIsCurrent writes the reference of the catalogue from its
// declarations and holds the page in docs/ to it. Its examples are whole
// suites, which TestDocsShowWhatHappens loads.
func TestReferenceIsCurrent(t *testing.T) {
	var page bytes.Buffer
	writeReference(&page, expectations.Builtin().All())
	if *update {
		if err := os.WriteFile(referencePage, page.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	have, err := os.ReadFile(referencePage)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(have, page.Bytes()) {
		t.Errorf("%s is not what the declarations say: go test . -run TestReferenceIsCurrent -update", referencePage)
	}
}

// writeReference writes groups and names in order, as assay list does.
func writeReference(w io.Writer, all []*expectations.Declaration) {
	slices.SortStableFunc(all, func(a, b *expectations.Declaration) int { return strings.Compare(a.Group, b.Group) })
	fmt.Fprint(w, `# The expectations

<!-- Made from the declarations in expectations/ by: go test . -run TestReferenceIsCurrent -update -->

What `+"`assay explain NAME`"+` prints, for all of them. How they are written in a suite, and what may stand beside each,
is in [suites.md](suites.md).
`)
	writeContents(w, all)
	for i, d := range all {
		if i == 0 || d.Group != all[i-1].Group {
			fmt.Fprintf(w, "\n## %s\n", capitalised(d.Group))
		}
		writeDeclaration(w, d)
	}
}

// writeContents writes a line of links for each group.
func writeContents(w io.Writer, all []*expectations.Declaration) {
	for i, d := range all {
		switch {
		case i == 0 || d.Group != all[i-1].Group:
			fmt.Fprintf(w, "\n**%s**: ", capitalised(d.Group))
		default:
			fmt.Fprint(w, " · ")
		}
		fmt.Fprintf(w, "[%s](#%s)", d.Name, d.Name)
		if i+1 == len(all) || all[i+1].Group != d.Group {
			fmt.Fprintln(w)
		}
	}
}

func writeDeclaration(w io.Writer, d *expectations.Declaration) {
	fmt.Fprintf(w, "\n### %s\n\n**%s.**", d.Name, d.Title)
	if d.Alias != "" {
		fmt.Fprintf(w, " In Great Expectations: `%s`.", d.Alias)
	}
	fmt.Fprintf(w, "\n\n%s\n", d.Doc)
	if params := d.Params(); len(params) > 0 {
		fmt.Fprint(w, "\n| parameter | meaning |\n|---|---|\n")
		for _, p := range params {
			writeParameter(w, p)
		}
	}
	if facts := facts(d); facts != "" {
		fmt.Fprintf(w, "\n%s\n", facts)
	}
	fmt.Fprintf(w, "\n```yaml\nversion: 1\nexpectations:\n%s\n```\n", indented(d.Example))
}

func writeParameter(w io.Writer, p expectations.ParamInfo) {
	name := "`" + p.Name + "`"
	if p.Alias != p.Name {
		name += ", `" + p.Alias + "`"
	}
	doc := p.Doc
	if len(p.Enum) > 0 {
		doc += ": " + strings.Join(p.Enum, ", ")
	}
	if p.Required {
		doc += " (required)"
	}
	fmt.Fprintf(w, "| %s | %s |\n", name, strings.ReplaceAll(doc, "|", `\|`))
}

// facts says which columns an expectation takes and which options.
func facts(d *expectations.Declaration) string {
	var facts []string
	if d.Domain != expectations.Table && d.Accepts != expectations.AnyType {
		facts = append(facts, "Columns of "+d.Accepts.String()+".")
	}
	if d.RowWise {
		facts = append(facts, "Takes `mostly` and `max_unexpected`.")
	}
	if d.NoWhere {
		facts = append(facts, "Takes no `where`.")
	}
	return strings.Join(facts, " ")
}

func capitalised(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

func indented(text string) string {
	return "  " + strings.ReplaceAll(strings.TrimSpace(text), "\n", "\n  ")
}
