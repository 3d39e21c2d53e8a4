package reports

import (
	"fmt"

	"assay/engine"
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
	g.value(gxOwnMeta(o))
	g.raw(`,"exception_info":`)
	g.value(gxException(o))
	g.raw("}")
}

// gxOwnMeta holds what has no place in GX: the id, and what else decided the
// result.
func gxOwnMeta(o engine.Outcome) members {
	own := members{{"id", o.Check.ID}}
	if most := o.Check.MaxUnexpected; most != nil {
		own = append(own, member{"max_unexpected", *most})
	}
	if o.SetAside {
		own = append(own, member{"set_aside", true})
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
	case g.levelOf(o.Check) == gxBooleanOnly || o.Status == engine.Error:
		g.raw("{}")
	case o.Counts == nil || o.Observed != nil:
		g.value(gxObserved(o))
	default:
		g.rowsOf(o).write()
	}
}

// gxMembership are the details that GX has beside observed_value, in its order:
// those of comparisons of a column's different values with a list.
var gxMembership = []string{"unexpected_count", "missing_count", "partial_unexpected_list", "partial_missing_list"}

// gxSilent is the expectation whose result is empty in Great Expectations; what
// assay observes of it is where the column stands.
const gxSilent = "expect_column_to_exist"

// gxObserved is the result of an aggregate.
func gxObserved(o engine.Outcome) members {
	if o.Check.Alias == gxSilent || o.Observed == nil && len(o.Details) == 0 {
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
