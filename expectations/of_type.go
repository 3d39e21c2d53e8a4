package expectations

import (
	"slices"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/nearest"
	"assay/engine/vector"
)

type ofTypeParams struct {
	oneColumn
	Type string `param:"type,required" gx:"type_" doc:"int, float, decimal, number, string, bool, date, time, timestamp, or an Arrow type such as int64"`
}

var _ = register(Def[ofTypeParams]{
	Name:  "of-type",
	Alias: "expect_column_values_to_be_of_type",
	Group: "schema",
	Title: "The column has this type",
	Doc: `The column must have the named type. int (or integer), float, decimal, number, string (or str), bool (or boolean), date, time and timestamp (or datetime) name families: int is any signed or unsigned width, number any integer, float or decimal. Names as Arrow writes them are exact: int32, float64, timestamp[us, tz=UTC], decimal128(10, 2).

A column has one type, so either every value fits or every value that is not missing is unexpected; the observed value is the type found. In CSV the type is the one declared under types, asked for by another expectation, or inferred; cells that do not fit it are unexpected. A column with no value at all meets every type.`,
	Example:  `- of-type: {column: user_id, type: int}`,
	Since:    "0.1",
	Domain:   SingleColumn,
	RowWise:  true,
	Accepts:  AnyType,
	Validate: func(p *ofTypeParams) []Problem { return unknownTypes("type", []string{p.Type}) },
	Expect:   func(p *ofTypeParams) string { return "type " + p.Type },
	Fault:    func(p *ofTypeParams) string { return "not of type " + p.Type },
	Build: func(p *ofTypeParams, columns []arrow.Field, _ *engine.Env) (engine.Kind, error) {
		return typeRows(p.oneColumn, columns[0], []string{p.Type}), nil
	},
})

// typeRows finds every value of a column unexpected unless the column has one
// of the named types.
func typeRows(c oneColumn, column arrow.Field, names []string) engine.Rows {
	rows := engine.Rows{
		Inputs:   []engine.Input{{Column: string(c.Column), Dict: true}},
		Observed: vector.StringScalar(column.Type.String()),
		New:      stateless(nothing),
	}
	if !isNull(column) && !anyType(names, column.Type) {
		rows.New = stateless(everything)
	}
	return rows
}

// anyType reports whether t is one of the named types.
func anyType(names []string, t arrow.DataType) bool {
	return slices.ContainsFunc(names, func(name string) bool {
		is, known := typeTest(name)
		return known && is(t)
	})
}

// unknownTypes reports the names that stand for no type.
func unknownTypes(param string, names []string) []Problem {
	var problems []Problem
	for _, name := range names {
		if _, known := typeTest(name); !known {
			problems = append(problems, Problem{
				Param: param, Code: "bad-value", Msg: "there is no type " + name, Hint: typeHint(name),
			})
		}
	}
	return problems
}

// nothing finds every value as expected.
func nothing([]*vector.Vector, int, *engine.Marks) error { return nil }

// everything finds every value unexpected.
func everything(_ []*vector.Vector, rows int, out *engine.Marks) error {
	out.Unexpected.Fill(rows)
	return nil
}

// typeHint names the type that was probably meant.
func typeHint(name string) string {
	if near := nearest.Name(name, typeNames()); near != "" {
		return "did you mean " + near + "?"
	}
	return "use int, float, decimal, number, string, bool, date, time, timestamp, or an Arrow type such as int64"
}
