package csv

import (
	"encoding/binary"
	"fmt"
	"unsafe"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/decimal128"
	"github.com/apache/arrow-go/v18/arrow/decimal256"
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

	valid   []uint64 // a word ahead of the bitmap that Arrow sees
	bitmap  []byte
	invalid vector.Mask
	texts   map[int]string // of invalid cells
	nulls   int
	scratch []byte

	words   []int64 // values of eight bytes
	days    []int32
	bits    []byte
	wide128 []decimal128.Num
	wide256 []decimal256.Num
	offsets []int32
	data    []byte
}

// newReader returns a reader of field number field, as type dt.
func newReader(opt *Options, field int, dt arrow.DataType) *reader {
	c := &reader{opt: opt, dialect: opt.dialect(), dt: dt, field: field, longestNull: -1}
	c.plain = opt.Decimal == '.' && opt.Thousands == 0 && !partOfNumber(opt.Quote)
	for _, null := range opt.NullValues {
		c.longestNull = max(c.longestNull, len(null))
		c.plain = c.plain && (null == "" || !partOfNumber(null[0]))
	}
	return c
}

// partOfNumber reports whether numbers, dates or timestamps may begin with b.
func partOfNumber(b byte) bool { return b-'0' <= 9 || b == '-' || b == '+' || b == '.' }

// read parses the column of r's records. What it returns lives until the next
// call.
func (c *reader) read(r *rows) (engine.Column, error) {
	c.begin(r.n)
	var buffers []*memory.Buffer
	switch t := c.dt.(type) {
	case *arrow.NullType:
		c.each(r, func(row int, cell []byte) bool { return false })
		return c.column(array.NewNull(r.n)), nil
	case *arrow.Int64Type:
		c.words = grow(c.words, r.n)
		c.ints(r)
		buffers = []*memory.Buffer{buffer(c.words)}
	case *arrow.Float64Type:
		c.words = grow(c.words, r.n)
		c.floats(r)
		buffers = []*memory.Buffer{buffer(c.words)}
	case *arrow.Uint64Type:
		c.words = grow(c.words, r.n)
		c.each(r, func(row int, cell []byte) bool {
			n, ok := parseUint(c.number(cell))
			c.words[row] = int64(n)
			return ok
		})
		buffers = []*memory.Buffer{buffer(c.words)}
	case *arrow.BooleanType:
		c.bits = grow(c.bits, (r.n+7)/8)
		clear(c.bits)
		c.each(r, c.bool)
		buffers = []*memory.Buffer{buffer(c.bits)}
	case *arrow.Date32Type:
		c.days = grow(c.days, r.n)
		c.dates(r)
		buffers = []*memory.Buffer{buffer(c.days)}
	case *arrow.TimestampType:
		c.words = grow(c.words, r.n)
		c.timestamps(r, t)
		buffers = []*memory.Buffer{buffer(c.words)}
	case *arrow.Time64Type:
		c.words = grow(c.words, r.n)
		unit := int64(t.Unit.Multiplier())
		c.each(r, func(row int, cell []byte) bool {
			seconds, nanos, rest, ok := parseClock(cell)
			c.words[row] = seconds*(1e9/unit) + nanos/unit
			return ok && len(rest) == 0 && nanos%unit == 0
		})
		buffers = []*memory.Buffer{buffer(c.words)}
	case *arrow.Decimal128Type:
		c.wide128 = grow(c.wide128, r.n)
		c.each(r, func(row int, cell []byte) bool {
			n, ok := parseDecimal(c.number(cell), t.Scale)
			if ok = ok && n.FitsInPrecision(t.Precision); ok {
				c.wide128[row] = decimal128.FromBigInt(n.BigInt())
			}
			return ok
		})
		buffers = []*memory.Buffer{buffer(c.wide128)}
	case *arrow.Decimal256Type:
		c.wide256 = grow(c.wide256, r.n)
		c.each(r, func(row int, cell []byte) bool {
			n, ok := parseDecimal(c.number(cell), t.Scale)
			c.wide256[row] = n
			return ok && n.FitsInPrecision(t.Precision)
		})
		buffers = []*memory.Buffer{buffer(c.wide256)}
	case *arrow.StringType:
		if err := c.strings(r); err != nil {
			return engine.Column{}, err
		}
		buffers = []*memory.Buffer{buffer(c.offsets), buffer(c.data)}
	default:
		return engine.Column{}, fmt.Errorf("a CSV column cannot be %s", c.dt)
	}
	return c.array(r.n, buffers), nil
}

func (c *reader) begin(n int) {
	c.nulls = 0
	c.valid = grow(c.valid, vector.MaskWords(n))
	vector.Mask(c.valid).Fill(n)
	c.invalid, c.texts = nil, nil
}

func grow[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n, n+n/4)
	}
	return s[:n]
}

// buffer is the memory of values as Arrow holds it.
func buffer[T any](values []T) *memory.Buffer {
	size := len(values) * int(unsafe.Sizeof(*new(T)))
	return memory.NewBufferBytes(unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(values))), size))
}

// array wraps what was parsed.
func (c *reader) array(n int, values []*memory.Buffer) engine.Column {
	var bitmap *memory.Buffer
	if c.nulls > 0 {
		c.bitmap = c.bitmap[:0]
		for _, w := range c.valid {
			c.bitmap = binary.LittleEndian.AppendUint64(c.bitmap, w)
		}
		bitmap = memory.NewBufferBytes(c.bitmap)
	}
	data := array.NewData(c.dt, n, append([]*memory.Buffer{bitmap}, values...), nil, c.nulls, 0)
	defer data.Release()
	return c.column(array.MakeFromData(data))
}

func (c *reader) column(arr arrow.Array) engine.Column {
	texts := c.texts
	return engine.Column{Array: arr, Invalid: c.invalid, InvalidText: func(row int) string { return texts[row] }}
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

// each gives every cell that is not null to parse, which reports whether it
// fits.
func (c *reader) each(r *rows, parse func(row int, cell []byte) bool) {
	for row := range r.n {
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
	return len(cell) <= c.longestNull && isNullText(c.opt.NullValues, cell)
}
