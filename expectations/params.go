package expectations

import (
	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
)

// oneColumn is the domain of expectations about a single column.
type oneColumn struct {
	Column Column `param:"column,bare,required" doc:"the column; a list, /pattern/, \"*\" or type:float makes one check for each column"`
}

// input reads the column as it is stored, or as text.
func (c oneColumn) input() engine.Input { return engine.Input{Column: string(c.Column)} }

// text reads the column's cells as text, as written where the format is text.
func (c oneColumn) text() engine.Input { return engine.Input{Column: string(c.Column), Text: true} }

// textRows judges the text of each cell; reports show the cell itself.
func (c oneColumn) textRows(column arrow.Field, predicate func() engine.Predicate) engine.Rows {
	rows := engine.Rows{Inputs: []engine.Input{c.text()}, New: predicate}
	if ClassOf(column.Type) != Strings {
		rows.Shown = []engine.Input{c.input()}
	}
	return rows
}

// columnSet is the domain of expectations about several columns together.
type columnSet struct {
	Columns []Column `param:"columns,bare,required" gx:"column_list" doc:"the columns"`
}

func (c columnSet) inputs() []engine.Input {
	inputs := make([]engine.Input, len(c.Columns))
	for i, name := range c.Columns {
		inputs[i] = engine.Input{Column: string(name)}
	}
	return inputs
}

// asNames are columns as plain text.
func asNames(columns []Column) []string {
	names := make([]string, len(columns))
	for i, name := range columns {
		names[i] = string(name)
	}
	return names
}

// validate reports fewer columns than least, and columns that are named twice.
func (c columnSet) validate(least int, way string) []Problem {
	if len(c.Columns) < least {
		return []Problem{{Param: "columns", Code: "bad-value", Msg: "too few columns", Hint: way}}
	}
	return repeated("columns", c.Columns)
}

// repeated reports names that stand in a list more than once.
func repeated[S ~string](param string, names []S) []Problem {
	var problems []Problem
	seen := make(map[S]int)
	for _, name := range names {
		if seen[name]++; seen[name] == 2 {
			problems = append(problems, Problem{
				Param: param, Code: "bad-value", Msg: "column " + string(name) + " is named twice",
			})
		}
	}
	return problems
}

// stateless makes the New of a kind from a predicate without scratch memory.
func stateless(f engine.PredicateFunc) func() engine.Predicate {
	return func() engine.Predicate { return f }
}

// isNull reports whether a column has no values at all; every expectation
// accepts such a column.
func isNull(f arrow.Field) bool { return f.Type.ID() == arrow.NULL }

// twoColumns is the domain of figures about a pair of columns.
type twoColumns struct {
	A Column `param:"a,required" gx:"column_A" doc:"one column"`
	B Column `param:"b,required" gx:"column_B" doc:"the other column"`
}

func (p twoColumns) inputs() []engine.Input {
	return []engine.Input{{Column: string(p.A)}, {Column: string(p.B)}}
}

// validate reports a column that is paired with itself.
func (p twoColumns) validate() []Problem {
	if p.A != p.B {
		return nil
	}
	return []Problem{{Param: "b", Code: "bad-value", Msg: "a and b are the same column, " + string(p.A)}}
}
