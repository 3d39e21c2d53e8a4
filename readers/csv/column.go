package csv

import (
	"encoding/binary"
	"fmt"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"assay/engine"
	"assay/engine/vector"
)

// reader parses one column of one worker's splits. Its memory is used again
// for every batch.
type reader struct {
	opt     *Options
	dialect dialect
	dt      arrow.DataType
	field   int // in the record
	// plain says that a cell of digits, signs and points can only be a
	// number: it is no null value, and no option gives it another meaning.
	plain bool
	// longestNull is the length of the longest null value, -1 without any.
	longestNull int

	// parse reads the cells of some records into the store that the type
	// needs; it is nil where there is no such type.
	parse func(r *rows, from, to int)
	store store

	valid   []uint64 // a word ahead of the bitmap that Arrow sees
	bitmap  []byte
	invalid vector.Mask
	texts   map[int]string // of invalid cells
	nulls   int
	scratch []byte
}

// newReader returns a reader of field number field, as type dt.
func newReader(opt *Options, field int, dt arrow.DataType) *reader {
	c := &reader{opt: opt, dialect: opt.dialect(), dt: dt, field: field, longestNull: -1}
	c.plain = opt.Decimal == '.' && opt.Thousands == 0 && !partOfNumber(opt.Quote)
	for _, null := range opt.NullValues {
		c.longestNull = max(c.longestNull, len(null))
		c.plain = c.plain && (null == "" || !partOfNumber(null[0]))
	}
	c.parse, c.store = c.typed()
	return c
}

// partOfNumber reports whether numbers, dates or timestamps may begin with b.
func partOfNumber(b byte) bool { return b-'0' <= 9 || b == '-' || b == '+' || b == '.' }

// parseRows is how many records are parsed column by column: their text stays in
// the processor's first cache meanwhile.
const parseRows = 256

// readColumns parses the records of r, and appends a column for each reader. They
// live until the next call.
func readColumns(readers []*reader, r *rows, columns []engine.Column) ([]engine.Column, error) {
	for _, c := range readers {
		if c.parse == nil {
			return nil, fmt.Errorf("a CSV column cannot be %s", c.dt)
		}
		c.begin(r.n)
	}
	for from := 0; from < r.n; from += parseRows {
		to := min(from+parseRows, r.n)
		for _, c := range readers {
			c.parse(r, from, to)
		}
	}
	for _, c := range readers {
		column, err := c.column(r.n)
		if err != nil {
			return nil, err
		}
		columns = append(columns, column)
	}
	return columns, nil
}

func (c *reader) begin(n int) {
	c.nulls = 0
	c.valid = grow(c.valid, vector.MaskWords(n))
	vector.Mask(c.valid).Fill(n)
	c.invalid, c.texts = nil, nil
	c.store.room(n)
}

// column wraps what was parsed.
func (c *reader) column(n int) (engine.Column, error) {
	values, err := c.store.buffers()
	if err != nil {
		return engine.Column{}, err
	}
	var bitmap *memory.Buffer
	if c.nulls > 0 && c.dt.ID() != arrow.NULL {
		c.bitmap = c.bitmap[:0]
		for _, w := range c.valid {
			c.bitmap = binary.LittleEndian.AppendUint64(c.bitmap, w)
		}
		bitmap = memory.NewBufferBytes(c.bitmap)
	}
	data := array.NewData(c.dt, n, append([]*memory.Buffer{bitmap}, values...), nil, c.nulls, 0)
	defer data.Release()
	texts := c.texts
	return engine.Column{
		Array: array.MakeFromData(data), Invalid: c.invalid,
		InvalidText: func(row int) string { return texts[row] },
	}, nil
}

// null marks a row as having no value.
func (c *reader) null(row int) {
	c.nulls++
	c.valid[row>>6] &^= 1 << (uint(row) & 63)
}

// reject remembers a cell that does not fit.
func (c *reader) reject(r *rows, row int, cell []byte) {
	c.null(row)
	if c.invalid == nil {
		c.invalid = vector.NewMask(r.n)
		c.texts = make(map[int]string)
	}
	c.invalid.Set(row)
	c.texts[row] = string(cell)
}

// each gives the cells of some records that are not null to parse, which reports
// whether they fit.
func (c *reader) each(r *rows, from, to int, parse func(row int, cell []byte) bool) {
	for row := from; row < to; row++ {
		c.one(r, row, parse)
	}
}

// one gives a row's cell to parse, unless it is null.
func (c *reader) one(r *rows, row int, parse func(row int, cell []byte) bool) {
	cell, null := c.cell(r, row)
	switch {
	case null:
		c.null(row)
	case !parse(row, cell):
		c.reject(r, row, cell)
	}
}

// quoted reports whether a cell begins and ends with a quote. If it is a number
// or a date between them, that is all there is to know.
func (c *reader) quoted(text []byte, from, to int) bool {
	return to-from > 2 && text[from] == c.dialect.quote && text[to-1] == c.dialect.quote
}

// cell is the text of a row's cell.
func (c *reader) cell(r *rows, row int) (cell []byte, null bool) {
	from, to := r.bounds(row, c.field)
	if to < from {
		return nil, true
	}
	cell = r.chunk.buf[from:to]
	if len(cell) > 0 && (cell[0] == c.dialect.quote || c.dialect.trim) {
		cell, c.scratch = c.dialect.cell(cell, c.scratch)
	}
	return cell, c.isNull(cell)
}

func (c *reader) isNull(cell []byte) bool {
	return len(cell) <= c.longestNull && isAny(c.opt.NullValues, cell)
}
