package readers

import (
	"fmt"
	"slices"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
)

// assemble makes one table of parts.
func assemble(parts []part, union bool) (*dataset, error) {
	d := &dataset{parts: parts}
	fields, err := d.commonFields(union)
	if err != nil {
		return nil, err
	}
	locations := make([]location, len(parts))
	for i, p := range parts {
		locations[i] = p.location
	}
	folders, err := partitionFields(locations)
	if err != nil {
		return nil, err
	}
	for _, f := range folders {
		if slices.ContainsFunc(fields, func(have arrow.Field) bool { return have.Name == f.Name }) {
			return nil, &engine.DataError{Path: parts[0].location.path, Offset: -1, Msg: fmt.Sprintf("the column %q stands in the file and in the name of a folder; rename one of them", f.Name)}
		}
	}
	d.schema = arrow.NewSchema(append(fields, folders...), nil)
	return d, nil
}

// commonFields finds the table's own columns and where each part has them.
func (d *dataset) commonFields(union bool) ([]arrow.Field, error) {
	fields := slices.Clone(d.parts[0].fields)
	for _, p := range d.parts[1:] {
		if !union {
			if err := sameFields(d.parts[0], p); err != nil {
				return nil, err
			}
		}
		for _, f := range p.fields {
			i := fieldIndex(fields, f.Name)
			if i < 0 {
				fields = append(fields, f)
				continue
			}
			merged, ok := mergeTypes(fields[i].Type, f.Type)
			if !ok {
				return nil, &engine.DataError{Path: p.location.path, Offset: -1, Msg: fmt.Sprintf("column %q is %s here and %s in a file before it; declare its type under data.types", f.Name, f.Type, fields[i].Type)}
			}
			fields[i].Type = merged
		}
	}
	d.columns = make([][]int, len(fields))
	for i, f := range fields {
		d.columns[i] = make([]int, len(d.parts))
		for n, p := range d.parts {
			d.columns[i][n] = fieldIndex(p.fields, f.Name)
		}
	}
	return fields, nil
}

func fieldIndex(fields []arrow.Field, name string) int {
	return slices.IndexFunc(fields, func(f arrow.Field) bool { return f.Name == name })
}

// mergeTypes lets a column without values take the type that it has elsewhere.
func mergeTypes(a, b arrow.DataType) (arrow.DataType, bool) {
	switch {
	case arrow.TypeEqual(a, b), b.ID() == arrow.NULL:
		return a, true
	case a.ID() == arrow.NULL:
		return b, true
	}
	return nil, false
}

// sameFields says how the columns of b differ from those of a, if they do.
func sameFields(a, b part) error {
	for i := range max(len(a.fields), len(b.fields)) {
		switch {
		case i >= len(b.fields):
			return differ(a, b, fmt.Sprintf("it lacks the column %q", a.fields[i].Name))
		case i >= len(a.fields):
			return differ(a, b, fmt.Sprintf("it has the column %q more", b.fields[i].Name))
		case a.fields[i].Name != b.fields[i].Name:
			return differ(a, b, fmt.Sprintf("its column %d is %q, not %q", i+1, b.fields[i].Name, a.fields[i].Name))
		}
		if _, ok := mergeTypes(a.fields[i].Type, b.fields[i].Type); !ok {
			return differ(a, b, fmt.Sprintf("its column %q is %s, not %s", b.fields[i].Name, b.fields[i].Type, a.fields[i].Type))
		}
	}
	return nil
}

func differ(a, b part, how string) error {
	return &engine.DataError{Path: b.location.path, Offset: -1, Msg: fmt.Sprintf("its columns differ from those of %s: %s; set data.union: true to read both as one table", a.location.path, how)}
}
