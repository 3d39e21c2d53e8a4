package reports

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"

	"assay/engine"
	"assay/engine/vector"
)

// gxDatasource is the name under which the data appear in batch ids.
const gxDatasource = "assay"

// gxDomain are the arguments that GX puts before mostly.
var gxDomain = []string{"column", "column_A", "column_B", "column_list"}

// gxBounds are the arguments that GX turns into floats.
var gxBounds = []string{"min_value", "max_value", "threshold"}

// gxConfig is an expectation_config. It has no id: GX takes none but a UUID.
func gxConfig(r *engine.Result, c *engine.Check) members {
	m := members{
		{"type", cmp.Or(c.Alias, c.Name)},
		{"kwargs", gxKwargs(r, c)},
		{"meta", gxUserMeta(c)},
	}
	switch len(c.Notes) {
	case 0:
	case 1:
		m = append(m, member{"notes", c.Notes[0]})
	default:
		m = append(m, member{"notes", c.Notes})
	}
	return append(m, member{"severity", c.Severity.String()})
}

func gxUserMeta(c *engine.Check) any {
	if len(c.Meta) == 0 {
		return members{}
	}
	return plain(c.Meta)
}

// gxKwargs keeps GX's order: the batch, the domain, what every expectation
// takes, and its own arguments.
func gxKwargs(r *engine.Result, c *engine.Check) members {
	m := members{{"batch_id", gxDatasource + "-" + datasetName(r)}}
	var own members
	for _, p := range c.Params {
		arg := member{cmp.Or(p.Alias, p.Name), gxArgument(c, p)}
		switch {
		case p.Value == nil:
		case slices.Contains(gxDomain, arg.key):
			m = append(m, arg)
		default:
			own = append(own, arg)
		}
	}
	if c.MostlyGiven {
		m = append(m, member{"mostly", jsonFloat(c.Mostly)})
	}
	if c.Where != nil {
		m = append(m, member{"row_condition", members{
			{"type", "pass_through"}, {"pass_through_filter", c.Where.Text},
		}})
	}
	return append(m, own...)
}

func gxArgument(c *engine.Check, p engine.Param) any {
	name := cmp.Or(p.Alias, p.Name)
	// The suite may select several columns at once; this check has one.
	if name == "column" && len(c.Columns) == 1 {
		return c.Columns[0]
	}
	if l, ok := p.Value.(vector.Literal); ok && l.Kind == vector.LiteralNumber && slices.Contains(gxBounds, name) {
		return floatLiteral(l)
	}
	return plain(p.Value)
}

// floatLiteral spells a number so that JSON readers see a float; no digit is
// lost.
func floatLiteral(l vector.Literal) any {
	n, ok := jsonNumber(l.Text)
	if !ok {
		return l.Text
	}
	if !strings.ContainsAny(n, ".eE") {
		n += ".0"
	}
	return json.RawMessage(n)
}
