package assay_test

import (
	"slices"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/expectations"
)

// situations are what every expectation must have golden cases of, and how an
// outcome shows that its case is one.
var situations = []struct {
	name string
	// applies says whether an expectation can be in the situation.
	applies func(d *expectations.Declaration) bool
	shown   func(o engine.Outcome, r *engine.Result, hasNull bool) bool
}{
	{"passing", always, func(o engine.Outcome, r *engine.Result, _ bool) bool {
		return o.Status == engine.Pass && r.Rows > 0
	}},
	{"failing", always, func(o engine.Outcome, r *engine.Result, _ bool) bool {
		return o.Status == engine.Fail
	}},
	{"null", always, func(o engine.Outcome, _ *engine.Result, hasNull bool) bool {
		return o.Status != engine.Error && hasNull
	}},
	{"missing column", readsColumns, func(o engine.Outcome, _ *engine.Result, _ bool) bool {
		return o.Status == engine.Error && o.Err.Code == "missing-column"
	}},
	{"wrong type", func(d *expectations.Declaration) bool { return readsColumns(d) && d.Accepts != expectations.AnyType },
		func(o engine.Outcome, _ *engine.Result, _ bool) bool {
			return o.Status == engine.Error && o.Err.Code != "missing-column"
		}},
	{"empty table", always, func(o engine.Outcome, r *engine.Result, _ bool) bool {
		return r.Rows == 0
	}},
	{"row condition", func(d *expectations.Declaration) bool { return !d.NoWhere },
		func(o engine.Outcome, _ *engine.Result, _ bool) bool {
			return o.Status != engine.Error && o.Check.Where != nil
		}},
}

func always(*expectations.Declaration) bool { return true }

func readsColumns(d *expectations.Declaration) bool { return d.Domain != expectations.Table }

// TestGoldenCasesCoverTheCatalogue runs every case once and asks its outcomes
// which situations they show.
func TestGoldenCasesCoverTheCatalogue(t *testing.T) {
	seen := make(map[string]map[string]bool)
	first := make([]int, len(axes)) // the first value of each
	for _, path := range goldenPaths(t) {
		c := readCase(t, path)
		nulls := c.nulls(t)
		r := c.run(t, first)
		for _, o := range slices.Concat(r.Outcomes, r.Findings) {
			if o.Check.At.Line == 0 {
				continue // a finding that the suite does not mention
			}
			if seen[o.Check.Name] == nil {
				seen[o.Check.Name] = make(map[string]bool)
			}
			for _, s := range situations {
				if s.shown(o, r, hasNull(o.Check, nulls)) {
					seen[o.Check.Name][s.name] = true
				}
			}
		}
	}
	for _, d := range expectations.Builtin().All() {
		for _, s := range situations {
			if s.applies(d) && !seen[d.Name][s.name] {
				t.Errorf("%s has no golden case of: %s", d.Name, s.name)
			}
		}
	}
}

// nulls lists the columns of a case's data in which a cell is missing.
func (c *goldenCase) nulls(t *testing.T) map[string]bool {
	src := c.open(t, "csv")
	defer src.Close()
	found := make(map[string]bool)
	eachBatchOf(t, src, func(b *engine.Batch) {
		for i, col := range b.Columns {
			if col.Array.NullN() > 0 || col.Array.DataType().ID() == arrow.NULL {
				found[src.Schema().Field(i).Name] = true
			}
		}
	})
	return found
}

// hasNull reports whether a check met a missing cell: in its columns, or
// anywhere if it is about the table.
func hasNull(c *engine.Check, nulls map[string]bool) bool {
	if len(c.Columns) == 0 {
		return len(nulls) > 0
	}
	return slices.ContainsFunc(c.Columns, func(name string) bool { return nulls[name] })
}
