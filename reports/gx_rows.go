package reports

import (
	"strconv"
	"strings"

	"assay/engine"
	"assay/engine/vector"
)

// gxRows writes the result of a row-wise expectation.
type gxRows struct {
	*gxWriter
	outcome engine.Outcome
	shape   gxShape
	format  engine.ResultFormat
	level   gxLevel
	partial int // how long a partial list gets
}

// rowsOf applies the expectation's own result_format, where the report was
// given none.
func (g *gxWriter) rowsOf(o engine.Outcome) *gxRows {
	r := &gxRows{gxWriter: g, outcome: o, shape: g.shapeOf(o.Check), level: g.levelOf(o.Check), partial: g.partial}
	if f := o.Check.ResultFormat; f != nil {
		r.format = *f
		if f.PartialUnexpectedCount != nil {
			r.partial = *f.PartialUnexpectedCount
		}
	}
	return r
}

// write begins with the counts and the partial lists, and adds the whole ones
// where asked for. Expectations about missing values have no counts of missing
// ones.
func (r *gxRows) write() {
	c := r.outcome.Counts
	m := members{
		{"element_count", c.Elements},
		{"unexpected_count", c.Unexpected},
		{"unexpected_percent", percent(c.Unexpected, c.Judged())},
	}
	examples := r.outcome.Examples[:min(r.partial, len(r.outcome.Examples))]
	if !r.format.ExcludeUnexpectedValues {
		m = append(m, member{"partial_unexpected_list", each(examples, r.value)})
	}
	if r.format.IndexColumns != nil {
		m = append(m, member{"unexpected_index_column_names", r.format.IndexColumns})
	}
	if !c.OfElements {
		m = append(m,
			member{"missing_count", c.Missing},
			member{"missing_percent", percent(c.Missing, c.Elements)},
			member{"unexpected_percent_total", percent(c.Unexpected, c.Elements)},
			member{"unexpected_percent_nonmissing", percent(c.Unexpected, c.Judged())})
	}
	if r.format.IncludeUnexpectedRows {
		m = append(m, member{"unexpected_rows", each(examples, r.row)})
	}
	if r.level >= gxSummary && r.partial > 0 {
		if !r.format.ExcludeUnexpectedValues {
			m = append(m, member{"partial_unexpected_counts", r.counts(examples)})
		}
		m = append(m, member{"partial_unexpected_index_list", each(examples, r.index)})
	}
	if r.level < gxComplete {
		r.gxWriter.value(m)
		return
	}
	r.complete(m)
}

func each(examples []engine.Example, show func(engine.Example) any) []any {
	list := make([]any, len(examples))
	for i, e := range examples {
		list[i] = show(e)
	}
	return list
}

// value is an unexpected value, or the values of several columns.
func (r *gxRows) value(e engine.Example) any { return r.shape.item(e.Values) }

// index is the number of an unexpected row, or an object that begins with the
// value and goes on with the columns that tell rows apart.
func (r *gxRows) index(e engine.Example) any {
	if r.format.IndexColumns == nil {
		return e.At.Row
	}
	var m members
	if !r.format.ExcludeUnexpectedValues {
		for i, v := range e.Values {
			m = append(m, member{r.shape.columns[i], r.shape.scalar(i, v)})
		}
	}
	for i, name := range r.format.IndexColumns {
		m = append(m, member{name, scalar(e.Beside[i])})
	}
	return m
}

// row is a whole row.
func (r *gxRows) row(e engine.Example) any {
	m := members{}
	first := len(r.format.IndexColumns)
	for i, name := range r.outcome.Check.Beside[first:] {
		m = append(m, member{name, scalar(e.Beside[first+i])})
	}
	return m
}

// complete writes m with every unexpected value and row added.
func (r *gxRows) complete(m members) {
	for i, e := range m {
		r.raw([]string{"{", ","}[min(i, 1)])
		r.gxWriter.value(e.key)
		r.raw(":")
		r.gxWriter.value(e.value)
	}
	if !r.format.ExcludeUnexpectedValues {
		r.raw(`,"unexpected_list":`)
		r.list(r.value)
	}
	r.raw(`,"unexpected_index_list":`)
	r.list(r.index)
	r.raw("}")
}

// list writes one element for every unexpected row.
func (r *gxRows) list(show func(engine.Example) any) {
	r.raw("[")
	n := 0
	err := eachUnexpected(r.outcome, func(e engine.Example) error {
		if n++; n > 1 {
			r.raw(",")
		}
		r.gxWriter.value(show(e))
		return r.err
	})
	if r.err == nil {
		r.err = err
	}
	r.raw("]")
}

// gxShape is how GX shows an unexpected row: the value of a single column, the
// pair of a column pair, an object where there are several columns.
type gxShape struct {
	columns []string
	types   []string // of the columns, by Arrow's names
	pair    bool
}

func (g *gxWriter) shapeOf(c *engine.Check) gxShape {
	s := gxShape{columns: c.Columns, types: make([]string, len(c.Columns))}
	for i, name := range c.Columns {
		s.types[i] = g.types[name]
	}
	for _, p := range c.Params {
		s.pair = s.pair || p.Alias == "column_A"
	}
	return s
}

// columnTypes are the types of columns by name.
func columnTypes(columns []engine.ColumnInfo) map[string]string {
	types := make(map[string]string, len(columns))
	for _, c := range columns {
		types[c.Name] = c.Type
	}
	return types
}

func (s gxShape) item(values []vector.Scalar) any {
	switch {
	case len(values) == 1:
		return s.scalar(0, values[0])
	case s.pair || len(values) != len(s.columns):
		return valueList(values)
	}
	m := make(members, len(values))
	for i, v := range values {
		m[i] = member{s.columns[i], scalar(v)}
	}
	return m
}

func (s gxShape) scalar(i int, v vector.Scalar) any { return scalar(s.value(i, v)) }

// value is that of one column. What an expectation reads as text, as those about
// patterns do, is a number or a truth value here where the column holds such.
func (s gxShape) value(i int, v vector.Scalar) vector.Scalar {
	if i >= len(s.types) || v.Lane != vector.Bytes || v.Invalid || v.IsNull() {
		return v
	}
	text := strings.TrimSpace(v.S)
	switch t := s.types[i]; {
	case strings.HasPrefix(t, "int"):
		if n, err := strconv.ParseInt(text, 10, 64); err == nil {
			return vector.IntScalar(n)
		}
	case strings.HasPrefix(t, "float"):
		if f, err := strconv.ParseFloat(text, 64); err == nil {
			return vector.FloatScalar(f)
		}
	case t == "bool":
		if b, err := strconv.ParseBool(text); err == nil {
			return vector.BoolScalar(b)
		}
	}
	return v
}
