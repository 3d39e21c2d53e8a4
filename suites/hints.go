package suites

import (
	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
)

// Hints says what the suite asks columns without declared types to be, as far
// as their names alone tell which columns it means. Where it asks for several
// things it asks for none.
func (s *Suite) Hints(columns []string) func(column string) engine.Hint {
	fields := make([]arrow.Field, len(columns))
	for i, name := range columns {
		fields[i] = arrow.Field{Name: name, Type: arrow.Null}
	}
	schema := arrow.NewSchema(fields, nil)
	hints := make(map[string]engine.Hint)
	asked := make(map[string]bool)
	for i := range s.Items {
		it := &s.Items[i]
		hint := it.Declaration.Hint(it.params)
		if hint == engine.NoHint {
			continue
		}
		for _, name := range it.columnsIn(schema) {
			if asked[name] && hints[name] != hint {
				hint = engine.NoHint
			}
			hints[name], asked[name] = hint, true
		}
	}
	return func(column string) engine.Hint { return hints[column] }
}

// columnsIn lists the columns that an expectation is about.
func (it *Item) columnsIn(schema *arrow.Schema) []string {
	if it.columns == nil {
		return domainColumns(it)
	}
	chosen, _ := it.columns.choose(schema)
	names := make([]string, len(chosen))
	for i, c := range chosen {
		names[i] = c.name
	}
	return names
}
