package expectations

import (
	"strings"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/regex"
	"assay/engine/vector"
)

type missingValuesParams struct {
	oneColumn
	Values []vector.Literal `param:"values" doc:"values that stand for a missing one: N/A, -, -999"`
	Regex  Regexp           `param:"regex" doc:"regular expression, found in the text of values that stand for a missing one"`
}

var _ = register(Def[missingValuesParams]{
	Name:  "missing-values",
	Group: "missing values",
	Title: "No value is missing, or stands for a missing one",
	Doc: `A row is unexpected where the column has no value, where its value is one of values, or where regex is found in its text: the N/A, -, unknown or -999 that people write for want of a value. Shares are of all rows, so that mostly: 0.95 allows one row in twenty to be missing in one way or another.

Values are compared as the column's type has them, -999 with -999.0 in a column of numbers. What a column's type cannot hold is in none of its values, so that one list serves for columns of several types; but it is looked for among the cells that do not fit the type, and so "N/A" is found among numbers, where valid-cells reports it too. In the same way regex is searched in the cells of a text column and among others in those that do not fit: ^\s*$ finds what is empty or blank.

To have such values read as missing by every expectation, name them in the suite's null_values (CSV).`,
	Example: `- missing-values: {column: [phone, age], values: ["N/A", "-", -999], regex: '^\s*$'}
  mostly: 0.95`,
	Since:   "0.1",
	Domain:  SingleColumn,
	RowWise: true,
	Accepts: AnyType,
	Validate: func(p *missingValuesParams) []Problem {
		if len(p.Values) > 0 || p.Regex != "" {
			return nil
		}
		return []Problem{{Param: "values", Code: "missing-parameter", Msg: "neither values nor regex is given", Hint: "give one of them, or use not-null"}}
	},
	Expect: (*missingValuesParams).describe,
	Build: func(p *missingValuesParams, columns []arrow.Field, env *engine.Env) (engine.Kind, error) {
		s, err := p.sentinels(columns[0].Type, env)
		if err != nil {
			return nil, err
		}
		return engine.Rows{Inputs: []engine.Input{p.input()}, Ignore: engine.IgnoreNone, JudgesNull: true, New: s.predicate}, nil
	},
})

func (p *missingValuesParams) describe() string {
	var ways []string
	if len(p.Values) > 0 {
		ways = append(ways, "one of "+members{p.Values}.enumerate())
	}
	if p.Regex != "" {
		ways = append(ways, "matching "+string(p.Regex))
	}
	return "no value missing, " + strings.Join(ways, " or ")
}

// sentinels are what stands for a missing value in one column. Each part may be
// nil.
type sentinels struct {
	values  *vector.Set // of the column's type
	texts   *vector.Set // for cells that do not fit it
	pattern *regex.Expr
}

// sentinels sorts the values into those that the column may hold and others.
func (p *missingValuesParams) sentinels(t arrow.DataType, env *engine.Env) (s sentinels, err error) {
	var held, texts members
	for _, l := range p.Values {
		text := vector.Literal{Kind: vector.LiteralString, Text: l.Text}
		if ClassOf(t) == Strings {
			l = text
		}
		if _, err := (members{[]vector.Literal{l}}).over(t, env); err == nil {
			held.Values = append(held.Values, l)
		}
		texts.Values = append(texts.Values, text)
	}
	if s.values, err = held.over(t, env); err != nil {
		return s, err
	}
	if s.texts, err = texts.over(arrow.BinaryTypes.String, env); err != nil {
		return s, err
	}
	if p.Regex != "" {
		s.pattern, err = compilePattern(p.Regex)
	}
	return s, err
}

// predicate marks rows without a value, and those whose value is a sentinel.
func (s sentinels) predicate() engine.Predicate {
	m := sentinelMarker{sentinels: s}
	if s.pattern != nil {
		m.searcher = s.pattern.NewSearcher()
	}
	return engine.PredicateFunc(func(in []*vector.Vector, rows int, out *engine.Marks) error {
		return m.mark(in[0], rows, out)
	})
}

// sentinelMarker is one worker's.
type sentinelMarker struct {
	sentinels
	searcher regex.Searcher // nil where there is no pattern
	found    vector.Mask
}

func (m *sentinelMarker) mark(v *vector.Vector, rows int, out *engine.Marks) error {
	m.values.Present(v, out.Unexpected)
	if m.searcher != nil && v.Lane == vector.Bytes {
		m.found = m.found.Grow(rows)
		if err := m.searcher.NotMatching(v, out.Ignored, m.found); err != nil {
			return err
		}
		m.found.Not(rows)
		out.Unexpected.Or(m.found)
	}
	out.Unexpected.AndNot(v.Invalid)
	var err error
	v.Invalid.Each(func(row int) bool {
		var found bool
		if found, err = m.invalid(v.At(row).S); found {
			out.Unexpected.Set(row)
		}
		if err != nil {
			err = &engine.RowError{Row: row, Err: err}
		}
		return err == nil
	})
	v.MarkNull(out.Unexpected)
	return err
}

// invalid reports whether an invalid cell, of which there is only the text,
// stands for a missing value.
func (m *sentinelMarker) invalid(text string) (bool, error) {
	if m.searcher == nil || m.texts.Contains(vector.StringScalar(text)) {
		return m.texts.Contains(vector.StringScalar(text)), nil
	}
	return m.searcher.Find([]byte(text))
}
