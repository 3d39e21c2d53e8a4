package expectations

import (
	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/fold"
	"assay/engine/vector"
)

type mostCommonInSetParams struct {
	oneColumn
	members
	TiesOkay bool `param:"ties_okay" doc:"whether several values may be the most frequent; then one of them in the list is enough"`
}

var _ = register(Def[mostCommonInSetParams]{
	Name:  "most-common-in-set",
	Alias: "expect_column_most_common_value_to_be_in_set",
	Group: "sets",
	Title: "The most frequent value is one of a list",
	Doc: `The value that occurs most often must be among values. Where several values occur equally often the expectation fails, unless ties_okay is true: then one of them must be in the list.

Missing values are not counted. What was observed is the list of the most frequent values, in order; of more than 1,000 the first are listed, and the details say how many there are. A column without values has none, and fails. Values are compared as in in-set. One cell that does not fit the column's type makes the expectation an error.`,
	Example:  `- most-common-in-set: {column: status, values: [paid, shipped]}`,
	Since:    "0.1",
	Domain:   SingleColumn,
	Accepts:  AnyType,
	Validate: func(p *mostCommonInSetParams) []Problem { return p.members.validate() },
	Hint:     func(p *mostCommonInSetParams) engine.Hint { return p.hint() },
	Expect:   func(p *mostCommonInSetParams) string { return "most frequent value one of " + p.enumerate() },
	Build: func(p *mostCommonInSetParams, columns []arrow.Field, env *engine.Env) (engine.Kind, error) {
		set, err := p.over(columns[0].Type, env)
		if err != nil {
			return nil, err
		}
		return judgeCounts(p.oneColumn, func(counts *fold.ValueCounts) (engine.Observation, error) {
			return p.judge(counts, set)
		}), nil
	},
})

// maxModes is how many of the most frequent values are shown.
const maxModes = 1000

func (p *mostCommonInSetParams) judge(counts *fold.ValueCounts, set *vector.Set) (engine.Observation, error) {
	var modes, inSet int64
	shown := []vector.Scalar{}
	err := counts.Each(func(value vector.Scalar, n int64) error {
		if n != counts.Most() {
			return nil
		}
		if modes++; modes <= maxModes {
			shown = append(shown, value)
		}
		if set.Contains(value) {
			inSet++
		}
		return nil
	})
	o := engine.Observation{Success: inSet > 0 && (p.TiesOkay || modes == 1), Value: shown}
	if modes > maxModes {
		o.Details = map[string]any{"most_common_count": vector.IntScalar(modes)}
	}
	return o, err
}
