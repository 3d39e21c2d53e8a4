package readers

import (
	"fmt"
	"slices"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
)

// assemble makes one table of parts and of the columns of their folders.
func assemble(parts []part, folders []folderColumn, union bool) (*dataset, error) {
	d := &dataset{parts: parts, folders: folders}
	fields, err := d.commonFields(union)
	if err != nil {
		return nil, err
	}
	for _, f := range folders {
		if n := slices.IndexFunc(fields, func(own arrow.Field) bool { return own.Name == f.field.Name }); n >= 0 {
			return nil, &engine.DataError{Path: d.firstWith(n).path, Offset: -1, Msg: fmt.Sprintf("the column %q stands in the file and in the name of a folder; rename one of them", f.field.Name)}
		}
		fields = append(fields, f.field)
	}
	d.schema = arrow.NewSchema(fields, nil)
	return d, nil
}

// firstWith is the first file that has column n.
func (d *dataset) firstWith(n int) location {
	i := slices.IndexFunc(d.columns[n], func(own int) bool { return own >= 0 })
	return d.parts[i].location
}

// commonFields finds the table's own columns and where each part has them.
func (d *dataset) commonFields(union bool) ([]arrow.Field, error) {
	var fields []arrow.Field
	index := make(map[string]int)
	for n, p := range d.parts {
		if !union {
			if err := sameNames(d.parts[0], p); err != nil {
				return nil, err
			}
		}
		for own, f := range p.fields {
			i, known := index[f.Name]
			if !known {
				i = len(fields)
				index[f.Name] = i
				fields = append(fields, arrow.Field{Name: f.Name})
				d.columns = append(d.columns, slices.Repeat([]int{-1}, len(d.parts)))
			}
			d.columns[i][n] = own
		}
	}
	for i := range fields {
		if err := d.joinColumn(i, union, &fields[i]); err != nil {
			return nil, err
		}
	}
	return fields, nil
}

// joinColumn finds the type of column i. Those that the cells of a CSV file were
// given are no part of the file's schema: they never differ from the types that
// Parquet files declare, as long as one type holds both.
func (d *dataset) joinColumn(i int, union bool, f *arrow.Field) error {
	for _, csv := range []bool{false, true} {
		first := -1
		for n, own := range d.columns[i] {
			if own < 0 {
				f.Nullable = true
				continue
			}
			if first < 0 {
				first = n
			}
			if (d.parts[n].location.format.name == "csv") != csv {
				continue
			}
			field := d.parts[n].fields[own]
			f.Nullable = f.Nullable || field.Nullable
			if f.Type == nil {
				f.Type = field.Type
				continue
			}
			common, err := d.join(f.Name, f.Type, field.Type, union || csv, first, n)
			if err != nil {
				return err
			}
			f.Type = common
		}
	}
	return nil
}

// join finds the type of a column that is have from part number first on, and
// more in part number n.
func (d *dataset) join(name string, have, more arrow.DataType, wider bool, first, n int) (arrow.DataType, error) {
	common, ok := commonType(have, more)
	exact := have.ID() == arrow.NULL || more.ID() == arrow.NULL || arrow.TypeEqual(have, more)
	if ok && (exact || wider) {
		return common, nil
	}
	how := fmt.Sprintf("its column %q is %s, not %s", name, more, have)
	wayOut := unionHint
	if !ok {
		wayOut = "no type holds both, so write the files with one"
	}
	return nil, differ(d.parts[first].location, d.parts[n].location, how, wayOut)
}

// sameNames says how the columns of b differ from those of a, if they do.
func sameNames(a, b part) error {
	for i := range max(len(a.fields), len(b.fields)) {
		var how string
		switch {
		case i >= len(b.fields):
			how = fmt.Sprintf("it lacks the column %q", a.fields[i].Name)
		case i >= len(a.fields):
			how = fmt.Sprintf("it has the column %q more", b.fields[i].Name)
		case a.fields[i].Name != b.fields[i].Name:
			how = fmt.Sprintf("its column %d is %q, not %q", i+1, b.fields[i].Name, a.fields[i].Name)
		default:
			continue
		}
		return differ(a.location, b.location, how, unionHint)
	}
	return nil
}

const unionHint = "set data.union: true to read both as one table"

func differ(a, b location, how, wayOut string) error {
	return &engine.DataError{Path: b.path, Offset: -1, Msg: fmt.Sprintf("its columns differ from those of %s: %s; %s", a.path, how, wayOut)}
}
