package readers

import (
	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"assay/engine"
)

// layout says how the requested columns of a table come from one part.
type layout struct {
	request engine.ScanRequest // of the part
	same    bool               // the part's batches are the table's
	sources []columnSource
}

// columnSource is where one requested column comes from: a column of the
// part's batch, a folder's name, or nowhere (null).
type columnSource struct {
	column    int // of the part's batch, or -1
	partition *partition
	dt        arrow.DataType
}

// layout maps a request on the table to part number n.
func (d *dataset) layout(n int, req engine.ScanRequest) *layout {
	l := &layout{same: true, request: engine.ScanRequest{BatchRows: req.BatchRows, Again: req.Again}}
	own := len(d.columns)
	for i, c := range req.Columns {
		src := columnSource{column: -1, dt: d.schema.Field(c.Index).Type}
		if c.Text {
			src.dt = arrow.BinaryTypes.String
		}
		switch {
		case c.Index >= own:
			src.partition = &d.parts[n].location.partitions[c.Index-own]
		case d.columns[c.Index][n] >= 0:
			src.column = len(l.request.Columns)
			l.request.Columns = append(l.request.Columns, engine.ColumnRequest{Index: d.columns[c.Index][n], Text: c.Text})
		}
		l.same = l.same && src.column == i
		l.sources = append(l.sources, src)
	}
	return l
}

// columns lays out the part's batch.
func (l *layout) columns(b *engine.Batch) ([]engine.Column, error) {
	out := make([]engine.Column, len(l.sources))
	for i, src := range l.sources {
		switch {
		case src.column >= 0:
			out[i] = b.Columns[src.column]
		case src.partition != nil:
			arr, err := src.partition.column(src.dt, b.Rows)
			if err != nil {
				return nil, err
			}
			out[i] = engine.Column{Array: arr}
		default:
			out[i] = engine.Column{Array: array.MakeArrayOfNull(memory.DefaultAllocator, src.dt, b.Rows)}
		}
	}
	return out, nil
}
