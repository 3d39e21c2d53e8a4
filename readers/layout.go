package readers

import (
	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"assay/engine"
	"assay/engine/vector"
)

// layout says how the requested columns of a table come from one part.
type layout struct {
	request engine.ScanRequest // of the part
	same    bool               // the part's batches are the table's
	sources []columnSource
}

// columnSource is where one requested column comes from: a column of the
// part's batch, or a value that all its rows share.
type columnSource struct {
	column   int            // of the part's batch, or -1
	widened  arrow.DataType // the table's type, where the part's is another
	constant constant
	own      bool // the constant is the layout's to release
}

// layout maps a request on the table to part number n.
func (d *dataset) layout(n int, req engine.ScanRequest) *layout {
	l := &layout{same: true, request: engine.ScanRequest{BatchRows: req.BatchRows, Again: req.Again, Audit: req.Audit}}
	for i, c := range req.Columns {
		src := d.columnSource(n, c)
		if src.column >= 0 {
			own := d.columns[c.Index][n]
			src.column = len(l.request.Columns)
			l.request.Columns = append(l.request.Columns, engine.ColumnRequest{Index: own, Text: c.Text, Lenient: c.Lenient})
		}
		l.same = l.same && src.column == i && src.widened == nil
		l.sources = append(l.sources, src)
	}
	return l
}

// columnSource finds a requested column in part number n; which column of the
// part's batch it is remains to be said.
func (d *dataset) columnSource(n int, c engine.ColumnRequest) columnSource {
	own := len(d.columns)
	dt := d.schema.Field(c.Index).Type
	switch {
	case c.Index >= own && c.Text:
		return columnSource{column: -1, constant: textConstant(d.parts[n].location.partitions[c.Index-own]), own: true}
	case c.Index >= own:
		return columnSource{column: -1, constant: d.folders[c.Index-own].cells[n]}
	case d.columns[c.Index][n] < 0 && c.Text:
		return columnSource{column: -1, constant: nullConstant(arrow.BinaryTypes.String), own: true}
	case d.columns[c.Index][n] < 0:
		return columnSource{column: -1, constant: nullConstant(dt), own: true}
	}
	var src columnSource
	if have := d.parts[n].fields[d.columns[c.Index][n]].Type; !c.Text && !arrow.TypeEqual(have, dt) {
		src.widened = dt
	}
	return src
}

// release lets go of what the layout made itself.
func (l *layout) release() {
	for _, src := range l.sources {
		if src.own {
			src.constant.value.Release()
		}
	}
}

// layouter lays out the batches of one split. Its memory is used again for
// every batch.
type layouter struct {
	layout   *layout
	wideners []widener
	made     []arrow.Array // for the current batch
	zeros    []byte        // indices, and validity bits of what is null
	batch    engine.Batch
}

// lay makes the table's batch of the part's.
func (l *layouter) lay(b *engine.Batch) (*engine.Batch, error) {
	if l.layout.same {
		return b, nil
	}
	l.release()
	columns := l.batch.Columns[:0]
	l.batch = *b
	if l.wideners == nil {
		l.wideners = make([]widener, len(l.layout.sources))
	}
	for i, src := range l.layout.sources {
		switch {
		case src.column < 0:
			columns = append(columns, l.repeat(src.constant, b.Rows))
		case src.widened == nil:
			columns = append(columns, b.Columns[src.column])
		default:
			c, err := l.wideners[i].widen(b.Columns[src.column], src.widened)
			if err != nil {
				return nil, err
			}
			l.made = append(l.made, c.Array)
			columns = append(columns, c)
		}
	}
	l.batch.Columns = columns
	return &l.batch, nil
}

// release lets go of what the last batch needed.
func (l *layouter) release() {
	for _, arr := range l.made {
		arr.Release()
	}
	l.made = l.made[:0]
}

// repeat is a column of n rows with one value: a dictionary of it, so that a
// check judges it once.
func (l *layouter) repeat(k constant, n int) engine.Column {
	if need := arrow.Int32SizeBytes * n; len(l.zeros) < need {
		l.zeros = make([]byte, need)
	}
	zeros := memory.NewBufferBytes(l.zeros)
	var valid *memory.Buffer
	nulls := 0
	if k.value.NullN() > 0 {
		valid, nulls = zeros, n
	}
	dt := &arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int32, ValueType: k.value.DataType()}
	data := array.NewDataWithDictionary(dt, n, []*memory.Buffer{valid, zeros}, nulls, 0, k.value.Data().(*array.Data))
	defer data.Release()
	c := engine.Column{Array: array.NewDictionaryData(data)}
	l.made = append(l.made, c.Array)
	if k.invalid {
		c.Invalid = vector.NewMask(n)
		c.Invalid.Fill(n)
		c.InvalidText = func(int) string { return k.text }
	}
	return c
}
