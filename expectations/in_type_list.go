package expectations

import (
	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
)

type inTypeListParams struct {
	oneColumn
	Types []string `param:"types,required" gx:"type_list" doc:"the types, named as for of-type"`
}

var _ = register(Def[inTypeListParams]{
	Name:  "in-type-list",
	Alias: "expect_column_values_to_be_in_type_list",
	Group: "schema",
	Title: "The column has one of these types",
	Doc: `The column must have one of the named types; the names are those of of-type: families such as int and number, or types as Arrow writes them.

A column has one type, so either every value fits or every value that is not missing is unexpected; the observed value is the type found. In CSV, cells that do not fit the column's type are unexpected. A column with no value at all meets every list.`,
	Example: `- in-type-list: {column: amount, types: [int, decimal]}`,
	Since:   "0.1",
	Domain:  SingleColumn,
	RowWise: true,
	Accepts: AnyType,
	Validate: func(p *inTypeListParams) []Problem {
		if len(p.Types) == 0 {
			return []Problem{{Param: "types", Code: "empty-set", Msg: "the list has no types"}}
		}
		return unknownTypes("types", p.Types)
	},
	Expect: func(p *inTypeListParams) string { return "type " + alternatives(p.Types) },
	Build: func(p *inTypeListParams, columns []arrow.Field, _ *engine.Env) (engine.Kind, error) {
		return typeRows(p.oneColumn, columns[0], p.Types), nil
	},
})
