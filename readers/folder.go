package readers

import (
	"context"
	"fmt"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"assay/engine"
	"assay/readers/csv"
)

// folderColumn is a column that the names of folders give.
type folderColumn struct {
	field arrow.Field
	cells []constant // by part
}

func (f *folderColumn) release() {
	for _, c := range f.cells {
		c.value.Release()
	}
}

// folderColumn reads the values that key has in the folders' names, as cells of
// a CSV file would be read, but that a type which nobody asked for must fit all
// of them.
func (o *opener) folderColumn(ctx context.Context, key string, n int) (folderColumn, error) {
	values := make([]partition, len(o.parts))
	for i, p := range o.parts {
		values[i] = p.location.partitions[n]
	}
	declared, asked := o.req.Types[key], o.hint(key)
	col, err := o.readFolders(ctx, key, values, declared, asked)
	if err != nil || declared != nil || asked != engine.NoHint {
		return col, err
	}
	for _, c := range col.cells {
		if c.invalid {
			col.release()
			return o.readFolders(ctx, key, values, arrow.BinaryTypes.String, asked)
		}
	}
	return col, nil
}

func (o *opener) readFolders(ctx context.Context, key string, values []partition, declared arrow.DataType, asked engine.Hint) (folderColumn, error) {
	in := folderText(key, values)
	probe, err := csv.NewProbe(ctx, in, o.folderOptions(key, int(in.Size)))
	if err != nil {
		return folderColumn{}, fmt.Errorf("folders of column %q: %w", key, err)
	}
	types := csv.Types{key: declared}
	if declared == nil {
		types = csv.Infer([]*csv.Probe{probe}, nil, func(string) engine.Hint { return asked })
	}
	src, err := probe.Open(types)
	if err != nil {
		return folderColumn{}, fmt.Errorf("folders of column %q: %w", key, err)
	}
	defer src.Close()
	scan, err := src.Scan(ctx, engine.ScanRequest{Columns: []engine.ColumnRequest{{Index: 0}}, BatchRows: len(values)})
	if err != nil {
		return folderColumn{}, fmt.Errorf("folders of column %q: %w", key, err)
	}
	defer scan.Close()
	split, err := scan.Next(ctx)
	if err != nil {
		return folderColumn{}, fmt.Errorf("folders of column %q: %w", key, err)
	}
	// The split stays open: the cells are slices of its batch.
	batch, err := split.Next(ctx)
	if err != nil {
		return folderColumn{}, fmt.Errorf("folders of column %q: %w", key, err)
	}
	col := folderColumn{field: arrow.Field{Name: key, Type: types[key], Nullable: true}}
	for i := range values {
		col.cells = append(col.cells, constantOf(&batch.Columns[0], i))
	}
	return col, nil
}

// folderText writes the values of folders as a CSV file of one column.
func folderText(key string, values []partition) csv.Input {
	var b strings.Builder
	for _, v := range values {
		text := v.value
		if v.null {
			text = hiveNull
		}
		b.WriteString(`"` + strings.ReplaceAll(text, `"`, `""`) + "\"\n")
	}
	return csv.Input{Name: key + "=…", At: strings.NewReader(b.String()), Size: int64(b.Len())}
}

// folderOptions read what folderText writes, in one chunk, with the suite's
// words for values.
func (o *opener) folderOptions(key string, size int) csv.Options {
	opt := o.req.CSV
	return csv.Options{
		NoHeader: true, Names: []string{key}, NullValues: []string{hiveNull}, ChunkBytes: size,
		TrueValues: opt.TrueValues, FalseValues: opt.FalseValues, DateFormats: opt.DateFormats, Zone: opt.Zone,
	}
}

// constant is the value of a column in all rows of a part.
type constant struct {
	value   arrow.Array // of one row
	invalid bool
	text    string // of an invalid cell
}

// constantOf is row i of a column.
func constantOf(c *engine.Column, i int) constant {
	k := constant{value: array.NewSlice(c.Array, int64(i), int64(i+1))}
	if c.Invalid != nil && c.Invalid.Get(i) {
		k.invalid, k.text = true, c.InvalidText(i)
	}
	return k
}

// nullConstant has no value.
func nullConstant(dt arrow.DataType) constant {
	return constant{value: array.MakeArrayOfNull(memory.DefaultAllocator, dt, 1)}
}

// textConstant is a value as text.
func textConstant(p partition) constant {
	if p.null {
		return nullConstant(arrow.BinaryTypes.String)
	}
	b := array.NewStringBuilder(memory.DefaultAllocator)
	defer b.Release()
	b.Append(p.value)
	return constant{value: b.NewArray()}
}
