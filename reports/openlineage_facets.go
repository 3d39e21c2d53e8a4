package reports

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"assay/engine"
	"assay/engine/vector"
)

// lineageFacets are the two facets of data quality.
func lineageFacets(r *engine.Result) members {
	return members{
		{"dataQualityAssertions", members{
			{"_producer", openLineageProducer + r.Version},
			{"_schemaURL", openLineageAssertions},
			{"assertions", lineageAssertions(r)},
		}},
		{"dataQualityMetrics", lineageMetrics(r)},
	}
}

// lineageOutputs are the files that the rows went to.
func lineageOutputs(r *engine.Result) []lineageOutput {
	list := []lineageOutput{}
	for _, s := range sides(r) {
		if s.path == "" {
			continue
		}
		list = append(list, lineageOutput{lineageDatasetName(s.path), members{{"outputStatistics", members{
			{"_producer", openLineageProducer + r.Version},
			{"_schemaURL", openLineageOutput},
			{"rowCount", s.rows},
		}}}})
	}
	return list
}

type lineageAssertion struct {
	Assertion string  `json:"assertion"`
	Success   bool    `json:"success"`
	Column    string  `json:"column,omitempty"`
	Severity  string  `json:"severity"`
	Name      string  `json:"name"`
	Expected  string  `json:"expected"`
	Actual    string  `json:"actual,omitempty"`
	Params    members `json:"params"`
}

func lineageAssertions(r *engine.Result) []lineageAssertion {
	list := []lineageAssertion{}
	for _, outcomes := range [][]engine.Outcome{r.Outcomes, r.Findings} {
		for _, o := range outcomes {
			list = append(list, newLineageAssertion(r, o))
		}
	}
	return list
}

func newLineageAssertion(r *engine.Result, o engine.Outcome) lineageAssertion {
	c := o.Check
	a := lineageAssertion{
		Assertion: c.Name, Success: o.Status == engine.Pass, Severity: "warn",
		Name: c.ID, Expected: clean(c.Expect) + tolerance(c), Params: params(c.Params),
		Actual: strings.TrimSuffix(observation(o), ", "),
	}
	if len(c.Columns) == 1 {
		a.Column = c.Columns[0]
	}
	// What would reject the data, had it failed.
	if !o.SetAside && threshold(r).Rejects(engine.Fail, c.Severity) {
		a.Severity = "error"
	}
	if e := failure(o); e != nil {
		a.Actual = clip(clean(e.Error()), valueLimit)
	}
	return a
}

// lineageMetrics holds what the run knows about the data anyway: OpenLineage
// takes a metric where there is one.
func lineageMetrics(r *engine.Result) members {
	m := members{
		{"_producer", openLineageProducer + r.Version},
		{"_schemaURL", openLineageMetrics},
		{"rowCount", r.Rows},
		{"fileCount", len(r.Files)},
	}
	if n, known := totalBytes(r); known {
		m = append(m, member{"bytes", n})
	}
	columns := make(map[string]map[string]any)
	for _, o := range r.Outcomes {
		name, value := lineageMetric(o)
		if name == "" {
			continue
		}
		column := o.Check.Columns[0]
		if columns[column] == nil {
			columns[column] = make(map[string]any)
		}
		columns[column][name] = value
	}
	all := members{}
	for _, column := range slices.Sorted(maps.Keys(columns)) {
		all = append(all, member{column, columns[column]})
	}
	return append(m, member{"columnMetrics", all})
}

// lineageObserved are the metrics that aggregates observe, by their Great
// Expectations names.
var lineageObserved = map[string]string{
	"expect_column_min_to_be_between":                "min",
	"expect_column_max_to_be_between":                "max",
	"expect_column_sum_to_be_between":                "sum",
	"expect_column_unique_value_count_to_be_between": "distinctCount",
}

// lineageMetric is what an outcome over all rows of one column says about the
// column, "" where that is nothing that OpenLineage has a name for.
func lineageMetric(o engine.Outcome) (name string, value any) {
	c := o.Check
	if len(c.Columns) != 1 || c.Where != nil || o.Status == engine.Error {
		return "", nil
	}
	switch n := o.Counts; {
	case n == nil:
	case c.Alias == "expect_column_values_to_not_be_null":
		return "nullCount", n.Unexpected
	case !n.OfElements && strings.HasPrefix(c.Alias, "expect_column_value"):
		return "nullCount", n.Missing
	}
	if s, ok := o.Observed.(vector.Scalar); ok {
		if f, ok := scalarNumber(s); ok && lineageObserved[c.Alias] != "" {
			raw, err := json.Marshal(f)
			if err != nil {
				return "", nil // infinite: JSON has no number for it
			}
			return lineageObserved[c.Alias], json.RawMessage(raw)
		}
	}
	return "", nil
}
