package reports

import (
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"assay/engine"
	"assay/engine/vector"
)

var _ = register(Format{
	Name:  "prometheus",
	Title: "gauges for node_exporter's textfile collector",
	Needs: func(Options) (Needs, error) { return Needs{}, nil },
	Render: func(w io.Writer, r *engine.Result, _ Options) error {
		m := metrics{about: promLabels("dataset", datasetName(r), "suite", r.Suite.Name)}
		m.run(r)
		m.outcomes(append(append([]engine.Outcome{}, r.Outcomes...), r.Findings...))
		_, err := io.WriteString(w, m.b.String())
		return err
	},
})

// metrics writes the text exposition format.
type metrics struct {
	b     strings.Builder
	about string // the labels of every sample
}

// family begins a metric.
func (m *metrics) family(name, help string) {
	fmt.Fprintf(&m.b, "# HELP %s %s\n# TYPE %s gauge\n", name, help, name)
}

func (m *metrics) sample(name, labels string, value float64) {
	if labels != "" {
		labels = "," + labels
	}
	fmt.Fprintf(&m.b, "%s{%s%s} %s\n", name, m.about, labels, promFloat(value))
}

// run is what holds of the run as a whole.
func (m *metrics) run(r *engine.Result) {
	single := func(name, help string, value float64) {
		m.family(name, help)
		m.sample(name, "", value)
	}
	single("assay_accepted", "Whether the data were accepted (1) or rejected (0).", promBool(Accepted(r)))
	single("assay_rows", "Rows of the dataset.", float64(r.Rows))
	single("assay_files", "Files of the dataset.", float64(len(r.Files)))
	if n, known := totalBytes(r); known {
		single("assay_size_bytes", "Size of the dataset on disk.", float64(n))
	}
	if list := sides(r); len(list) > 0 {
		m.family("assay_divided_rows", "Rows that were set aside (rejected), and the others (accepted).")
		for _, s := range list {
			m.sample("assay_divided_rows", promLabels("side", s.name), float64(s.rows))
		}
	}
	t := count(r.Outcomes)
	m.family("assay_expectations", "Expectations by status.")
	m.sample("assay_expectations", promLabels("status", "pass"), float64(t.Pass))
	m.sample("assay_expectations", promLabels("status", "fail"), float64(t.Fail))
	m.sample("assay_expectations", promLabels("status", "error"), float64(t.Error))
	if d := r.Timing; d != nil {
		single("assay_last_run_timestamp_seconds", "When the run began, in seconds since 1970.", float64(d.Started.UnixMilli())/1000)
		single("assay_run_duration_seconds", "How long the run took.", d.Elapsed.Seconds())
	}
}

// outcomes is a sample for each outcome to which a metric applies.
func (m *metrics) outcomes(list []engine.Outcome) {
	for _, metric := range outcomeMetrics {
		written := false
		for _, o := range list {
			value, ok := metric.value(o)
			if !ok {
				continue
			}
			if !written {
				m.family(metric.name, metric.help)
				written = true
			}
			m.sample(metric.name, outcomeLabels(o.Check), value)
		}
	}
}

// outcomeMetrics are the metrics of an outcome; value says whether it has one.
var outcomeMetrics = []struct {
	name, help string
	value      func(engine.Outcome) (float64, bool)
}{
	{"assay_expectation_success", "Whether the expectation was met (1) or not (0); not there where it could not be evaluated.",
		func(o engine.Outcome) (float64, bool) {
			return promBool(o.Status == engine.Pass), o.Status != engine.Error
		}},
	{"assay_expectation_set_aside", "1 where the expectation was not met, and this does not count against the data, since its rows are set aside.",
		func(o engine.Outcome) (float64, bool) { return 1, o.SetAside }},
	{"assay_expectation_judged_rows", "Rows (cells, for valid-cells) that the expectation judged.",
		counted64(func(c engine.RowCounts) int64 { return c.Judged() })},
	{"assay_expectation_missing_rows", "Rows that the expectation passed over because of nulls.",
		counted64(func(c engine.RowCounts) int64 { return c.Missing })},
	{"assay_expectation_unexpected_rows", "Rows (cells, for valid-cells) that were not as expected.",
		counted64(func(c engine.RowCounts) int64 { return c.Unexpected })},
	{"assay_expectation_observed", "What an aggregate observed, where that is a number.", observedNumber},
}

func counted64(of func(engine.RowCounts) int64) func(engine.Outcome) (float64, bool) {
	return func(o engine.Outcome) (float64, bool) {
		if o.Counts == nil {
			return 0, false
		}
		return float64(of(*o.Counts)), true
	}
}

// observedNumber is what was observed, as a float.
func observedNumber(o engine.Outcome) (float64, bool) {
	s, ok := o.Observed.(vector.Scalar)
	if !ok || o.Status == engine.Error {
		return 0, false
	}
	return scalarNumber(s)
}

// scalarNumber is a number of any type as a float, which may lose digits.
func scalarNumber(s vector.Scalar) (float64, bool) {
	if s.IsNull() || s.Invalid || s.Lane == vector.Bytes || s.Lane == vector.Bool {
		return 0, false
	}
	f, err := strconv.ParseFloat(s.Text(), 64)
	return f, err == nil
}

func outcomeLabels(c *engine.Check) string {
	return promLabels("id", c.ID, "expectation", c.Name, "column", strings.Join(c.Columns, ","), "severity", c.Severity.String())
}

var promEscape = strings.NewReplacer(`\`, `\\`, "\"", `\"`, "\n", `\n`)

// promLabels writes names and values in turn.
func promLabels(pairs ...string) string {
	var b strings.Builder
	for i := 0; i < len(pairs); i += 2 {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(pairs[i] + `="` + promEscape.Replace(cleanName(pairs[i+1])) + `"`)
	}
	return b.String()
}

func promFloat(f float64) string {
	switch {
	case math.IsInf(f, 1):
		return "+Inf"
	case math.IsInf(f, -1):
		return "-Inf"
	}
	return strconv.FormatFloat(f, 'g', -1, 64)
}

func promBool(b bool) float64 {
	if b {
		return 1
	}
	return 0
}
