package expectations

import (
	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/vector"
)

type columnTypeParams struct {
	oneColumn
	Type string `param:"type,required" gx:"type_" doc:"int, float, decimal, number, string, bool, date, time, timestamp, or an Arrow type such as int64"`
}

var _ = register(Def[columnTypeParams]{
	Name:  "column-type",
	Alias: "expect_column_type_to_be",
	Group: "schema",
	Title: "The schema gives the column this type",
	Doc: `The column must have the named type; the names are those of of-type. What was observed is the type found.

The schema alone decides: no row is read and none is counted, and a column without any value has the type null, which is none of those that can be named. In CSV the type is the one declared under types, asked for by another expectation, or inferred. To count cells that do not fit, or to tolerate some, see of-type.`,
	Example:  `- column-type: {column: user_id, type: int}`,
	Since:    "0.1",
	Domain:   SingleColumn,
	NoWhere:  true,
	Accepts:  AnyType,
	Validate: func(p *columnTypeParams) []Problem { return unknownTypes("type", []string{p.Type}) },
	Expect:   func(p *columnTypeParams) string { return "type " + p.Type },
	Build: func(p *columnTypeParams, columns []arrow.Field, _ *engine.Env) (engine.Kind, error) {
		has := columns[0].Type
		return known(engine.Observation{
			Success: anyType([]string{p.Type}, has), Value: vector.StringScalar(has.String()),
		}), nil
	},
})
