package reports

import (
	"fmt"
	"strings"
	"time"

	"assay/engine"
)

// about is the identity of the run: suite, settings, data.
func (m *htmlMaker) about() {
	r := m.r
	add := func(name, value string) {
		if value != "" {
			m.page.About = append(m.page.About, htmlFact{name, value})
		}
	}
	add("Suite", clean(r.Suite.Name))
	add("Suite file", clean(r.Suite.Path))
	add("Suite digest", clean(r.Suite.Digest))
	for _, p := range r.Suite.Params {
		add("Parameter "+clean(p.Name), clip(clean(paramText(p.Value)), htmlCellLength))
	}
	add("Rejects at", r.FailOn.String())
	add("Quarantine", divided(r))
	var hold []string
	for _, o := range r.Findings {
		if o.Status == engine.Pass {
			hold = append(hold, o.Check.Name)
		}
	}
	add("Built in, passed", strings.Join(hold, ", "))
	add("assay", clean(r.Version))
	if t := r.Timing; t != nil {
		add("Started", t.Started.UTC().Format(time.RFC3339))
		add("Took", fmt.Sprintf("%.2f s", t.Elapsed.Seconds()))
		add("Read", bytesText(t.BytesRead))
		if t.Requests > 0 {
			add("Network", fetchedText(t))
		}
		add("Workers", group(int64(t.Workers)))
		add("Passes", group(int64(t.Passes)))
	}
	if n := blankLines(r); n > 0 {
		add("Skipped", plural(n, "blank line"))
	}
	m.files()
}

// paramText is a parameter as JSON writes it, but for texts, which need no
// quotes here.
func paramText(value any) string {
	value = plain(value)
	if text, ok := value.(string); ok {
		return text
	}
	raw, err := marshal(value)
	if err != nil {
		return fmt.Sprint(value)
	}
	return string(raw)
}

func (m *htmlMaker) files() {
	shown := m.r.Files[:min(len(m.r.Files), htmlFiles)]
	m.page.FilesTitle = plural(int64(len(m.r.Files)), "file")
	if len(shown) < len(m.r.Files) {
		m.page.FilesTitle += ", of which the first " + group(int64(len(shown))) + " are listed"
	}
	for _, f := range shown {
		size := "unknown"
		if f.Bytes >= 0 {
			size = bytesText(f.Bytes)
		}
		m.page.Files = append(m.page.Files, htmlFile{Path: clean(f.Path), Format: clean(f.Format), Records: group(f.Records), Size: size, SHA256: clean(f.SHA256), DVC: clean(f.DVC), Revision: clean(f.Revision)})
	}
}
