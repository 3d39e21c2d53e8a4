package expectations

import (
	"slices"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
)

type columnsInSetParams struct {
	Columns    []string `param:"columns,bare,required" gx:"column_set" doc:"the names of the columns, in any order"`
	ExactMatch *bool    `param:"exact_match" doc:"whether other columns are refused; true by default"`
}

// exact is whether columns beside those named are refused.
func (p *columnsInSetParams) exact() bool { return p.ExactMatch == nil || *p.ExactMatch }

var _ = register(Def[columnsInSetParams]{
	Name:  "columns-in-set",
	Alias: "expect_table_columns_to_match_set",
	Group: "schema",
	Title: "The columns are exactly these, in any order",
	Doc: `The data must have all of these columns, in any order, and no others. With exact_match: false it may have others too. Names are compared as written.

What was observed is the data's own list, sorted; the details name the columns that are missing and those that nobody expected.`,
	Example: `- columns-in-set: {columns: [user_id, age], exact_match: false}`,
	Since:   "0.1",
	Domain:  Table,
	NoWhere: true,
	Validate: func(p *columnsInSetParams) []Problem {
		return repeated("columns", p.Columns)
	},
	Expect: func(p *columnsInSetParams) string {
		if p.exact() {
			return "the columns " + enumerate(p.Columns) + " and no others"
		}
		return "the columns " + enumerate(p.Columns)
	},
	Build: func(p *columnsInSetParams, _ []arrow.Field, env *engine.Env) (engine.Kind, error) {
		return known(columnMembers(p.Columns, columnNames(env.Schema), p.exact())), nil
	},
})

// columnMembers compares two sets of names. Its answer is Great Expectations':
// lists are sorted, and details name unexpected columns even where they are
// allowed.
func columnMembers(want, have []string, exact bool) engine.Observation {
	missing, unexpected := without(want, have), without(have, want)
	o := engine.Observation{
		Success: len(missing) == 0 && (!exact || len(unexpected) == 0),
		Value:   slices.Sorted(slices.Values(have)),
	}
	mismatched := make(map[string]any)
	if len(missing) > 0 {
		mismatched["missing"] = missing
	}
	if len(unexpected) > 0 {
		mismatched["unexpected"] = unexpected
	}
	if len(mismatched) > 0 {
		o.Details = map[string]any{"mismatched": mismatched}
	}
	return o
}

// without lists the names of a that b lacks, sorted.
func without(a, b []string) []string {
	var rest []string
	for _, name := range a {
		if !slices.Contains(b, name) {
			rest = append(rest, name)
		}
	}
	slices.Sort(rest)
	return rest
}
