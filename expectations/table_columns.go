package expectations

import (
	"fmt"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
)

// tableColumns is the domain of expectations about several columns together, or
// about all that the data has.
type tableColumns struct {
	Columns []Column `param:"columns,bare" doc:"the columns; all of the data's where left out"`
}

func (c tableColumns) problems() []Problem { return repeated("columns", c.Columns) }

// inputs reads the columns, which are those of schema where none is named.
func (c tableColumns) inputs(schema *arrow.Schema) ([]engine.Input, error) {
	if len(c.Columns) > 0 {
		return columnSet{c.Columns}.inputs(), nil
	}
	var all columnSet
	for _, f := range schema.Fields() {
		if !AnyType.Accept(f.Type) {
			return nil, &engine.CheckError{
				Code: "wrong-type", Msg: fmt.Sprintf("the column %s is %s, and nested values are not compared", f.Name, f.Type),
				Hint: "name the columns to look at",
			}
		}
		all.Columns = append(all.Columns, Column(f.Name))
	}
	return all.inputs(), nil
}

// describe says "any of a, b" or "any column".
func (c tableColumns) describe(quantity string) string {
	if len(c.Columns) == 0 {
		return quantity + " column"
	}
	names := make([]string, len(c.Columns))
	for i, name := range c.Columns {
		names[i] = string(name)
	}
	return quantity + " of " + enumerate(names)
}
