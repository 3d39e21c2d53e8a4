package quarantine

import (
	"io"

	"github.com/parquet-go/parquet-go"

	"assay/engine"
)

// The sizes by which rows are grouped. They count rows, so that the file does not
// depend on how the data were batched.
const (
	writeRows  = 1 << 10 // handed to the library at a time
	groupRows  = 1 << 17 // of a row group at most
	groupBytes = 32 << 20
	dictBytes  = 1 << 20 // of a column's dictionary at most
)

// table writes Parquet.
type table struct {
	options  Options
	requests []engine.ColumnRequest
	reasons  bool
	w        *parquet.GenericWriter[any]

	pending [][]parquet.Value // by column, fewer than writeRows rows
	waiting int               // rows in pending
	group   struct{ rows, bytes int }
}

func newParquet(w io.Writer, o Options, reasons bool) (*table, error) {
	t := &table{options: o, reasons: reasons}
	fields := make([]parquet.Field, 0, o.Schema.NumFields()+int(reasonColumns))
	for i, f := range o.Schema.Fields() {
		node, err := nodeOf(f)
		if err != nil {
			return nil, err
		}
		fields = append(fields, column{node, f.Name})
		t.requests = append(t.requests, engine.ColumnRequest{Index: i})
	}
	if reasons {
		fields = append(fields, reasonFields()...)
	}
	t.pending = make([][]parquet.Value, len(fields))
	options := []parquet.WriterOption{
		parquet.NewSchema("rows", columns{fields: fields}),
		parquet.Compression(&parquet.Zstd),
		parquet.CreatedBy("assay", o.Version, ""),
		parquet.DictionaryMaxBytes(dictBytes),
	}
	for i := range fields {
		if _, unordered := fields[i].Type().(coarse); unordered {
			options = append(options, parquet.SkipPageBounds(fields[i].Name()))
		}
	}
	arrow, err := arrowSchema(o.Schema, reasons)
	if err != nil {
		return nil, err
	}
	t.w = parquet.NewGenericWriter[any](w, append(options, parquet.KeyValueMetadata("ARROW:schema", arrow))...)
	return t, nil
}

func (t *table) columns() []engine.ColumnRequest { return t.requests }

func (t *table) newEncoder() encoder { return &tableEncoder{table: t} }

// write adds rows. They go on in portions and groups that end at the same rows
// whatever the batches were.
func (t *table) write(encoded any, before engine.Base) error {
	rows := encoded.(*tableRows)
	for at, p := range rows.places {
		p = p.behind(before)
		rows.number(recordColumn, at, p.record)
		rows.number(lineColumn, at, p.line)
	}
	from := 0
	for row, size := range rows.sizes {
		t.waiting++
		t.group.rows++
		t.group.bytes += int(size)
		full := t.group.rows == groupRows || t.group.bytes >= groupBytes
		if t.waiting < writeRows && !full {
			continue
		}
		t.take(rows, from, row+1)
		from = row + 1
		if err := t.hand(); err != nil {
			return err
		}
		if full {
			t.group.rows, t.group.bytes = 0, 0
			if err := t.w.Flush(); err != nil {
				return err
			}
		}
	}
	t.take(rows, from, len(rows.sizes))
	return nil
}

// take adds some of the rows to those that wait.
func (t *table) take(rows *tableRows, from, to int) {
	for i, values := range rows.columns {
		t.pending[i] = append(t.pending[i], values[from:to]...)
	}
}

// hand gives the waiting rows to the library.
func (t *table) hand() error {
	for i, c := range t.w.ColumnWriters() {
		if _, err := c.WriteRowValues(t.pending[i]); err != nil {
			return err
		}
		clear(t.pending[i])
		t.pending[i] = t.pending[i][:0]
	}
	t.waiting = 0
	return nil
}

func (t *table) close() error {
	if t.waiting > 0 {
		if err := t.hand(); err != nil {
			return err
		}
	}
	return t.w.Close()
}
