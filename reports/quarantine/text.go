package quarantine

import (
	"bytes"
	"io"
	"slices"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"

	"assay/engine"
	"assay/engine/vector"
)

// text writes CSV. Where the data are CSV with the same delimiter, a row is
// taken over byte for byte; only malformed rows are written anew, as what was
// read of them.
type text struct {
	w       io.Writer
	dialect Dialect
	files   []engine.File
	schema  *arrow.Schema
	source  *engine.TextLayout // nil where every row is written anew
	reasons bool
	lineEnd string

	begun bool
	open  bool // the last row has no line end yet
}

func newText(w io.Writer, o Options, l layout, reasons bool) *text {
	t := &text{w: w, dialect: o.CSV, files: o.Files, schema: o.Schema, source: o.Text, reasons: reasons, lineEnd: "\n"}
	if t.dialect.Delimiter == 0 {
		t.dialect.Delimiter = ','
		if l.tabs {
			t.dialect.Delimiter = '\t'
		}
	}
	if t.source != nil && t.source.Delimiter != t.dialect.Delimiter {
		t.source = nil
	}
	if t.source != nil && bytes.HasSuffix(t.source.Head, []byte("\r\n")) {
		t.lineEnd = "\r\n"
	}
	return t
}

// columns are those that are not in a row's own text, and all of them where some
// rows are written anew.
func (t *text) columns(malformed bool) []engine.ColumnRequest {
	from := 0
	if t.source != nil && !(malformed && t.reasons) {
		from = t.source.Fields
	}
	var columns []engine.ColumnRequest
	for i := from; i < t.schema.NumFields(); i++ {
		columns = append(columns, engine.ColumnRequest{Index: i, Text: true})
	}
	return columns
}

func (t *text) newEncoder() encoder { return &textEncoder{text: t} }

// write writes what an encoder made, behind the header.
func (t *text) write(encoded any) error {
	if err := t.begin(); err != nil {
		return err
	}
	rows := encoded.([]byte)
	if t.open {
		if _, err := io.WriteString(t.w, t.lineEnd); err != nil {
			return err
		}
	}
	t.open = !bytes.HasSuffix(rows, []byte("\n"))
	_, err := t.w.Write(rows)
	return err
}

func (t *text) close() error { return t.begin() }

// begin writes the header once.
func (t *text) begin() error {
	if t.begun {
		return nil
	}
	t.begun = true
	head := t.header()
	t.open = len(head) > 0 && head[len(head)-1] != '\n'
	_, err := t.w.Write(head)
	return err
}

// header is what stands before the rows: what does in the data, with the names of
// the columns that are added.
func (t *text) header() []byte {
	d := t.dialect
	from := 0
	var head []byte
	switch {
	case t.source != nil && (!t.source.Names || !t.reasons && t.source.Fields == t.schema.NumFields()):
		return t.source.Head
	case t.source != nil:
		head, from = slices.Clip(record(t.source.Head)), t.source.Fields
	case d.NoHeader:
		return nil
	}
	for i := from; i < t.schema.NumFields(); i++ {
		head = d.append(d.separate(head, i), t.schema.Field(i).Name)
	}
	if t.reasons {
		for _, name := range ReasonColumns {
			head = d.append(append(head, d.Delimiter), name)
		}
	}
	return append(head, t.lineEnd...)
}

// textEncoder encodes rows of CSV.
type textEncoder struct {
	text  *text
	cells []cells // of the columns that were asked for
}

// encode appends a line for each row.
func (e *textEncoder) encode(b *engine.DividedBatch, columns []engine.Column, rows vector.Mask) (any, int64, error) {
	e.cells = e.cells[:0]
	for _, c := range columns {
		e.cells = append(e.cells, cellsOf(c))
	}
	var out []byte
	malformed := b.Malformed
	rows.Each(func(row int) bool {
		for len(malformed) > 0 && malformed[0].Row < row {
			malformed = malformed[1:]
		}
		broken := len(malformed) > 0 && malformed[0].Row == row
		out = e.row(out, b, row, broken)
		return true
	})
	return out, int64(cap(out)), nil
}

// row appends one line.
func (e *textEncoder) row(out []byte, b *engine.DividedBatch, row int, malformed bool) []byte {
	t := e.text
	if n := len(out); n > 0 && out[n-1] != '\n' {
		out = append(out, t.lineEnd...)
	}
	var whole []byte
	if b.Text != nil {
		whole = b.Text(row)
	}
	verbatim := t.source != nil && !(malformed && t.reasons)
	if verbatim && !t.reasons && len(e.cells) == 0 {
		return append(out, whole...)
	}
	lineEnd := t.lineEnd
	from := 0
	if verbatim {
		own := record(whole)
		out = append(out, own...)
		lineEnd = string(whole[len(own):])
		from = t.source.Fields
	}
	first := t.schema.NumFields() - len(e.cells)
	for i := from; i < t.schema.NumFields(); i++ {
		out = e.cells[i-first].append(t.dialect.separate(out, i), t.dialect, row)
	}
	if !t.reasons {
		return append(out, lineEnd...)
	}
	for _, text := range reasons(b.Verdict(row), t.files) {
		out = t.dialect.appendOptional(append(out, t.dialect.Delimiter), text)
	}
	raw := ""
	if malformed {
		raw = string(record(whole))
	}
	out = t.dialect.appendOptional(append(out, t.dialect.Delimiter), raw)
	return append(out, lineEnd...)
}

// cells are those of a column of text, in a batch.
type cells struct {
	column engine.Column
	text   interface{ Value(int) string } // of each row, or of a dictionary
	bytes  interface{ Value(int) []byte }
	dict   *array.Dictionary
}

func cellsOf(c engine.Column) cells {
	out := cells{column: c}
	values := c.Array
	if dict, ok := values.(*array.Dictionary); ok {
		out.dict, values = dict, dict.Dictionary()
	}
	out.text, _ = values.(interface{ Value(int) string })
	out.bytes, _ = values.(interface{ Value(int) []byte })
	return out
}

// append writes the cell of a row.
func (c cells) append(out []byte, d Dialect, row int) []byte {
	switch {
	case c.column.Invalid != nil && c.column.Invalid.Get(row):
		return d.append(out, c.column.InvalidText(row))
	case c.column.Array.IsNull(row):
		return append(out, d.Null...)
	}
	if c.dict != nil {
		row = c.dict.GetValueIndex(row)
	}
	if c.text != nil {
		return d.append(out, c.text.Value(row))
	}
	return d.append(out, string(c.bytes.Value(row)))
}
