package expectations

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/nearest"
)

// tableColumns is the domain of expectations about several columns together, or
// about all that the data has.
type tableColumns struct {
	Columns []Column `param:"columns,bare" doc:"the columns; all of the data's where left out"`
	Except  []string `param:"except" doc:"columns that are left out of all"`
}

func (c tableColumns) problems() []Problem {
	if len(c.Columns) > 0 && len(c.Except) > 0 {
		return []Problem{{Param: "except", Code: "bad-value", Msg: "except is for all columns, and columns says which", Hint: "leave one of them out"}}
	}
	return slices.Concat(repeated("columns", c.Columns), repeated("except", c.Except))
}

// inputs reads the columns, which are those of schema where none is named.
func (c tableColumns) inputs(schema *arrow.Schema) ([]engine.Input, error) {
	if len(c.Columns) > 0 {
		return columnSet{c.Columns}.inputs(), nil
	}
	for _, name := range c.Except {
		if _, err := columnNamed(name, AnyType, schema); err != nil {
			return nil, err
		}
	}
	var all columnSet
	for _, f := range schema.Fields() {
		if slices.Contains(c.Except, f.Name) {
			continue
		}
		if !AnyType.Accept(f.Type) {
			return nil, &engine.CheckError{
				Code: "wrong-type", Msg: fmt.Sprintf("the column %s is %s, and nested values are not compared", f.Name, f.Type),
				Hint: "name the columns to look at",
			}
		}
		all.Columns = append(all.Columns, Column(f.Name))
	}
	if len(all.Columns) == 0 {
		return nil, &engine.CheckError{Code: "no-column-selected", Msg: "except leaves no column"}
	}
	return all.inputs(), nil
}

// columnNamed finds a column that is named beside those of the domain.
func columnNamed(name string, accepts Types, schema *arrow.Schema) (arrow.Field, error) {
	at := schema.FieldIndices(name)
	if len(at) == 0 {
		return arrow.Field{}, &engine.CheckError{
			Code: "missing-column", Msg: fmt.Sprintf("the data has no column %q", name),
			Hint: nearest.DidYouMean(name, columnNames(schema)),
		}
	}
	f := schema.Field(at[0])
	if !accepts.Accept(f.Type) {
		return f, &engine.CheckError{
			Code: "wrong-type",
			Msg:  fmt.Sprintf("%s are needed, and the column %s has %s", accepts, name, cmp.Or(ClassOf(f.Type).String(), "nested values")),
		}
	}
	return f, nil
}

// describe says "any of a, b" or "any column".
func (c tableColumns) describe(quantity string) string {
	if len(c.Columns) == 0 {
		text := quantity + " column"
		if len(c.Except) > 0 {
			text += " but " + enumerate(c.Except)
		}
		return text
	}
	return quantity + " of " + enumerate(asNames(c.Columns))
}
