package parquet

import (
	"encoding/binary"
	"slices"
	"unicode/utf8"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"assay/engine"
	"assay/engine/vector"
)

// piece is a stretch of rows of a column.
type piece struct {
	rows   int
	column engine.Column
	broken []int // rows whose text is not UTF-8, in order
}

// bytes is what the values take, a dictionary's but for its indexes.
func (p piece) bytes() (n int64) {
	for _, b := range p.column.Array.Data().Buffers()[1:] {
		if b != nil {
			n += int64(b.Len())
		}
	}
	return n
}

// slice is rows [from, to) of p.
func (p piece) slice(from, to int) piece {
	if from == 0 && to == p.rows {
		return p
	}
	part := piece{rows: to - from, column: engine.Column{Array: array.NewSlice(p.column.Array, int64(from), int64(to))}}
	if p.column.Invalid != nil {
		part.column.Invalid = vector.NewMask(part.rows)
		for row := range part.rows {
			if p.column.Invalid.Get(from + row) {
				part.column.Invalid.Set(row)
			}
		}
		text := p.column.InvalidText
		part.column.InvalidText = func(row int) string { return text(from + row) }
	}
	for _, row := range p.broken {
		if row >= from && row < to {
			part.broken = append(part.broken, row-from)
		}
	}
	return part
}

// dictionary is the values of a chunk's dictionary page, as an array.
type dictionary struct {
	values arrow.Array
	typ    *arrow.DictionaryType
	bad    map[uint32]string // values that do not fit, by index
	broken []uint32          // text that is not UTF-8, in order
}

// rowsPerValue is how many rows there are for each value of a dictionary that is
// worth delivering.
const rowsPerValue = 4

// loadDictionary makes an array of the sink's dictionary, once per chunk.
func (c *columnReader) loadDictionary() (err error) {
	if !c.dicts || !c.dear && rowsPerValue*int64(c.page.values) > c.pages.chunk.values {
		return nil
	}
	d := &dictionary{values: c.sink.dictionaryArray()}
	if c.text {
		if d.values, err = vector.FormatText(d.values, memory.DefaultAllocator); err != nil {
			return err
		}
	}
	d.typ = &arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int32, ValueType: d.values.DataType()}
	if _, bad := c.sink.badCells(); len(bad.at) > 0 {
		d.bad = make(map[uint32]string, len(bad.at))
		for i, x := range bad.at {
			d.bad[uint32(x)] = bad.text[i]
		}
	}
	if c.col.layout.text {
		for _, x := range brokenText(d.values.(*array.String)) {
			d.broken = append(d.broken, uint32(x))
		}
	}
	c.dict = d
	return nil
}

// finish makes a piece of the rows that were decoded.
func (c *columnReader) finish(rows int) (piece, error) {
	if c.indexedBatch && c.dict.values.Len() > 0 {
		return c.finishIndexed(rows), nil
	}
	if c.indexedBatch { // an empty dictionary: all rows are null
		c.sink.expand(0, rows, 0, c.valid)
	}
	p := piece{rows: rows}
	bad, _ := c.sink.badCells()
	cells := *bad
	if len(cells.at) > 0 {
		p.column.Invalid, p.column.InvalidText = c.setAside(rows, cells.at, slices.Clone(cells.text))
	}
	p.column.Array = c.sink.array(rows, c.nulls, c.valid)
	if c.col.layout.text {
		p.broken = brokenText(p.column.Array.(*array.String))
	}
	if c.text {
		text, err := vector.FormatText(p.column.Array, memory.DefaultAllocator)
		if err != nil {
			return piece{}, err
		}
		p.column.Array = text
	}
	return p, nil
}

// finishIndexed makes a dictionary array.
func (c *columnReader) finishIndexed(rows int) piece {
	p := piece{rows: rows}
	if len(c.index) < rows { // the last rows are null, and have no index
		c.index = slices.Grow(c.index, rows-len(c.index))[:rows]
	}
	if len(c.dict.bad) > 0 {
		var at []int
		var text []string
		for row, x := range c.index[:rows] {
			if t, ok := c.dict.bad[x]; ok && c.holds(row) {
				at, text = append(at, row), append(text, t)
			}
		}
		if len(at) > 0 {
			p.column.Invalid, p.column.InvalidText = c.setAside(rows, at, text)
		}
	}
	if len(c.dict.broken) > 0 {
		for row, x := range c.index[:rows] {
			if _, broken := slices.BinarySearch(c.dict.broken, x); broken && c.holds(row) {
				p.broken = append(p.broken, row)
			}
		}
	}
	if c.dict.values.NullN() > 0 { // NaN has no text
		for row, x := range c.index[:rows] {
			if c.holds(row) && c.dict.values.IsNull(int(x)) {
				c.setNull(row, rows)
			}
		}
	}
	if c.nulls > 0 {
		for row := range rows { // no index is wild, not even a null one's
			if !c.valid.get(row) {
				c.index[row] = 0
			}
		}
	}
	data := newData(c.dict.typ, rows, c.nulls, c.valid, bytesOf(c.index[:rows]))
	data.SetDictionary(c.dict.values.Data())
	p.column.Array = array.NewDictionaryData(data)
	return p
}

// holds reports whether a row of the batch holds a value.
func (c *columnReader) holds(row int) bool { return len(c.valid) == 0 || c.valid.get(row) }

// setNull takes the value of a row away.
func (c *columnReader) setNull(row, rows int) {
	if len(c.valid) == 0 {
		c.valid = c.valid.grow(rows)
		c.valid.setRange(0, rows)
	}
	c.valid.clear(row)
	c.nulls++
}

// setAside makes invalid cells of the given rows, which then are null.
func (c *columnReader) setAside(rows int, at []int, text []string) (vector.Mask, func(int) string) {
	invalid := vector.NewMask(rows)
	texts := make(map[int]string, len(at))
	for i, row := range at {
		if row < rows {
			c.setNull(row, rows)
			invalid.Set(row)
			texts[row] = text[i]
		}
	}
	return invalid, func(row int) string { return texts[row] }
}

// brokenText lists the rows of arr that are not UTF-8.
func brokenText(arr *array.String) []int {
	rows := arr.Len()
	if rows == 0 {
		return nil
	}
	ends := arr.ValueOffsets()
	data := arr.ValueBytes()
	if ascii(data) || utf8.Valid(data) && separable(data, ends) {
		return nil
	}
	var broken []int
	for row := range rows {
		if arr.IsValid(row) && !utf8.ValidString(arr.Value(row)) {
			broken = append(broken, row)
		}
	}
	return broken
}

// ascii reports whether no byte has its highest bit set.
func ascii(data []byte) bool {
	var a, b, c, d uint64
	for ; len(data) >= 32; data = data[32:] {
		a |= binary.LittleEndian.Uint64(data)
		b |= binary.LittleEndian.Uint64(data[8:])
		c |= binary.LittleEndian.Uint64(data[16:])
		d |= binary.LittleEndian.Uint64(data[24:])
	}
	for _, x := range data {
		a |= uint64(x)
	}
	return (a|b|c|d)&0x8080808080808080 == 0
}

// separable reports whether text that is UTF-8 as a whole stays so when it is
// cut at ends.
func separable(data []byte, ends []int32) bool {
	for _, e := range ends {
		if int(e) < len(data) && !utf8.RuneStart(data[e]) {
			return false
		}
	}
	return true
}
