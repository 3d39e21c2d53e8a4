package reports

import (
	"fmt"

	"assay/engine"
	"assay/engine/vector"
)

// outcome writes one element of results.
func (g *gxWriter) outcome(o engine.Outcome) {
	g.raw(`{"success":`)
	g.value(o.Status == engine.Pass)
	g.raw(`,"expectation_config":`)
	g.value(gxConfig(g.result, o.Check))
	g.raw(`,"result":`)
	g.detail(o)
	g.raw(`,"meta":`)
	g.value(gxOwnMeta(o.Check))
	g.raw(`,"exception_info":`)
	g.value(gxException(o))
	g.raw("}")
}

// gxOwnMeta holds what has no place in GX: the id, and what else decided the
// result.
func gxOwnMeta(c *engine.Check) members {
	own := members{{"id", c.ID}}
	if c.MaxUnexpected != nil {
		own = append(own, member{"max_unexpected", *c.MaxUnexpected})
	}
	return members{{"assay", own}}
}

// gxException is the flat form of exception_info. There is no Python traceback
// to show; where there was an error GX's page renderer needs a string for it.
func gxException(o engine.Outcome) members {
	var traceback, message any
	e := failure(o)
	if e != nil {
		traceback, message = "", e.Error()
	}
	return members{
		{"raised_exception", e != nil},
		{"exception_traceback", traceback},
		{"exception_message", message},
	}
}

func (g *gxWriter) detail(o engine.Outcome) {
	switch {
	case g.level == gxBooleanOnly || o.Status == engine.Error:
		g.raw("{}")
	case o.Counts == nil || o.Observed != nil:
		g.value(gxObserved(o))
	default:
		g.rowWise(o)
	}
}

// gxMembership are the details that GX has beside observed_value, in its order:
// those of comparisons of a column's different values with a list.
var gxMembership = []string{"unexpected_count", "missing_count", "partial_unexpected_list", "partial_missing_list"}

// gxObserved is the result of an aggregate. Expectations that observe nothing,
// such as that a column exists, have an empty one.
func gxObserved(o engine.Outcome) members {
	if o.Observed == nil && len(o.Details) == 0 {
		return members{}
	}
	m := members{{"observed_value", plain(o.Observed)}}
	if o.Observed == nil {
		for _, key := range gxMembership {
			if value, ok := o.Details[key]; ok {
				m = append(m, member{key, plain(value)})
			}
		}
		return m
	}
	if len(o.Details) > 0 {
		m = append(m, member{"details", plain(o.Details)})
	}
	return m
}

// rowWise writes the counts, the partial lists and, where asked for, the whole
// ones. Expectations about missing values have no counts of missing ones.
func (g *gxWriter) rowWise(o engine.Outcome) {
	c, shape := o.Counts, gxShapeOf(o.Check)
	examples := o.Examples[:min(g.partial, len(o.Examples))]
	items := make([]any, len(examples))
	for i, e := range examples {
		items[i] = shape.item(e.Values)
	}
	m := members{
		{"element_count", c.Elements},
		{"unexpected_count", c.Unexpected},
		{"unexpected_percent", percent(c.Unexpected, c.Judged())},
		{"partial_unexpected_list", items},
	}
	if !c.OfElements {
		m = append(m,
			member{"missing_count", c.Missing},
			member{"missing_percent", percent(c.Missing, c.Elements)},
			member{"unexpected_percent_total", percent(c.Unexpected, c.Elements)},
			member{"unexpected_percent_nonmissing", percent(c.Unexpected, c.Judged())})
	}
	if g.level >= gxSummary && g.partial > 0 {
		m = append(m,
			member{"partial_unexpected_counts", g.counts(o, examples)},
			member{"partial_unexpected_index_list", rowNumbers(examples)})
	}
	if g.level < gxComplete {
		g.value(m)
		return
	}
	g.complete(o, m, shape)
}

// complete writes m with every unexpected value and row number added.
func (g *gxWriter) complete(o engine.Outcome, m members, shape gxShape) {
	for i, e := range m {
		g.raw([]string{"{", ","}[min(i, 1)])
		g.value(e.key)
		g.raw(":")
		g.value(e.value)
	}
	g.raw(`,"unexpected_list":`)
	g.list(o, func(e engine.Example) { g.value(shape.item(e.Values)) })
	g.raw(`,"unexpected_index_list":`)
	g.list(o, func(e engine.Example) { g.value(e.At.Row) })
	g.raw("}")
}

// list writes one element for every unexpected row.
func (g *gxWriter) list(o engine.Outcome, element func(engine.Example)) {
	g.raw("[")
	n := 0
	err := eachUnexpected(o, func(e engine.Example) error {
		if n++; n > 1 {
			g.raw(",")
		}
		element(e)
		return g.err
	})
	if g.err == nil {
		g.err = err
	}
	g.raw("]")
}

// eachUnexpected visits every unexpected row of o, in row order.
func eachUnexpected(o engine.Outcome, visit func(engine.Example) error) error {
	if o.All != nil {
		return o.All.Each(visit)
	}
	if o.Counts.Unexpected > int64(len(o.Examples)) {
		return fmt.Errorf("%s: the run did not keep every unexpected row", o.Check.ID)
	}
	for _, e := range o.Examples {
		if err := visit(e); err != nil {
			return err
		}
	}
	return nil
}

func rowNumbers(examples []engine.Example) []int64 {
	rows := make([]int64, len(examples))
	for i, e := range examples {
		rows[i] = e.At.Row
	}
	return rows
}

// gxShape is how GX shows an unexpected row: the value of a single column, the
// pair of a column pair, an object where there are several columns.
type gxShape struct {
	columns []string
	pair    bool
}

func gxShapeOf(c *engine.Check) gxShape {
	s := gxShape{columns: c.Columns}
	for _, p := range c.Params {
		s.pair = s.pair || p.Alias == "column_A"
	}
	return s
}

func (s gxShape) item(values []vector.Scalar) any {
	switch {
	case len(values) == 1:
		return scalar(values[0])
	case s.pair || len(values) != len(s.columns):
		return valueList(values)
	}
	m := make(members, len(values))
	for i, v := range values {
		m[i] = member{s.columns[i], scalar(v)}
	}
	return m
}
