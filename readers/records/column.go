package records

import (
	"fmt"
	"unicode/utf8"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/bitutil"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"assay/engine"
	"assay/engine/vector"
)

// column is a column of the source: one of the batches' columns, or a field
// within structs.
type column struct {
	field arrow.Field
	path  []int // indices from the batch's columns down
}

// flatten lists the columns of fields, those of structs in their place.
func flatten(fields []arrow.Field, path []int, prefix string, nullable bool, to []column) []column {
	for i, f := range fields {
		at := append(path[:len(path):len(path)], i)
		f.Name = prefix + f.Name
		f.Nullable = f.Nullable || nullable
		if inner, ok := f.Type.(*arrow.StructType); ok {
			to = flatten(inner.Fields(), at, f.Name+".", f.Nullable, to)
			continue
		}
		to = append(to, column{field: f, path: at})
	}
	return to
}

// array is the column's cells of a batch, which the caller releases. Where a
// struct is null, so are its fields.
func (c *column) array(batch arrow.RecordBatch) arrow.Array {
	arr := batch.Column(c.path[0])
	arr.Retain()
	for _, i := range c.path[1:] {
		parent := arr.(*array.Struct)
		arr = nulledBy(parent, parent.Field(i))
		parent.Release()
	}
	return arr
}

// nulledBy is a field of a struct, null where the struct is. A field that cannot
// be judged is left as it is.
func nulledBy(parent *array.Struct, field arrow.Array) arrow.Array {
	if lane := vector.LaneOf(field.DataType()); parent.NullN() == 0 || lane == vector.Null || lane == vector.Unusable {
		field.Retain()
		return field
	}
	n := field.Len()
	valid := make([]byte, bitutil.BytesForBits(int64(field.Data().Offset()+n)))
	nulls := 0
	for row := range n {
		if parent.IsValid(row) && field.IsValid(row) {
			bitutil.SetBit(valid, field.Data().Offset()+row)
		} else {
			nulls++
		}
	}
	data := field.Data().(*array.Data)
	buffers := append([]*memory.Buffer{memory.NewBufferBytes(valid)}, data.Buffers()[1:]...)
	var masked *array.Data
	if data.DataType().ID() == arrow.DICTIONARY {
		masked = array.NewDataWithDictionary(data.DataType(), n, buffers, nulls, data.Offset(), data.Dictionary().(*array.Data))
	} else {
		masked = array.NewData(data.DataType(), n, buffers, data.Children(), nulls, data.Offset())
	}
	defer masked.Release()
	return array.MakeFromData(masked)
}

// cells are those of a column of a batch.
type cells struct {
	array  arrow.Array // the holder's to release
	broken []int       // rows whose text is no UTF-8
	reason string      // what is said of these
}

// cells finds the column's cells as r asks for them.
func (c *column) cells(batch arrow.RecordBatch, r engine.ColumnRequest) (cells, error) {
	own := c.array(batch)
	out := cells{array: own, reason: fmt.Sprintf("the text of column %q is not UTF-8", c.field.Name)}
	if !r.Lenient {
		out.broken = broken(own)
	}
	if !r.Text {
		return out, nil
	}
	defer own.Release()
	text, err := vector.FormatText(own, memory.DefaultAllocator)
	if err != nil {
		return out, fmt.Errorf("column %q: %w", c.field.Name, err)
	}
	out.array = text
	return out, nil
}

// broken lists the rows of arr whose text is no UTF-8. Binary columns may hold
// anything.
func broken(arr arrow.Array) (rows []int) {
	switch arr := arr.(type) {
	case array.StringLike:
		for row := range arr.Len() {
			if arr.IsValid(row) && !utf8.ValidString(arr.Value(row)) {
				rows = append(rows, row)
			}
		}
	case *array.Dictionary:
		bad := make(map[int]bool)
		for _, at := range broken(arr.Dictionary()) {
			bad[at] = true
		}
		for row := range arr.Len() {
			if len(bad) > 0 && arr.IsValid(row) && bad[arr.GetValueIndex(row)] {
				rows = append(rows, row)
			}
		}
	case array.ExtensionArray:
		return broken(arr.Storage())
	}
	return rows
}
