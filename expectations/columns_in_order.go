package expectations

import (
	"slices"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
)

type columnsInOrderParams struct {
	Columns []string `param:"columns,bare,required" gx:"column_list" doc:"the names of all columns, in order"`
}

var _ = register(Def[columnsInOrderParams]{
	Name:  "columns-in-order",
	Alias: "expect_table_columns_to_match_ordered_list",
	Group: "schema",
	Title: "The columns are exactly these, in this order",
	Doc: `The data must have these columns and no others, in this order. Names are compared as written, so that case and surrounding spaces matter; a header may name a column that no row has a value for.

What was observed is the data's own list; the details hold the positions (from 0) at which the two lists differ. Data without rows is judged like any other, by its header or schema.`,
	Example: `- columns-in-order: [user_id, age, price]`,
	Since:   "0.1",
	Domain:  Table,
	NoWhere: true,
	Validate: func(p *columnsInOrderParams) []Problem {
		return repeated("columns", p.Columns)
	},
	Expect: func(p *columnsInOrderParams) string {
		return "the columns " + enumerate(p.Columns) + ", in this order"
	},
	Build: func(p *columnsInOrderParams, _ []arrow.Field, env *engine.Env) (engine.Kind, error) {
		return known(columnOrder(p.Columns, columnNames(env.Schema))), nil
	},
})

// columnOrder compares two lists of names position by position. The keys of its
// details are Great Expectations'.
func columnOrder(want, have []string) engine.Observation {
	if slices.Equal(want, have) {
		return engine.Observation{Success: true, Value: have}
	}
	var mismatched []map[string]any
	for i := range max(len(want), len(have)) {
		expected, found := nameAt(want, i), nameAt(have, i)
		if expected != found {
			mismatched = append(mismatched, map[string]any{
				"Expected Column Position": i, "Expected": expected, "Found": found,
			})
		}
	}
	return engine.Observation{Value: have, Details: map[string]any{"mismatched": mismatched}}
}

// nameAt is a list's entry, or nil beyond its end.
func nameAt(names []string, i int) any {
	if i >= len(names) {
		return nil
	}
	return names[i]
}

func columnNames(schema *arrow.Schema) []string {
	names := make([]string, schema.NumFields())
	for i, f := range schema.Fields() {
		names[i] = f.Name
	}
	return names
}

// enumerated is how many members of a list are named before the rest is
// counted.
const enumerated = 5

// enumerate writes a list for people: "id, age, price … (30)".
func enumerate(names []string) string {
	if len(names) <= enumerated {
		return strings.Join(names, ", ")
	}
	return strings.Join(names[:enumerated-2], ", ") + ellipsis(len(names))
}
