package quarantine

import (
	"bytes"
	"io"
	"slices"
	"sync"

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

	begun   bool
	open    bool // the last row has no line end yet
	scratch []byte
	written sync.Pool // of *textRows, to be used again
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

// columns are those that are not in a row's own text.
func (t *text) columns() []engine.ColumnRequest {
	from := 0
	if t.source != nil {
		from = t.source.Fields
	}
	var columns []engine.ColumnRequest
	for i := from; i < t.schema.NumFields(); i++ {
		columns = append(columns, engine.ColumnRequest{Index: i, Text: true})
	}
	return columns
}

func (t *text) newEncoder() encoder { return &textEncoder{text: t} }

// textRows are encoded rows of CSV. The places of those that are rejected are
// left out until it is known what stands before their split.
type textRows struct {
	text   []byte
	places []textPlace
}

// textPlace is where numbers are to stand in text.
type textPlace struct {
	at int
	place
}

// write writes what an encoder made, behind the header.
func (t *text) write(encoded any, before engine.Base) error {
	if err := t.begin(); err != nil {
		return err
	}
	rows := encoded.(*textRows)
	if t.open {
		if _, err := io.WriteString(t.w, t.lineEnd); err != nil {
			return err
		}
	}
	t.open = !bytes.HasSuffix(rows.text, []byte("\n"))
	from := 0
	for _, p := range rows.places {
		if _, err := t.w.Write(rows.text[from:p.at]); err != nil {
			return err
		}
		if _, err := t.w.Write(t.numbers(p.behind(before))); err != nil {
			return err
		}
		from = p.at
	}
	_, err := t.w.Write(rows.text[from:])
	t.written.Put(rows)
	return err
}

// numbers are the cells of a place, with a delimiter before each.
func (t *text) numbers(p place) []byte {
	t.scratch = t.scratch[:0]
	for _, n := range []int64{p.record, p.line} {
		t.scratch = t.dialect.appendOptional(append(t.scratch, t.dialect.Delimiter), placeText(n))
	}
	return t.scratch
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
	out   *textRows
}

// encode appends a line for each row.
func (e *textEncoder) encode(b *engine.DividedBatch, columns []engine.Column, rows vector.Mask) (any, int64, error) {
	e.cells = e.cells[:0]
	for _, c := range columns {
		e.cells = append(e.cells, cellsOf(c))
	}
	e.out = e.text.rows()
	malformed := b.Malformed
	rows.Each(func(row int) bool {
		for len(malformed) > 0 && malformed[0].Row < row {
			malformed = malformed[1:]
		}
		broken := len(malformed) > 0 && malformed[0].Row == row
		e.out.text = e.row(e.out.text, b, row, broken)
		return true
	})
	return e.out, int64(cap(e.out.text) + cap(e.out.places)*textPlaceBytes), nil
}

const textPlaceBytes = 24

// rows is room for a piece.
func (t *text) rows() *textRows {
	rows, ok := t.written.Get().(*textRows)
	if !ok {
		return &textRows{}
	}
	rows.text, rows.places = rows.text[:0], rows.places[:0]
	return rows
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
	first := t.schema.NumFields() - len(e.cells) // behind the fields of the row's own text
	switch {
	case verbatim:
		own := record(whole)
		out = append(out, own...)
		lineEnd = string(whole[len(own):])
	case t.source != nil:
		for i, cell := range b.Cells(row) {
			out = t.dialect.appendNullable(t.dialect.separate(out, i), cell)
		}
	}
	for i, c := range e.cells {
		out = c.append(t.dialect.separate(out, first+i), t.dialect, row)
	}
	if !t.reasons {
		return append(out, lineEnd...)
	}
	verdict := b.Verdict(row)
	for _, text := range reasons(verdict, t.files) {
		out = t.dialect.appendOptional(append(out, t.dialect.Delimiter), text)
	}
	e.out.places = append(e.out.places, textPlace{len(out), place{verdict.At.Record, verdict.At.Line}})
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
