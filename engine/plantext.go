package engine

import (
	"fmt"
	"slices"
	"strings"
)

// String describes what a run of p will do, for people: the passes, the
// columns that each reads, and the work that checks share. The second pass is
// described as if every check that may need it did.
func (p *Plan) String() string {
	var b strings.Builder
	evals := p.evaluations(&runtime{})
	for n := firstPass; n <= secondPass; n++ {
		ps, err := p.layout(n, evals)
		if err != nil {
			// Compile has laid out the same passes before.
			fmt.Fprintf(&b, "pass %d: %v\n", n, err)
			continue
		}
		if n > firstPass && len(ps.tasks) == 0 {
			break
		}
		ps.describe(&b)
	}
	errors := 0
	for _, c := range p.checks {
		if c.Err != nil {
			errors++
		}
	}
	fmt.Fprintf(&b, "%s, %s with the built-in findings\n", plural(len(p.checks), "expectation"), plural(len(p.checks)+len(p.findings), "check"))
	if errors > 0 {
		fmt.Fprintf(&b, "%s cannot be evaluated on this data\n", plural(errors, "expectation"))
	}
	return b.String()
}

// Division says how a run with q divides the rows, in a line.
func (p *Plan) Division(q *Quarantine) string {
	if newDividing(&runtime{opt: RunOptions{Quarantine: q}}, p, nil).direct {
		return "rows are divided as they are read\n"
	}
	at := slices.IndexFunc(p.checks, func(c *Check) bool { return !c.judgesRowsAlone() })
	return fmt.Sprintf("rows are divided in a pass of their own, after the others: what %s finds is known at the end\n", p.checks[at].ID)
}

func (p *pass) describe(b *strings.Builder) {
	if p.number == secondPass {
		fmt.Fprintf(b, "pass %d, where the first finds that it is needed: ", p.number)
	} else {
		fmt.Fprintf(b, "pass %d: ", p.number)
	}
	columns := make(map[int]bool) // one may be read twice: as text too
	for _, req := range p.slots {
		columns[req.Index] = true
	}
	fmt.Fprintf(b, "reads %d of %s\n", len(columns), plural(p.schema.NumFields(), "column"))
	for _, slot := range p.bySchema() {
		req := p.slots[slot]
		field := p.schema.Field(req.Index)
		form := ""
		if req.Text {
			form = ", as text"
		}
		fmt.Fprintf(b, "  column %s (%s%s)\n", field.Name, field.Type, form)
	}
	for _, w := range p.wheres {
		fmt.Fprintf(b, "  row condition, evaluated once: %s\n", w.condition.Text)
	}
	for _, t := range p.tasks {
		switch t := t.(type) {
		case *foldTask:
			fmt.Fprintf(b, "  accumulator %s over %s%s\n", t.need.Key, t.domain, unlessKnown(t.domain, t.need.Known != nil))
		case *keyedTask:
			fmt.Fprintf(b, "  keys of %s, in memory up to the budget, then in temporary files\n", t.domain)
		case *rowTask:
			fmt.Fprintf(b, "  predicate over %s%s\n", t.domain, unlessKnown(t.domain, t.rows.Proven != nil))
		case *orderedTask:
			fmt.Fprintf(b, "  order of %s\n", t.domain)
		case *sortedTask:
			fmt.Fprintf(b, "  sorted rows of %s, in memory up to the budget, then in temporary files\n", t.domain)
		case *outOfPlaceTask:
			fmt.Fprintf(b, "  rows out of place by %s\n", t.domain)
		case *duplicateTask:
			fmt.Fprintf(b, "  rows with equal keys of %s\n", t.domain)
		case *segmentTask:
			fmt.Fprintf(b, "  %s for each group of %s, up to %d groups\n", t.eval.check.Name, t.domain, MaxSegments)
		}
	}
}

// unlessKnown says of work that statistics may make it needless.
func unlessKnown(d domain, possible bool) string {
	if !possible || d.where >= 0 {
		return ""
	}
	return ", unless statistics prove a pass"
}

// String names the domain's columns.
func (d domain) String() string {
	if len(d.inputs) == 0 {
		return "rows"
	}
	names := make([]string, len(d.inputs))
	for i, in := range d.inputs {
		names[i] = in.Column
	}
	return strings.Join(names, ", ")
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
