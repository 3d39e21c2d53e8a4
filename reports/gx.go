package reports

import (
	"io"
	"slices"

	"assay/engine"
)

// gxVersion is the release of Great Expectations whose result format, key
// order and rounding are followed.
const gxVersion = "1.24.1"

// gxLevel is Great Expectations' result_format.
type gxLevel int

// The levels, each holding what the one before it holds.
const (
	gxBooleanOnly gxLevel = iota
	gxBasic
	gxSummary
	gxComplete
)

var gxResultFormat = Setting{
	Name:    "result_format",
	Values:  []string{"BOOLEAN_ONLY", "BASIC", "SUMMARY", "COMPLETE"},
	Default: "SUMMARY",
	Doc:     "how much each result holds; COMPLETE lists every unexpected value",
}

var _ = register(Format{
	Name:     "gx",
	Title:    "Great Expectations' validation result, as JSON",
	Settings: []Setting{gxResultFormat},
	Needs: func(o Options) (Needs, error) {
		level, given, err := gxLevelOf(o)
		if err != nil || level == gxBooleanOnly {
			return Needs{Run: true}, err
		}
		return Needs{Examples: o.examples(machineExamples), AllUnexpected: level == gxComplete, ResultFormats: !given, Run: true}, nil
	},
	Render: func(w io.Writer, r *engine.Result, o Options) error {
		level, given, err := gxLevelOf(o)
		if err != nil {
			return err
		}
		g := gxWriter{w: w, result: r, level: level, given: given, partial: o.examples(machineExamples), types: columnTypes(r.Columns)}
		g.document()
		return g.err
	},
})

// gxLevelOf is the report's level, and whether it was asked for; what a suite
// says of one expectation counts where it was not.
func gxLevelOf(o Options) (level gxLevel, given bool, err error) {
	name, err := o.setting(gxResultFormat)
	if err != nil {
		return 0, false, err
	}
	_, given = o.Settings[gxResultFormat.Name]
	return parseGXLevel(name), given, nil
}

func parseGXLevel(name string) gxLevel { return gxLevel(slices.Index(gxResultFormat.Values, name)) }

// levelOf is the level of one outcome.
func (g *gxWriter) levelOf(c *engine.Check) gxLevel {
	if g.given || c.ResultFormat == nil || c.ResultFormat.Level == "" {
		return g.level
	}
	return parseGXLevel(c.ResultFormat.Level)
}

// gxWriter streams a validation result, an expectation a line; lists of every
// unexpected row go from the failure log to w without being held. After an
// error it writes nothing more.
type gxWriter struct {
	w       io.Writer
	result  *engine.Result
	level   gxLevel
	given   bool              // the level was asked for
	partial int               // how long a partial list gets
	types   map[string]string // of the columns
	err     error
}

func (g *gxWriter) raw(text string) {
	if g.err == nil {
		_, g.err = io.WriteString(g.w, text)
	}
}

func (g *gxWriter) value(v any) {
	if g.err != nil {
		return
	}
	var out []byte
	if out, g.err = marshal(v); g.err == nil {
		_, g.err = g.w.Write(out)
	}
}

// document keeps GX's key order. Its success, like GX's, does not depend on
// --fail-on; unlike GX's, it obeys severity and the built-in findings.
func (g *gxWriter) document() {
	r := g.result
	g.raw(`{"success":`)
	g.value(!rejectedAt(engine.FailOnCritical, r))
	g.raw(`,"results":[`)
	for i, o := range r.Outcomes {
		if i > 0 {
			g.raw(",")
		}
		g.raw("\n")
		g.outcome(o)
	}
	g.raw("\n],\"suite_name\":")
	g.value(r.Suite.Name)
	g.raw(`,"suite_parameters":`)
	g.value(params(r.Suite.Params))
	g.raw(`,"statistics":`)
	g.value(gxStatistics(r))
	g.raw(",\n\"meta\":")
	g.value(gxMeta(r))
	g.raw(",\"id\":null}\n")
}

func gxStatistics(r *engine.Result) members {
	t := count(r.Outcomes)
	all := len(r.Outcomes)
	return members{
		{"evaluated_expectations", all},
		{"successful_expectations", t.Pass},
		{"unsuccessful_expectations", all - t.Pass},
		{"success_percent", percent(int64(t.Pass), int64(all))},
	}
}

// gxMeta holds what GX's own tools look for, and what only assay knows.
func gxMeta(r *engine.Result) members {
	m := members{
		{"great_expectations_version", gxVersion},
		{"active_batch_definition", members{
			{"datasource_name", gxDatasource},
			{"data_connector_name", "fluent"},
			{"data_asset_name", datasetName(r)},
			{"batch_identifiers", members{}},
		}},
	}
	if t := r.Timing; t != nil {
		m = append(m, member{"run_id", members{{"run_name", nil}, {"run_time", t.Started}}})
	}
	d := newDocument(r, machineExamples)
	own := members{
		{"version", d.AssayVersion},
		{"verdict", d.Verdict},
		{"fail_on", d.FailOn},
		{"rows", d.Rows},
		{"files", d.Files},
		{"findings", d.Findings},
	}
	if d.Quarantine != nil {
		own = append(own, member{"quarantine", d.Quarantine})
	}
	return append(m, member{"assay", own})
}
